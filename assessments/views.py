"""The therapist's pages for observing: begin, record, read as you go, sign, look at, correct."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import actions, contract, facts, figures, reading, summary
from assessments.forms import CorrectionForm, RecordForm
from assessments.models import Assessment
from clinic.people import access, audit, unsent
from clinic.people.models import Patient, User


@require_POST
@access.clinician
def begin(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Open the patient's draft, the one that is there or a new one."""
    patient = access.patient_of(request, patient_id)
    actions.begin(by=_user(request), patient=patient, on=timezone.localdate())
    return redirect("assessments:record", patient.pk)


@access.clinician
def record(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The draft: GET shows it, POST saves it, or saves and signs it."""
    patient = access.patient_of(request, patient_id)
    draft = patient.assessments.draft().first()
    if draft is None:
        messages.info(request, _("There is no open assessment. Begin one here."))
        return redirect("patient", patient.pk)
    draft.patient = patient
    typed_before = unsent.waiting(request)
    form = RecordForm(request.POST or typed_before, assessment=draft, last=_last_values(patient))
    if typed_before:
        messages.info(
            request, _("You were signed out meanwhile. What you typed is below; it is not saved yet.")
        )
    if request.method == "POST" and form.is_valid():
        answer = _save(request, draft, form)
        if answer is not None:
            return answer
    if request.method == "GET":
        audit.record_read(request, "assessment.draft", [patient], draft.pk)
    shown = {"form": form, "patient": patient, "assessment": draft, "read": _reading_of(form)}
    return render(request, "assessments/record.html", shown, status=422 if form.errors else 200)


def _save(request: HttpRequest, draft: Assessment, form: RecordForm) -> HttpResponse | None:
    """Where to go next, or None when another window was quicker and the page must be shown again."""
    user = _user(request)
    try:
        saved = actions.save(
            by=user, assessment=draft, recorded=form.recorded(), edition=form.cleaned_data["edition"]
        )
        if "sign" in request.POST:
            actions.sign(by=user, assessment=saved)
            return redirect("exercises:propose", draft.patient_id)
    except actions.SavedElsewhere:
        form.add_error(
            None,
            _(
                "This assessment was saved in another window in the meantime. Nothing was overwritten, and what you "
                "typed still stands below. Open the page again in a new tab, compare, and save here or there."
            ),
        )
        return None
    except actions.AlreadySigned:
        messages.info(request, _("This assessment is signed already. To change it, make a correction."))
        return redirect("assessments:show", draft.patient_id, draft.pk)
    messages.success(request, _("Draft saved. It is not signed yet."))
    return redirect("assessments:record", draft.patient_id)


@require_POST
@access.clinician
def read_as_you_go(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What the numbers mean so far, for the panel beside the form. Saves nothing."""
    patient = access.patient_of(request, patient_id)
    draft = patient.assessments.draft().first()
    if draft is None:  # signed while the last number was still on its way
        return HttpResponse(status=204)
    draft.patient = patient
    form = RecordForm(request.POST, assessment=draft)
    form.is_valid()  # what does not fit yet is left out of the reading; saving will say so
    return render(request, "assessments/reading.html", {"read": _reading_of(form)})


@require_GET
@access.clinician
def show(request: HttpRequest, patient_id: UUID, assessment_id: UUID) -> HttpResponse:
    """A signed assessment, as it was seen."""
    patient = access.patient_of(request, patient_id)
    assessment = _signed(request, patient, assessment_id)
    audit.record_read(request, "assessment.read", [patient], assessment.pk)
    shown = {
        "patient": patient,
        "assessment": assessment,
        "sections": summary.sections(assessment),
        "read": reading.read(facts.parse(assessment.facts), figures.of_clinic(patient.clinic)),
    }
    return render(request, "assessments/show.html", shown)


@access.clinician
def correct(request: HttpRequest, patient_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Begin a correction: a new version that says why."""
    patient = access.patient_of(request, patient_id)
    assessment = _signed(request, patient, assessment_id)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if patient.assessments.draft().exists():
            form.add_error(
                None, _("Another assessment of this patient is open. Sign it first, then correct this one.")
            )
        elif hasattr(assessment, "superseded_by"):
            form.add_error(None, _("This version was corrected already. Correct the newest version instead."))
        else:
            actions.correct(by=_user(request), assessment=assessment, reason=form.cleaned_data["reason"])
            return redirect("assessments:record", patient.pk)
    shown = {"form": form, "patient": patient, "assessment": assessment}
    return render(request, "assessments/correct.html", shown, status=422 if form.errors else 200)


def _signed(request: HttpRequest, patient: Patient, assessment_id: UUID) -> Assessment:
    found = (
        patient.assessments.signed()
        .select_related("signed_by", "supersedes")
        .prefetch_related("observations", "thomas_tests")
        .filter(pk=assessment_id)
        .first()
    )
    signed: Assessment = access.found_or_refused(request, found, "assessment", assessment_id)
    signed.patient = patient
    return signed


def _last_values(patient: Patient) -> dict[tuple[str, str], Decimal]:
    """What was measured at the last signed visit."""
    last = patient.assessments.current().prefetch_related("observations").first()
    seen = last.observations.all() if last else []
    return {(one.kind, one.side): one.value for one in seen if one.value is not None}


def _reading_of(form: RecordForm) -> reading.Reading | None:
    """What the page means so far; None while something on it does not fit."""
    try:
        stated = form.facts() if form.is_bound else contract.facts_of(form.assessment)
        return reading.read(facts.parse(stated), figures.of_clinic(form.assessment.patient.clinic))
    except facts.FactsError:
        return None


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
