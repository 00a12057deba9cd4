"""Where is somebody discharged, and taken back? A page that says what ends, and a button for each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic import discharging
from clinic.people import access
from clinic.people.models import User


@access.clinician
def discharge(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Looking changes nothing; the button does."""
    patient = access.patient_of(request, patient_id, treated=False)
    if request.method == "POST":
        try:
            discharging.discharge(by=_user(request), patient=patient)
            messages.success(request, _("Discharged. The record stays; reopen it when they come back."))
        except discharging.AlertWaits:
            messages.error(
                request, _("A safety alert of theirs waits. Look at it first, then discharge them.")
            )
        return redirect("patient", patient.pk)
    return render(
        request, "clinic/discharge.html", {"patient": patient, "running": patient.programmes.live().first()}
    )


@require_POST
@access.clinician
def reopen(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = access.patient_of(request, patient_id, treated=False)
    discharging.reopen(by=_user(request), patient=patient)
    messages.success(request, _("Reopened. The next programme begins with a new assessment."))
    return redirect("patient", patient.pk)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
