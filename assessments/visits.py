"""What was found at the visit before? Its values, how they were taken and by whom, and what they meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from assessments import facts, reading
from assessments.bands import Thresholds
from assessments.models import Assessment
from assessments.observed import Facts, ThomasTest
from clinic.people.models import Patient


@dataclass(frozen=True)
class Visit:
    """A signed assessment, and what can be compared of it."""

    id: UUID
    on: date
    values: Mapping[tuple[str, str], Decimal]
    how: Mapping[str, str]
    facts: Facts
    rater: object
    thresholds: Thresholds

    @cached_property
    def read(self) -> reading.Reading:
        """What it meant; asked for when a retest is laid out, not while somebody types."""
        return reading.read(self.facts, self.thresholds)

    def test(self, side: str) -> ThomasTest | None:
        return self.facts.thomas.right if side == "right" else self.facts.thomas.left

    def angle(self, side: str) -> float | None:
        """The hip's, from the tape where that was used."""
        test = self.test(side)
        return None if test is None or test.angle_deg is None else round(test.angle_deg, 1)

    def measured(self, kind: str, side: str, angle: float) -> reading.Measured:
        """One angle of then, with what decides how far it can be trusted."""
        test = self.test(side)
        controlled = bool(test and test.pelvis_controlled)
        return reading.Measured(angle, test.instrument if test else None, controlled, self.rater)


def before(patient: Patient, draft: Assessment, thresholds: Thresholds) -> Visit | None:
    """The visit that this one is compared with; a correction is compared with the visit before its own."""
    signed = patient.assessments.current()
    if draft.supersedes_id:
        signed = signed.exclude(pk=draft.supersedes_id)
    last = signed.filter(assessed_on__lte=draft.assessed_on).first()
    return visit_of(last, thresholds) if last else None


def visit_of(last: Assessment, thresholds: Thresholds) -> Visit:
    """A signed assessment as a visit to compare with; several are best fetched with their observations."""
    parsed = facts.parse(last.facts)
    first = parsed.thomas.right or parsed.thomas.left
    return Visit(
        id=last.pk,
        on=last.assessed_on,
        values={(one.kind, one.side): one.value for one in last.observations.all() if one.value is not None},
        how=_how(first) if first else {},
        facts=parsed,
        rater=last.recorded_by_id,
        thresholds=thresholds,
    )


def _how(test: ThomasTest) -> dict[str, str]:
    known = {"variant": test.variant, "instrument": test.instrument}
    return {name: str(value) for name, value in known.items() if value}
