"""Propose: what follows from the newest assessment, on the table; the patient's view of it; issued or thrown away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.models import Assessment
from clinic.people import access, audit
from clinic.people.models import Patient
from exercises import issuing, proposing, sign_off, taking_along
from exercises.engine import Plan
from exercises.first_day import first_day
from exercises.views.table import draft_of, draft_or_refused, table, user_of


@require_GET
@access.clinician
def propose(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The open draft; or what the engine makes of the newest assessment, as a draft or as the reason for none."""
    patient = access.patient_of(request, patient_id, treated=True)
    draft = draft_of(patient)
    newest = patient.assessments.current().first()
    if draft is not None and newest is not None and draft.assessment_id == newest.pk:
        return table(request, patient, draft)
    if newest is None:
        messages.info(request, _("Nothing is signed yet. Record an assessment first."))
        return redirect("patient", patient.pk)
    newest.patient = patient
    live = patient.programmes.live().filter(assessment=newest).first()
    if live is not None:
        return redirect("exercises:programme", patient.pk, live.pk)
    plan, made = proposing.propose(by=user_of(request), assessment=newest)
    if made is None:
        audit.record_read(request, "programme.withheld_read", [patient], newest.pk)
        return render(request, "exercises/withheld.html", _withheld(patient, newest, plan))
    return table(request, patient, made)


def _withheld(patient: Patient, assessment: Assessment, plan: Plan) -> dict[str, Any]:
    by_what = sign_off.standing(patient.clinic)
    return {
        "patient": patient,
        "assessment": assessment,
        "plan": plan,
        "review": by_what.review,
        "settings": sign_off.changed_settings(by_what.overlay),
    }


@require_POST
@access.clinician
def propose_anew(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Throw the draft away and ask the engine again, as far as the patient has come; or change what runs."""
    patient = access.patient_of(request, patient_id)
    newest = patient.assessments.current().first()
    if newest is None:
        messages.info(request, _("Nothing is signed yet. Record an assessment first."))
        return redirect("patient", patient.pk)
    newest.patient = patient
    draft = draft_of(patient)
    before = draft or patient.programmes.live().first()
    goes_on = before is not None and before.assessment_id == newest.pk
    came_to = before.opens_through if before and goes_on else None
    _plan, made = proposing.propose(by=user_of(request), assessment=newest, open_through=came_to)
    if before and made and goes_on and draft is None:
        for said in taking_along.take_along(by=user_of(request), live=before, draft=made):
            messages.info(request, said)
    return redirect("exercises:propose", patient.pk)


@require_GET
@access.clinician
def preview(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The draft as the patient will see it."""
    patient = access.patient_of(request, patient_id)
    draft = draft_or_refused(request, patient)
    day = first_day(draft, timezone.localdate())
    shown = {
        "patient": patient,
        "programme": draft,
        "shown": day.shown,
        "before_run": day.before_run,
        "minutes": day.minutes,
    }
    return render(request, "exercises/preview.html", shown)


@require_POST
@access.clinician
def issue(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Give the draft to the patient."""
    patient = access.patient_of(request, patient_id)
    draft = draft_or_refused(request, patient)
    try:
        issued = issuing.issue(
            by=user_of(request), programme=draft, today=timezone.localdate(), now=timezone.now()
        )
    except issuing.NothingToIssue:
        messages.error(request, _("No open stage holds an exercise. Add one before you issue."))
        return redirect("exercises:propose", patient.pk)
    except issuing.Outdated:
        messages.error(request, _("A newer assessment was signed since. This is what follows from it."))
        return redirect("exercises:propose", patient.pk)
    except issuing.NotADraft:
        messages.info(request, _("This programme was issued already."))
        return redirect("patient", patient.pk)
    messages.success(request, _("Issued. The patient sees it now."))
    return redirect("exercises:programme", patient.pk, issued.pk)


@require_POST
@access.clinician
def discard(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    patient = access.patient_of(request, patient_id)
    draft = draft_or_refused(request, patient)
    try:
        issuing.discard(by=user_of(request), programme=draft)
        messages.info(request, _("The proposal is gone. What was issued before still stands."))
    except issuing.NotADraft:
        messages.info(request, _("This programme was issued already."))
    return redirect("patient", patient.pk)
