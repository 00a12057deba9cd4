"""Who must not be given an exercise? What its own file says, held against one person's facts.

The plan already keeps to it; this answers for an exercise that a therapist adds by hand.
"""

from collections.abc import Iterator

from assessments.observed import Facts, Surgery
from assessments.vocabulary import SurgeryKind
from exercises.library import Exercise, NotFor

REPLACEMENTS = {
    SurgeryKind.REPLACEMENT_ANTERIOR,
    SurgeryKind.REPLACEMENT_ANTEROLATERAL,
    SurgeryKind.REPLACEMENT_POSTERIOR,
}
LATE_PREGNANCY_WEEK, PAINFUL, SHORT_STANCE_S = 13, 4, 5


def contraindications(facts: Facts, exercise: Exercise) -> tuple[NotFor, ...]:
    """Each reason why this person must not be given it; empty when there is none."""
    present = circumstances(facts)
    return tuple(entry for entry in exercise.not_for if entry.when in present)


def circumstances(facts: Facts) -> frozenset[str]:
    """The words of the library's `not_for` that are true of this person."""
    return facts.patient.conditions | frozenset(_further(facts))


def _further(facts: Facts) -> Iterator[str]:
    if facts.patient.surgery:
        yield from _of_surgery(facts.patient.surgery)
    if (facts.patient.pregnancy_weeks or 0) >= LATE_PREGNANCY_WEEK:
        yield "pregnant_13_weeks"
    if any((test.pain or 0) >= PAINFUL for test in facts.thomas.values()):
        yield "pain_in_thomas_test"
    if any(seconds < SHORT_STANCE_S for seconds in facts.stance_s.values()):
        yield "unsteady"


def _of_surgery(surgery: Surgery) -> Iterator[str]:
    if surgery.kind in REPLACEMENTS:
        yield "any_hip_replacement"
    if surgery.kind is SurgeryKind.REPLACEMENT_POSTERIOR:
        yield "posterior_hip_replacement"
    if not surgery.extension_cleared:
        yield "extension_not_cleared"
