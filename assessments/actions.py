"""What can be done with an assessment? Begin, save, sign, correct: one transaction each, with its audit row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments import contract
from assessments.models import Assessment, Observation, Outcome, ThomasTest
from clinic.people import audit
from clinic.people.actions import change_patient
from clinic.people.models import Patient, User


class SavedElsewhere(Exception):
    """Another window saved this draft in the meantime; nothing was overwritten."""


class AlreadySigned(Exception):
    """A signed assessment is not changed: make a correction."""


@dataclass(frozen=True)
class Seen:
    """One observation as it was put down."""

    kind: str
    side: str
    outcome: Outcome
    value: Decimal | None = None


@dataclass(frozen=True)
class Recorded:
    """Everything that stands on the Record page."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    history: Mapping[str, Any] = field(default_factory=dict)
    tests: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    seen: tuple[Seen, ...] = ()


@transaction.atomic
def begin(*, by: User, patient: Patient, on: date) -> Assessment:
    """The patient's draft: the one that is open, or a new one."""
    Patient.objects.select_for_update().get(pk=patient.pk)  # two quick presses begin one
    draft = patient.assessments.draft().first()
    if draft is not None and draft.edition == 1 and not draft.supersedes_id and draft.assessed_on != on:
        draft.assessed_on = on  # nothing was put down yet: it is today's
        draft.save(update_fields=["assessed_on"])
    if draft is not None:
        return draft
    draft = Assessment(clinic_id=patient.clinic_id, patient=patient, assessed_on=on, recorded_by=by)
    draft.save(force_insert=True)
    audit.record("assessment.begun", by=by, patient=patient, object_id=draft.pk)
    return draft


@transaction.atomic
def save(*, by: User, assessment: Assessment, recorded: Recorded, edition: int) -> Assessment:
    """Put down what was seen. `edition` is the one the page was opened with.

    Raises SavedElsewhere when another window was quicker, AlreadySigned when it is too late.
    """
    current = Assessment.objects.select_for_update().select_related("patient").get(pk=assessment.pk)
    if current.is_signed:
        raise AlreadySigned
    if current.edition != edition:
        raise SavedElsewhere
    for name, value in recorded.fields.items():
        setattr(current, name, value)
    current.edition += 1
    current.saved_at = timezone.now()
    current.save()
    _replace_observations(current, recorded.seen)
    _replace_tests(current, recorded.tests)
    change_patient(by=by, patient=current.patient, **recorded.history)
    audit.record(
        "assessment.saved",
        by=by,
        patient=current.patient,
        object_id=current.pk,
        fields=[*recorded.fields, *(seen.kind for seen in recorded.seen)][:200],
    )
    return current


def _replace_observations(assessment: Assessment, seen: Iterable[Seen]) -> None:
    assessment.observations.all().delete()
    Observation.objects.bulk_create(
        Observation(
            clinic_id=assessment.clinic_id,
            patient_id=assessment.patient_id,
            assessment=assessment,
            kind=one.kind,
            side=one.side,
            outcome=one.outcome,
            value=one.value,
        )
        for one in seen
    )


def _replace_tests(assessment: Assessment, tests: Mapping[str, Mapping[str, Any]]) -> None:
    assessment.thomas_tests.all().delete()
    ThomasTest.objects.bulk_create(
        ThomasTest(
            clinic_id=assessment.clinic_id,
            patient_id=assessment.patient_id,
            assessment=assessment,
            side=side,
            **details,
        )
        for side, details in tests.items()
    )


@transaction.atomic
def sign(*, by: User, assessment: Assessment, now: datetime | None = None) -> Assessment:
    """Lock it, with the facts as the engine will read them. Raises AlreadySigned."""
    current = Assessment.objects.select_for_update().select_related("patient").get(pk=assessment.pk)
    if current.is_signed:
        raise AlreadySigned
    current.facts = contract.facts_of(current)
    current.signed_at, current.signed_by = now or timezone.now(), by
    current.save(update_fields=["facts", "signed_at", "signed_by"])
    audit.record("assessment.signed", by=by, patient=current.patient, object_id=current.pk)
    return current


@transaction.atomic
def correct(*, by: User, assessment: Assessment, reason: str) -> Assessment:
    """A new version, begun as a copy of the signed one, that says why. It counts once it is signed."""
    copy = Assessment(
        clinic_id=assessment.clinic_id,
        patient=assessment.patient,
        assessed_on=assessment.assessed_on,
        started_at=assessment.started_at,  # the visit's, so that a later visit of the day stays the newer one
        recorded_by=by,
        version=assessment.version + 1,
        supersedes=assessment,
        correction_reason=reason,
        red_flags_asked=assessment.red_flags_asked,
        red_flags=assessment.red_flags,
        posture=assessment.posture,
        core_overall=assessment.core_overall,
        glutes_overall=assessment.glutes_overall,
        note=assessment.note,
    )
    copy.save(force_insert=True)
    _replace_observations(
        copy,
        [Seen(one.kind, one.side, Outcome(one.outcome), one.value) for one in assessment.observations.all()],
    )
    _replace_tests(
        copy,
        {
            test.side: {
                name: getattr(test, name) for name in ("variant", "instrument", "pelvis_controlled", "j_sign")
            }
            for test in assessment.thomas_tests.all()
        },
    )
    audit.record("assessment.correction_begun", by=by, patient=assessment.patient, object_id=copy.pk)
    return copy
