"""What can be done with an assessment? Begin, save, sign, correct: one transaction each, with its audit row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments import contract
from assessments.models import Assessment, Observation, ThomasTest
from assessments.recorded import Recorded, Seen, recorded_of
from clinic.people import audit
from clinic.people.actions import change_patient
from clinic.people.models import Patient, User


class SavedElsewhere(Exception):
    """Another window saved this draft in the meantime; nothing was overwritten."""


class AlreadySigned(Exception):
    """A signed assessment is not changed: make a correction."""


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


@dataclass(frozen=True)
class Window:
    """One open page. Its saves are counted: a save that was overtaken on the way changes nothing any more."""

    id: UUID
    step: int


@transaction.atomic
def save(
    *, by: User, assessment: Assessment, recorded: Recorded, edition: int, window: Window | None = None
) -> Assessment:
    """Put down what was seen. `edition` is the one the page was opened with.

    Raises SavedElsewhere when another window was quicker, AlreadySigned when it is too late.
    """
    current = _open_draft(assessment, edition, window)
    _put_down(current, recorded, by, window)
    audit.record(
        "assessment.saved",
        by=by,
        patient=current.patient,
        object_id=current.pk,
        fields=[*recorded.fields, *(seen.kind for seen in recorded.seen)][:200],
    )
    return current


@transaction.atomic
def keep_draft(
    *, by: User, assessment: Assessment, recorded: Recorded, edition: int, window: Window
) -> Assessment:
    """The page saves itself while somebody types. One line in the trail for all of it, until somebody else saves.

    Raises what `save` raises. A save that this window's own later one has overtaken changes nothing.
    """
    current = _open_draft(assessment, edition, window)
    if current.saved_window == window.id and window.step <= current.saved_step:
        return current
    first_of_theirs = current.saved_by != by
    _put_down(current, recorded, by, window)
    if first_of_theirs:
        audit.record("assessment.drafted", by=by, patient=current.patient, object_id=current.pk)
    return current


def _open_draft(assessment: Assessment, edition: int, window: Window | None) -> Assessment:
    """Locked, and as this window knows it: its own last save counts, though the answer may have been lost."""
    current = (
        Assessment.objects.select_for_update(of=("self",)).select_related("patient").get(pk=assessment.pk)
    )
    if current.is_signed:
        raise AlreadySigned
    is_its_own = window is not None and current.saved_window == window.id
    if current.edition != edition and not is_its_own:
        raise SavedElsewhere
    return current


def _put_down(current: Assessment, recorded: Recorded, by: User, window: Window | None) -> None:
    for name, value in recorded.fields.items():
        setattr(current, name, value)
    current.edition += 1
    current.saved_at, current.saved_by = timezone.now(), by
    current.saved_window, current.saved_step = (window.id, window.step) if window else (None, 0)
    current.save()
    _replace_observations(current, recorded.seen)
    _replace_tests(current, recorded.tests)
    change_patient(by=by, patient=current.patient, **recorded.history)


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
            copied=one.copied,
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
    what = recorded_of(assessment)
    copy = Assessment(
        clinic_id=assessment.clinic_id,
        patient=assessment.patient,
        assessed_on=assessment.assessed_on,
        started_at=assessment.started_at,  # the visit's, so that a later visit of the day stays the newer one
        recorded_by=by,
        version=assessment.version + 1,
        supersedes=assessment,
        correction_reason=reason,
        **what.fields,
    )
    copy.save(force_insert=True)
    _replace_observations(copy, what.seen)
    _replace_tests(copy, what.tests)
    audit.record("assessment.correction_begun", by=by, patient=assessment.patient, object_id=copy.pk)
    return copy
