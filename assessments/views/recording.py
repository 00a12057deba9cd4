"""Record: begin a draft, look at it, save it, sign it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from assessments import actions, figures
from assessments.forms import RecordForm
from assessments.models import Assessment
from assessments.sheet import Sheet
from assessments.versions import Versions, versions_of
from assessments.visits import before
from clinic.people import access, audit, unsent
from clinic.people.models import Patient, User


@require_POST
@access.clinician
def begin(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Open the patient's draft, the one that is there or a new one."""
    patient = access.patient_of(request, patient_id)
    actions.begin(by=user_of(request), patient=patient, on=timezone.localdate())
    return redirect("assessments:record", patient.pk)


@gzip_page
@access.clinician
def record(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The draft: GET shows it, POST saves it, or saves and signs it."""
    patient = access.patient_of(request, patient_id, treated=True)
    draft = open_draft(patient)
    if draft is None:
        messages.info(request, _("There is no open assessment. Begin one here."))
        return redirect("patient", patient.pk)
    typed_before, by = unsent.waiting(request), figures.standing(patient.clinic)
    last = before(patient, draft, by.thresholds)
    form = RecordForm(request.POST or typed_before, assessment=draft, last=last)
    if typed_before:
        messages.info(
            request, _("You were signed out meanwhile. What you typed is below; it is not saved yet.")
        )
    versions = None
    if request.method == "POST" and form.is_valid():
        answer = _save(request, draft, form)
        if isinstance(answer, HttpResponse):
            return answer
        versions = answer
    if request.method == "GET":
        audit.record_read(request, "assessment.draft", [patient], draft.pk)
    sheet = Sheet(form, thresholds=by.thresholds, rater=user_of(request).pk, versions=versions)
    shown = {"form": form, "patient": patient, "assessment": draft, "sheet": sheet}
    shown |= {"signed_defaults": by.signature}
    did_not_fit = form.errors and request.method == "POST"
    return render(request, "assessments/record.html", shown, status=422 if did_not_fit or versions else 200)


def _save(request: HttpRequest, draft: Assessment, form: RecordForm) -> HttpResponse | Versions:
    """Where to go next; or the two versions, when another window was quicker and the page must be shown again."""
    user, edition = user_of(request), form.cleaned_data["edition"]
    if request.POST.get("over") == str(draft.edition):  # they saw both versions, and chose this one
        edition = draft.edition
    try:
        saved = actions.save(
            by=user, assessment=draft, recorded=form.recorded(), edition=edition, window=form.came_from()
        )
        if "sign" in request.POST:
            actions.sign(by=user, assessment=saved)
            return redirect("exercises:propose", draft.patient_id)
    except actions.SavedElsewhere:
        return versions_of(form)
    except actions.AlreadySigned:
        messages.info(request, _("This assessment is signed already. To change it, make a correction."))
        return redirect("assessments:show", draft.patient_id, draft.pk)
    messages.success(request, _("Draft saved. It is not signed yet."))
    return redirect("assessments:record", draft.patient_id)


def open_draft(patient: Patient) -> Assessment | None:
    """The patient's draft with all that the page asks of it."""
    draft: Assessment | None = (
        patient.assessments.draft()
        .select_related("saved_by", "recorded_by", "supersedes")
        .prefetch_related("observations", "thomas_tests")
        .first()
    )
    if draft is not None:
        draft.patient = patient
    return draft


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
