"""What stands on the Record page? As it was typed, and the same read back from what was saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.models import Assessment, Outcome
from clinic.people.models import Patient

FIELDS = ("red_flags_asked", "red_flags", "posture", "core_overall", "glutes_overall", "note")
TEST = ("variant", "instrument", "pelvis_controlled", "j_sign", "end_feel")
HISTORY = (
    "activities",
    "conditions",
    "equipment",
    "pregnancy_due_on",
    "surgery_kind",
    "surgery_on",
    "surgeon_cleared",
    "extension_cleared",
)


@dataclass(frozen=True)
class Seen:
    """One observation as it was put down."""

    kind: str
    side: str
    outcome: Outcome
    value: Decimal | None = None
    copied: bool = False


@dataclass(frozen=True)
class Recorded:
    """Everything that stands on the Record page."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    history: Mapping[str, Any] = field(default_factory=dict)
    tests: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    seen: tuple[Seen, ...] = ()


def recorded_of(assessment: Assessment) -> Recorded:
    """What was saved of this assessment, without the patient's history."""
    return Recorded(
        fields={name: getattr(assessment, name) for name in FIELDS},
        tests={
            test.side: {name: getattr(test, name) for name in TEST} for test in assessment.thomas_tests.all()
        },
        seen=tuple(
            Seen(one.kind, one.side, Outcome(one.outcome), one.value, one.copied)
            for one in assessment.observations.all()
        ),
    )


def history_of(patient: Patient) -> dict[str, Any]:
    """What is known of the patient that changes a plan."""
    return {name: getattr(patient, name) for name in HISTORY}
