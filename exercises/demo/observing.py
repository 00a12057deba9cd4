"""What does a therapist put down at a visit? A story's visit as the Record page would hand it over."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from assessments.kinds import BY_NAME
from assessments.models import Outcome, Variant
from assessments.recorded import Recorded, Seen
from clinic.people.models import Patient
from exercises.demo.story import Leg, Visit

UNSIDED = ("pain_at_rest", "sahrmann_level", "dead_bug_quality", "prone_bridge_s")
FIELDS = ("posture", "core_overall", "glutes_overall", "note")


def recorded(visit: Visit, on: date) -> Recorded:
    return Recorded(
        fields={name: getattr(visit, name) for name in FIELDS}
        | {"red_flags_asked": True, "red_flags": list(visit.red_flags)},
        history=history(visit.history, on),
        tests={
            side: _test(visit, side)
            for side, leg in _legs(visit)
            if leg.hip_angle_deg is not None or leg.thigh_length_cm
        },
        seen=tuple(_seen(visit)),
    )


def history(known: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Fields of Patient; weeks become the dates they point to."""
    fields = dict(known)
    if weeks := fields.pop("pregnancy_weeks", None):
        expecting = Patient()
        expecting.set_pregnancy_weeks(weeks, on)
        fields["pregnancy_due_on"] = expecting.pregnancy_due_on
    if weeks := fields.pop("surgery_weeks", None):
        fields["surgery_on"] = on - timedelta(weeks=weeks)
    return fields


def _legs(visit: Visit) -> list[tuple[str, Leg]]:
    return [(side, leg) for side, leg in (("right", visit.right), ("left", visit.left)) if leg is not None]


def _test(visit: Visit, side: str) -> dict[str, Any]:
    return {
        "variant": Variant.MODIFIED,
        "instrument": visit.instrument,
        "pelvis_controlled": visit.pelvis_controlled,
        "j_sign": side in visit.j_sign,
    }


def _seen(visit: Visit) -> Iterator[Seen]:
    for name in UNSIDED:
        yield from _measured(name, "none", getattr(visit, name))
    for side, leg in _legs(visit):
        for name, value in asdict(leg).items():
            yield from _measured(name, side, value)
    for name, side in visit.unable_because_of_pain:
        yield Seen(name, side, Outcome.UNABLE_PAIN)


def _measured(name: str, side: str, value: float | None) -> Iterator[Seen]:
    if value is not None:
        yield Seen(BY_NAME[name].name, side, Outcome.MEASURED, Decimal(str(value)))
