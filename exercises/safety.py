"""What speaks against an exercise for this person? The library says whom it must not be given to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exercises.library import load as load_library

REPLACEMENTS = {"replacement_anterior", "replacement_anterolateral", "replacement_posterior"}
UNSTEADY_UNDER_S = 5
PAINFUL_TEST = 4


@dataclass(frozen=True)
class Objection:
    """One reason not to, for the therapist."""

    exercise: str
    when: str
    because: str


def circumstances(facts: Mapping[str, Any]) -> frozenset[str]:
    """Conditions and history of the assessment, in the library's words."""
    patient = facts.get("patient", {})
    return frozenset([*patient.get("conditions", []), *_from_history(patient), *_from_tests(facts)])


def _from_history(patient: Mapping[str, Any]) -> Iterator[str]:
    surgery = patient.get("surgery") or {}
    if surgery.get("kind") in REPLACEMENTS:
        yield "any_hip_replacement"
    if surgery.get("kind") == "replacement_posterior":
        yield "posterior_hip_replacement"
    if surgery and not surgery.get("extension_cleared"):
        yield "extension_not_cleared"
    if (patient.get("pregnancy_weeks") or 0) >= 13:
        yield "pregnant_13_weeks"


def _from_tests(facts: Mapping[str, Any]) -> Iterator[str]:
    tests = (facts.get("thomas") or {}).values()
    if any((test.get("pain") or 0) >= PAINFUL_TEST for test in tests):
        yield "pain_in_thomas_test"
    stance = ((facts.get("balance") or {}).get("single_leg_stance_s") or {}).values()
    if any(seconds < UNSTEADY_UNDER_S for seconds in stance):
        yield "unsteady"


def warnings(exercise_id: str, facts: Mapping[str, Any]) -> list[Objection]:
    """Everything that speaks against giving this exercise; empty when nothing does."""
    holds = circumstances(facts)
    exercise = load_library()[exercise_id]
    return [Objection(exercise_id, one.when, one.because) for one in exercise.not_for if one.when in holds]
