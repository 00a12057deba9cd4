"""How much, how often, and on which rung of the ladder?"""

from dataclasses import dataclass

from assessments.vocabulary import Equipment
from assessments.words import Because
from exercises.engine.case import Case
from exercises.engine.plan import Dose
from exercises.library import Unit
from exercises.protocols.protocol import Dose as DoseEntry
from exercises.protocols.protocol import Ladder


@dataclass(frozen=True, slots=True)
class Rung:
    variant: str | None
    level: int
    max_level: int
    equipment: tuple[Equipment, ...]
    reasons: tuple[Because, ...]


ONE_LEVEL = Rung(None, 1, 1, (), ())


def rung(case: Case, exercise: str) -> Rung:
    """Where on its ladder the exercise starts, and where it stops for now."""
    for ladder in case.protocol.ladders:
        if ladder.exercise == exercise and case.meets(ladder.when):
            return _rung_of(case, ladder)
    return ONE_LEVEL


def _rung_of(case: Case, ladder: Ladder) -> Rung:
    level, top, reasons = ladder.start, ladder.top, []
    if ladder.lower_start and case.meets(ladder.lower_start.reason.when):
        level = ladder.lower_start.level
        reasons.append(ladder.lower_start.reason.wording.said())
    if ladder.cap and case.meets(ladder.cap.reason.when):
        top = min(top, ladder.cap.level)
        reasons.append(ladder.cap.reason.wording.said())
    return Rung(ladder.variant, level, top, ladder.equipment, tuple(reasons))


def dose(case: Case, exercise: str, *, beside_bridge: bool) -> tuple[Dose, tuple[Because, ...]]:
    """The dose, and why it is not the usual one."""
    entry = case.protocol.doses[exercise]
    sets, amount, amount_max, reasons = _amount(case, entry)
    times = entry.times_per_day
    release = case.protocol.release_before_bridge
    if beside_bridge and exercise in release.exercises:
        times = release.times_per_day
        reasons = (*reasons, release.wording.said())
    measured = Dose(
        sets=sets,
        reps=amount if entry.unit is Unit.REPS else None,
        hold_s=amount if entry.unit is Unit.HOLD_S else None,
        hold_max_s=amount_max if entry.unit is Unit.HOLD_S else None,
        distance_m=amount if entry.unit is Unit.DISTANCE_M else None,
        times_per_day=times,
    )
    return measured, reasons


def _amount(case: Case, entry: DoseEntry) -> tuple[int, int, int | None, tuple[Because, ...]]:
    primer = case.protocol.primer
    if case.presentation in primer.presentations and entry.exercise in primer.exercises:
        return primer.sets, primer.hold_s, None, (primer.wording.said(),)
    for reason in (case.protocol.starter, entry.starter):
        if reason and len(entry.steps) > 1 and case.meets(reason.when):
            return entry.sets, entry.steps[0], None, (reason.wording.said(),)
    return entry.sets, entry.full, entry.full_max, ()
