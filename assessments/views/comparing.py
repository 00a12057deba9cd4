"""Two assessments of one patient, side by side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments import comparing, figures
from assessments.comparing import Comparison
from assessments.forms.comparing import CompareForm
from assessments.models import Assessment
from clinic.people import access, audit
from clinic.people.models import Patient

MOST = 60


@require_GET
@access.clinician
def compare(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Any two that were signed, the earlier one first; unasked, the newest two visits."""
    patient = access.patient_of(request, patient_id)
    signed = list(patient.assessments.signed()[:MOST])
    given = request.GET if "first" in request.GET or "second" in request.GET else _newest(patient)
    form = CompareForm(given, signed=signed)
    chosen = [form.cleaned_data["first"], form.cleaned_data["second"]] if form.is_valid() else []
    comparison = _comparison(patient, chosen) if chosen else None
    audit.record_read(request, "assessment.compared", [patient], patient.pk)
    shown = {
        "patient": patient,
        "form": form if len(signed) > 1 else None,
        "comparison": comparison,
    }
    return render(
        request, "assessments/compare.html", shown, status=422 if form.errors and len(signed) > 1 else 200
    )


def _newest(patient: Patient) -> dict[str, str]:
    """A visit and the one before it; a correction stands for its visit."""
    keys = [str(key) for key in patient.assessments.current().values_list("pk", flat=True)[:2]]
    return dict(zip(("second", "first"), keys, strict=False))


def _comparison(patient: Patient, keys: list[str]) -> Comparison:
    found = patient.assessments.signed().prefetch_related("observations", "thomas_tests").filter(pk__in=keys)
    first, second = sorted(found, key=_time)
    return comparing.of(first, second, figures.of_clinic(patient.clinic))


def _time(assessment: Assessment) -> tuple[object, ...]:
    return assessment.assessed_on, assessment.started_at, assessment.version
