"""While somebody types: what the numbers mean so far, and the draft that saves itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from assessments import actions, figures
from assessments.figures import Figures
from assessments.forms import RecordForm
from assessments.models import Assessment
from assessments.sheet import Sheet
from assessments.versions import versions_of
from assessments.views.recording import user_of
from assessments.visits import before
from clinic.people import access
from clinic.people.models import Patient


@gzip_page
@require_POST
@access.clinician
def read_as_you_go(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What the numbers mean so far, for the panel and for each field. Saves nothing."""
    patient = access.patient_of(request, patient_id, treated=False)
    draft = _open(patient)
    if draft is None:  # signed while the last number was still on its way
        return HttpResponse(status=204)
    by = figures.standing(patient.clinic)
    sheet = Sheet(_typed(request, patient, draft, by), thresholds=by.thresholds, rater=user_of(request).pk)
    shown = {"sheet": sheet, "signed_defaults": by.signature}
    return render(request, "assessments/record/live.html", shown)


@require_POST
@access.clinician
def keep(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The page saves itself. What does not fit is not saved; the page says so beside it and keeps it."""
    patient = access.patient_of(request, patient_id, treated=False)
    draft = _open(patient)
    if draft is None:
        return JsonResponse({"gone": reverse("patient", args=[patient.pk])}, status=410)
    form = _typed(request, patient, draft, figures.standing(patient.clinic))
    form.is_valid()
    window = form.came_from()
    if window is None or "edition" in form.errors:
        return JsonResponse({"error": _("This is not a page of ours. Open the record again.")}, status=422)
    try:
        saved = actions.keep_draft(
            by=user_of(request),
            assessment=draft,
            recorded=form.recorded(),
            edition=form.cleaned_data["edition"],
            window=window,
        )
    except actions.SavedElsewhere:
        shown = {"versions": versions_of(form), "patient": patient}
        return HttpResponse(render_to_string("assessments/record/versions.html", shown, request), status=409)
    except actions.AlreadySigned:
        return JsonResponse({"gone": reverse("patient", args=[patient.pk])}, status=410)
    at = timezone.localtime(saved.saved_at)
    return JsonResponse({"edition": saved.edition, "at": f"{at:%H:%M:%S}", "unfit": len(form.errors)})


def _open(patient: Patient) -> Assessment | None:
    """The patient's draft, as long as they are treated."""
    return None if patient.ended_at else patient.assessments.draft().first()


def _typed(request: HttpRequest, patient: Patient, draft: Assessment, by: Figures) -> RecordForm:
    """The page as it was sent. What the draft holds is not asked for: what was sent stands for itself."""
    draft.patient = patient
    return RecordForm(request.POST, assessment=draft, last=before(patient, draft, by.thresholds))
