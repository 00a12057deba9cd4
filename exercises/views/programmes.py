"""A programme that was issued: look back on it, let it go on, end it, note a talk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.people import access, audit
from clinic.people.models import Patient
from exercises import board, carrying, issuing, sign_off, undoing
from exercises.models import Programme
from exercises.views.table import user_of


@require_GET
@access.clinician
def programme(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """What was issued, with its reasons, its changes and where it came from."""
    patient, one = _programme(request, patient_id, programme_id)
    audit.record_read(request, "programme.read", [patient], one.pk)
    review = sign_off.review_of(one)
    shown = {
        "patient": patient,
        "programme": one,
        "board": board.build(one),
        "review": review,
        "signed_defaults": review,
        "settings": sign_off.changed_settings(one.overlay),
        "changes": board.changes(one),
        "decisions": [
            (decision, carrying.can_go_back(decision, one))
            for decision in one.decisions.select_related("answered_by")[:20]
        ],
    }
    return render(request, "exercises/programme.html", shown)


@require_POST
@access.clinician
def resume(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """After a stop for safety: let the patient go on."""
    patient, one = _programme(request, patient_id, programme_id)
    try:
        issuing.resume(by=user_of(request), programme=one)
        messages.success(request, _("The programme goes on."))
    except issuing.Outdated:
        messages.error(request, _("A newer assessment was signed: see what it says before anything goes on."))
        return redirect("patient", patient.pk)
    return redirect("exercises:programme", patient.pk, one.pk)


@require_POST
@access.clinician
def end(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """Over."""
    patient, one = _programme(request, patient_id, programme_id)
    issuing.end(by=user_of(request), programme=one)
    messages.success(request, _("The programme has ended."))
    return redirect("patient", patient.pk)


@require_POST
@access.clinician
def in_touch(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """The therapist talked to somebody who had stopped practising."""
    patient, one = _programme(request, patient_id, programme_id)
    before = one.reviewed_at
    after = issuing.in_touch(by=user_of(request), programme=one)
    undoing.remember_talk(request.session, patient.pk, one.pk, before=before, after=after)
    return redirect("today")


@require_POST
@access.clinician
def not_in_touch(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """It was pressed by mistake: the quiet days count as before."""
    one = _programme(request, patient_id, programme_id)[1]
    talk = undoing.talk_of(request.session, timezone.now())
    try:
        undoing.undo_in_touch(by=user_of(request), programme=one, talk=talk)
        messages.success(request, _("Taken back. The quiet days count as before."))
    except undoing.TooLate as why:
        messages.error(request, str(why))
    undoing.forget_talk(request.session)
    return redirect("today")


def _programme(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> tuple[Patient, Programme]:
    patient = access.patient_of(request, patient_id)
    found = (
        patient.programmes.exclude(state="draft")
        .select_related("assessment", "issued_by", "made_by")
        .filter(pk=programme_id)
        .first()
    )
    one: Programme = access.found_or_refused(request, found, "programme", programme_id)
    one.patient = patient
    return patient, one
