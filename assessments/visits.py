"""What was found at the visit before? Its values, how they were taken and by whom, and what they meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from assessments import facts, figures, reading
from assessments.bands import Thresholds
from assessments.kinds import SIDES
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
    read: reading.Reading
    rater: object

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


def before(patient: Patient, draft: Assessment, thresholds: Thresholds | None = None) -> Visit | None:
    """The visit that this one is compared with; a correction is compared with the visit before its own."""
    signed = patient.assessments.current().prefetch_related("observations", "thomas_tests")
    if draft.supersedes_id:
        signed = signed.exclude(pk=draft.supersedes_id)
    last = signed.filter(assessed_on__lte=draft.assessed_on).first()
    return visit_of(last, thresholds or figures.of_clinic(patient.clinic)) if last else None


def visit_of(last: Assessment, thresholds: Thresholds) -> Visit:
    """A signed assessment as a visit to compare with; its observations and tests are best fetched before."""
    parsed = facts.parse(last.facts)
    tests = {test.side: test for test in last.thomas_tests.all()}
    first = next((tests[side] for side in SIDES if side in tests), None)
    return Visit(
        id=last.pk,
        on=last.assessed_on,
        values={(one.kind, one.side): one.value for one in last.observations.all() if one.value is not None},
        how={"variant": first.variant, "instrument": first.instrument} if first else {},
        facts=parsed,
        read=reading.read(parsed, thresholds),
        rater=last.recorded_by_id,
    )
