"""A signed assessment: as it was seen, what a correction changed, and how a correction begins."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments import actions, facts, figures, reading, summary
from assessments.differences import between
from assessments.forms import CorrectionForm
from assessments.models import Assessment
from assessments.recorded import recorded_of
from assessments.views.recording import user_of
from clinic.people import access, audit
from clinic.people.models import Patient


@require_GET
@access.clinician
def show(request: HttpRequest, patient_id: UUID, assessment_id: UUID) -> HttpResponse:
    """A signed assessment, as it was seen."""
    patient = access.patient_of(request, patient_id)
    assessment = _signed(request, patient, assessment_id)
    audit.record_read(request, "assessment.read", [patient], assessment.pk)
    older = assessment.supersedes
    shown = {
        "patient": patient,
        "assessment": assessment,
        "sections": summary.sections(assessment),
        "flags": summary.flags(assessment),
        "read": reading.read(facts.parse(assessment.facts), figures.of_clinic(patient.clinic)),
        "differences": between(recorded_of(older), recorded_of(assessment)) if older else [],
    }
    return render(request, "assessments/show.html", shown)


@access.clinician
def correct(request: HttpRequest, patient_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Begin a correction: a new version that says why."""
    patient = access.patient_of(request, patient_id, treated=True)
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
            actions.correct(by=user_of(request), assessment=assessment, reason=form.cleaned_data["reason"])
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
