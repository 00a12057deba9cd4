"""The patient's page of what has been: days, pain and effort, what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.people import access, audit
from exercises import progress as going
from exercises.views.patient import day_of, own_record, up_to_date


@require_GET
@access.patient
def progress(request: HttpRequest) -> HttpResponse:
    """Streaks without guilt, a calendar, a chart with its table, and what it takes."""
    patient = own_record(request)
    programme = up_to_date(patient)
    audit.record_read(request, "progress.read", [patient])
    shown = {"patient": patient, "progress": going.of(patient, programme, day_of(patient))}
    return render(request, "exercises/progress.html", shown)
