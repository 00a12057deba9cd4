"""What has changed in the patient's plan? Where the mail about a change leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.people import access, audit
from exercises import difference, news, practising
from exercises.views.patient import day_of, own_record, up_to_date


@require_GET
@access.patient
def changes(request: HttpRequest) -> HttpResponse:
    """Since the last practice, and since the plan before this one."""
    patient = own_record(request)
    programme = up_to_date(patient)
    practice = practising.practice_on(programme, day_of(patient)) if programme else None
    audit.record_read(request, "practice.read", [patient], programme.pk if programme else None)
    shown = {
        "practice": practice,
        "news": news.of(practice) if practice else [],
        "difference": difference.since_the_one_before(programme) if programme else None,
    }
    return render(request, "exercises/whats_new.html", shown)
