"""What waits on Today is answered in place: seen, or the next stage opened; and taken back for ten minutes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.people import access
from clinic.people.models import Patient
from exercises import carrying, confirming, issuing, undoing
from exercises.models import Decision, Urgency
from exercises.views.table import user_of


@require_POST
@access.clinician
def answer(request: HttpRequest, patient_id: UUID, decision_id: UUID) -> HttpResponse:
    """The next stage is opened, if nothing about it wants a look first; anything else is seen."""
    patient, decision = _decision(request, patient_id, decision_id)
    if decision.urgency == Urgency.STAGE and decision.programme and decision.answered_at is None:
        return _open_next_stage(request, patient, decision)
    issuing.answer(by=user_of(request), decision=decision, with_="seen")
    return redirect("today")


def _open_next_stage(request: HttpRequest, patient: Patient, decision: Decision) -> HttpResponse:
    try:
        issued = confirming.confirm_stage(
            by=user_of(request), decision=decision, today=timezone.localdate(), now=timezone.now()
        )
    except confirming.LookFirst as why:
        messages.info(request, str(why))
        return redirect("exercises:propose", patient.pk)
    if isinstance(issued, str):
        issuing.answer(by=user_of(request), decision=decision, with_="seen")
        messages.info(request, issued)
        return redirect("exercises:propose", patient.pk)
    return redirect("today")


@require_POST
@access.clinician
def undo(request: HttpRequest, patient_id: UUID, decision_id: UUID) -> HttpResponse:
    """As if it had not been answered."""
    _patient, decision = _decision(request, patient_id, decision_id)
    try:
        undoing.undo(by=user_of(request), decision=decision, now=timezone.now())
        messages.success(request, _("Taken back. It waits for you again."))
    except undoing.TooLate as why:
        messages.error(request, str(why))
    return redirect("today")


@require_POST
@access.clinician
def carry_back(request: HttpRequest, patient_id: UUID, decision_id: UUID) -> HttpResponse:
    """A dose or level that the rules moved by themselves is as it was before."""
    patient, decision = _decision(request, patient_id, decision_id)
    if decision.programme_id is None:
        access.refuse(request, "decision", decision_id)
    try:
        carrying.carry_back(by=user_of(request), decision=decision, now=timezone.now())
        messages.success(request, _("Taken back: it is as it was before. The patient's page says so."))
    except carrying.NoLongerStands:
        messages.info(request, _("This cannot be taken back any more. Propose a change instead."))
    return redirect("exercises:programme", patient.pk, decision.programme_id)


def _decision(request: HttpRequest, patient_id: UUID, decision_id: UUID) -> tuple[Patient, Decision]:
    patient = access.patient_of(request, patient_id)
    found = patient.decisions.select_related("programme__assessment").filter(pk=decision_id).first()
    return patient, access.found_or_refused(request, found, "decision", decision_id)
