"""How is a dose said? In words for a person on the floor, and in minutes for the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.library import Exercise, Step
from exercises.library import load as load_library
from exercises.models import Item, Programme, Rhythm
from exercises.models.programme import When

SET_UP_S = 20


@dataclass(frozen=True)
class Shown:
    """One exercise as a patient reads it."""

    item: Item
    exercise: Exercise
    name: str
    dose: str
    sides: str
    when: str
    why: str
    level_name: str
    steps: tuple[Step, ...]
    changes: tuple[str, ...]


def shown(item: Item, circumstances: frozenset[str]) -> Shown:
    """Put an item into words, with what changes for this person."""
    exercise = load_library()[item.exercise]
    level = exercise.level(item.level, variant_of(item))
    several = len(exercise.levels) > 1
    return Shown(
        item=item,
        exercise=exercise,
        name=exercise.name,
        dose=dose(item),
        sides=sides(item),
        when=when(item),
        why=item.reason["patient"]["text"],
        level_name=level.name if several else "",
        steps=level.steps,
        changes=tuple(one.patient for one in exercise.variations if one.when in circumstances),
    )


def name(item: Item) -> str:
    return load_library()[item.exercise].name


def variant_of(item: Item) -> str | None:
    """Balance has two ladders."""
    if item.exercise != "balance":
        return None
    return "board" if "wobble_board" in item.equipment else "no_board"


def levels(item: Item) -> list[int]:
    """The rungs of its ladder."""
    ladder = load_library()[item.exercise].levels
    return [level.number for level in ladder if level.variant in (None, variant_of(item))]


def circumstances(programme: Programme) -> frozenset[str]:
    """What changes the way an exercise is done, for this person: cautions and history."""
    patient = programme.facts.get("patient", {})
    conditions = set(patient.get("conditions", []))
    surgery = patient.get("surgery") or {}
    holds = {
        "pregnant_13_weeks": (patient.get("pregnancy_weeks") or 0) >= 13,
        "impingement": "femoroacetabular_impingement" in conditions,
        "long": programme.presentation == "long",
        "posterior_hip_replacement": surgery.get("kind") == "replacement_posterior",
        "osteoporosis": "osteoporosis" in conditions,
    }
    return frozenset(programme.cautions) | {name for name, is_so in holds.items() if is_so}


def dose(item: Item) -> str:
    """2 rounds of 15 to 20 seconds each leg, twice a day."""
    said = _rounds(item)
    return _("%(dose)s, twice a day") % {"dose": said} if item.times_per_day == 2 else said


def _rounds(item: Item) -> str:
    rounds = ngettext("%(n)s round", "%(n)s rounds", item.sets) % {"n": item.sets}
    if item.distance_m is not None:
        return _("%(n)s metres, once") % {"n": item.distance_m}
    if item.reps is not None:
        said = _("%(rounds)s of %(n)s times") % {"rounds": rounds, "n": item.reps}
    else:
        said = _("%(rounds)s of %(held)s") % {"rounds": rounds, "held": _held(item)}
    by_side = {
        "both": _("%(dose)s each side"),
        "alternating": _("%(dose)s, right and left count as one"),
    }
    return by_side.get(item.sides, "%(dose)s") % {"dose": said}


def _held(item: Item) -> str:
    if item.hold_max_s:
        return _("%(least)s to %(most)s seconds") % {"least": item.hold_s, "most": item.hold_max_s}
    return _("%(n)s seconds") % {"n": item.hold_s}


def sides(item: Item) -> str:
    """Which side to begin with, where one needs it more."""
    if item.sides != "both":
        return ""
    first = {"right": _("Right side first"), "left": _("Left side first")}
    return first[item.focus[0]] if len(item.focus) == 1 else _("Both sides alike")


def when(item: Item) -> str:
    said = {
        When.BEFORE_RUN: _("Before each run"),
        When.LATER_IN_DAY: _("Not before a run: later the same day"),
    }
    return str(said.get(When(item.when), ""))


def day(one: date) -> str:
    """Sunday 22 November."""
    return date_format(one, "l j F")


def minutes(items: Iterable[Item]) -> int:
    """About how long one practice takes, rounded up to whole minutes."""
    seconds = sum(_seconds(item) for item in items)
    return max(1, -(-seconds // 60))


def minutes_a_day(items: Iterable[Item]) -> int:
    """About how long it all takes, where some of it comes twice."""
    seconds = sum(_seconds(item) * item.times_per_day for item in items)
    return max(1, -(-seconds // 60))


def _seconds(item: Item) -> int:
    exercise = load_library()[item.exercise]
    once = item.hold_max_s or item.hold_s or (item.reps or 0) * (exercise.seconds_per_rep or 4) or 30
    a_round = once * (2 if item.sides == "both" else 1)
    return SET_UP_S + item.sets * a_round + (item.sets - 1) * exercise.rest_s


def is_due_on(item: Item, programme: Programme, day: date) -> bool:
    """Alternate days count from the programme's first day; of a draft, any day is the first."""
    if item.rhythm == Rhythm.EVERY_DAY:
        return True
    is_odd_day = (day - (programme.starts_on or day)).days % 2 == 0
    return is_odd_day == (item.rhythm == Rhythm.ODD_DAYS)
