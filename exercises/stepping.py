"""Where does an exercise go from here? One rung up or down its ladder of doses and levels. Pure.

A level begins with the smallest dose. Where a ladder ends below, a round less is still a smaller dose; where
it ends above, nothing moves: None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from exercises.library import Exercise

# A primer stands beside its exercise's ladder; it never grows beyond these rounds.
PRIMER_ROUNDS = 2
# The only way to stand with closed eyes is asked for by itself.
EYES_CLOSED_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """`owns` is the equipment the patient has; `variant` which of two ladders, where there are two."""

    level: int
    max_level: int
    sets: int
    amount: int
    variant: str | None = None
    owns: frozenset[str] = frozenset()


def is_full(exercise: Exercise, rung: Rung) -> bool:
    """The whole dose: as much and as often as this exercise is ever given."""
    return rung.sets >= _rounds(exercise, rung) and not _above(exercise, rung)


def is_top(exercise: Exercise, rung: Rung) -> bool:
    """Nothing above that a step of level leads to: the ladder ends, its equipment is missing, or eyes would close."""
    following = next(
        (one for one in exercise.levels if _is(one.number, one.variant, rung, rung.level + 1)), None
    )
    if following is None or rung.level >= rung.max_level or leads_to_eyes_closed(exercise, rung):
        return True
    needed = {str(one) for one in following.equipment}
    return bool(needed) and not needed & rung.owns


def leads_to_eyes_closed(exercise: Exercise, rung: Rung) -> bool:
    """The next level is the one with the eyes closed, whether or not it is allowed."""
    return exercise.id == "balance" and rung.variant == "no_board" and rung.level == EYES_CLOSED_LEVEL - 1


def increase_dose(exercise: Exercise, rung: Rung) -> Rung | None:
    if rung.sets < _rounds(exercise, rung):
        return replace(rung, sets=rung.sets + 1)
    above = _above(exercise, rung)
    return replace(rung, amount=above[0]) if above else None


def reduce_dose(exercise: Exercise, rung: Rung) -> Rung | None:
    below = [step for step in exercise.dose.steps if step < rung.amount]
    if below:
        return replace(rung, amount=below[-1])
    return replace(rung, sets=rung.sets - 1) if rung.sets > 1 else None


def progress_level(exercise: Exercise, rung: Rung) -> Rung | None:
    """One level up, from the smallest dose; with closed eyes too, for whoever asked for that."""
    if is_top(exercise, rung) and not (leads_to_eyes_closed(exercise, rung) and rung.level < rung.max_level):
        return None
    return replace(rung, level=rung.level + 1, amount=exercise.dose.steps[0])


def regress_level(exercise: Exercise, rung: Rung) -> Rung | None:
    """One level down; at the lowest, a smaller dose."""
    if rung.level > _lowest(exercise, rung):
        return replace(rung, level=rung.level - 1)
    return reduce_dose(exercise, rung)


def restart_lower(exercise: Exercise, rung: Rung) -> Rung | None:
    """After days away: a smaller dose; where there is none, a level down."""
    below = any(step < rung.amount for step in exercise.dose.steps)
    return reduce_dose(exercise, rung) if below else regress_level(exercise, rung)


STEPS: Mapping[str, Callable[[Exercise, Rung], Rung | None]] = {
    "increase_dose": increase_dose,
    "reduce_dose": reduce_dose,
    "progress_level": progress_level,
    "regress_level": regress_level,
    "restart_lower": restart_lower,
}


def _above(exercise: Exercise, rung: Rung) -> list[int]:
    """A primer is not on the ladder, and stays what it is."""
    if rung.amount not in exercise.dose.steps:
        return []
    return [step for step in exercise.dose.steps if rung.amount < step <= exercise.dose.full]


def _rounds(exercise: Exercise, rung: Rung) -> int:
    return exercise.dose.sets if rung.amount in exercise.dose.steps else PRIMER_ROUNDS


def _lowest(exercise: Exercise, rung: Rung) -> int:
    return min(one.number for one in exercise.levels if one.variant in (None, rung.variant))


def _is(number: int, variant: str | None, rung: Rung, wanted: int) -> bool:
    return number == wanted and variant in (None, rung.variant)
