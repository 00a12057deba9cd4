"""What does the engine get to see of an assessment? The contract's JSON, from what was recorded.

"Not tested" and "unable because of pain" are both absent there: neither is ever 0.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.kinds import BY_NAME, Kind
from assessments.models import Assessment, ThomasTest
from clinic.people.models import Patient

CORE = (Kind.SAHRMANN, Kind.DEAD_BUG, Kind.PRESSURE, Kind.PRONE_BRIDGE, Kind.LEG_LOWERING)
CORE_SIDED = (Kind.SIDE_BRIDGE, Kind.STRAIGHT_LEG_RAISE)
GLUTES_SIDED = (Kind.TRENDELENBURG, Kind.SINGLE_LEG_BRIDGE)
THOMAS = (Kind.KNEE_FLEXION, Kind.ABDUCTION)

Values = Mapping[tuple[str, str], Decimal | None]


def facts_of(assessment: Assessment) -> dict[str, Any]:
    """The contract's input for a saved assessment, as of the day it was made."""
    values = {(seen.kind, seen.side): seen.value for seen in assessment.observations.all()}
    return build(
        assessment, assessment.patient, values, assessment.thomas_tests.all(), assessment.assessed_on
    )


def build(
    assessment: Assessment, patient: Patient, values: Values, tests: Iterable[ThomasTest], on: date
) -> dict[str, Any]:
    """The same from what is not saved yet, as while somebody types."""
    stated: dict[str, Any] = _without_absent(
        {
            "patient": _patient(patient, on),
            "screening": _screening(assessment, values),
            "thomas": {test.side: _thomas(test, values) for test in tests},
            "core": _group(values, CORE, CORE_SIDED) | {"overall": assessment.core_overall or None},
            "glutes": _group(values, (), GLUTES_SIDED) | {"overall": assessment.glutes_overall or None},
            "balance": _group(values, (), (Kind.STANCE,)),
            "posture": assessment.posture or None,
            "hip_flexor_strength": _sides(values, Kind.STRENGTH),
        }
    )
    return stated


def _patient(patient: Patient, on: date) -> dict[str, Any]:
    return {
        "age": patient.age_on(on),
        "activities": sorted(patient.activities),
        "conditions": sorted(patient.conditions),
        "pregnancy_weeks": patient.pregnancy_weeks_on(on),
        "surgery": _surgery(patient, on),
        "equipment": sorted(patient.equipment),
    }


def _surgery(patient: Patient, on: date) -> dict[str, Any] | None:
    if not patient.surgery_kind:
        return None
    return {
        "kind": patient.surgery_kind,
        "weeks_ago": patient.surgery_weeks_on(on),
        "surgeon_cleared": patient.surgeon_cleared,
        "extension_cleared": patient.extension_cleared,
    }


def _screening(assessment: Assessment, values: Values) -> dict[str, Any]:
    screening: dict[str, Any] = {"asked": assessment.red_flags_asked}
    if assessment.red_flags_asked:
        screening["red_flags"] = sorted(assessment.red_flags)
    screening["pain_at_rest"] = _number(values, Kind.PAIN_AT_REST)
    return screening


def _thomas(test: ThomasTest, values: Values) -> dict[str, Any]:
    found = {kind.value: _number(values, kind, test.side) for kind in THOMAS}
    thigh, knee = (_number(values, kind, test.side) for kind in (Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP))
    by_tape = test.instrument == "tape" and thigh is not None and knee is not None
    return found | {
        "variant": test.variant,
        "instrument": test.instrument,
        "pelvis_controlled": test.pelvis_controlled,
        "j_sign": test.j_sign,
        "pain": _number(values, Kind.THOMAS_PAIN, test.side),
        "hip_angle_deg": None if by_tape else _number(values, Kind.HIP_ANGLE, test.side),
        "tape": {"thigh_length_cm": thigh, "knee_above_hip_cm": knee} if by_tape else None,
    }


def _group(values: Values, plain: tuple[Kind, ...], sided: tuple[Kind, ...]) -> dict[str, Any]:
    return {kind.value: _number(values, kind) for kind in plain} | {
        kind.value: _sides(values, kind) for kind in sided
    }


def _sides(values: Values, kind: Kind) -> dict[str, Any]:
    return {"right": _number(values, kind, "right"), "left": _number(values, kind, "left")}


def _number(values: Values, kind: Kind, side: str = "none") -> int | float | None:
    value = values.get((kind.value, side))
    if value is None:
        return None
    return int(value) if BY_NAME[kind].whole or value == value.to_integral() else float(value)


def _without_absent(value: Any) -> Any:
    """Leave out what is None and what is then empty, but keep an empty list: "asked, and none"."""
    if not isinstance(value, dict):
        return value
    kept = {key: _without_absent(inner) for key, inner in value.items() if inner is not None}
    return {key: inner for key, inner in kept.items() if inner != {}}
