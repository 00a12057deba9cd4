"""Where does the clinic note that somebody agrees to e-mail, or no longer does? Two buttons of the patient's page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic import agreeing
from clinic.people import access
from clinic.people.models import User


@require_POST
@access.staff
def agree(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    patient = access.registered_patient(request, patient_id)
    agreeing.agree(by=_user(request), patient=patient)
    messages.success(request, _("Noted: they agree to e-mail."))
    return redirect("patient", patient.pk)


@require_POST
@access.staff
def no_longer_agree(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Whoever was discharged may say so, too."""
    patient = access.registered_patient(request, patient_id, treated=False)
    agreeing.no_longer_agree(by=_user(request), patient=patient)
    messages.success(request, _("Noted: nothing is mailed to them any more. What waited was withdrawn."))
    return redirect("patient", patient.pk)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
