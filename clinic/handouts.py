"""Who gets a programme on paper? Its therapist, with a code for the patient to come in if wanted; and the patient."""

import logging
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clinic import invitations
from clinic.people import access, audit
from clinic.people.models import Patient, User
from exercises import practising
from exercises.models import Programme, ProgrammeState
from exercises.paper import handout, press

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "POST"])
@access.clinician
def print_handout(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """The sheet; by POST with a new code on it, which replaces earlier ones."""
    patient = access.patient_of(request, patient_id)
    found = patient.programmes.exclude(state=ProgrammeState.DRAFT).filter(pk=programme_id).first()
    programme = access.found_or_refused(request, found, "programme", programme_id)
    back = redirect("exercises:programme", patient.pk, programme.pk)
    if programme.state != ProgrammeState.ISSUED:
        messages.error(
            request, _("Only a programme that runs goes on paper: this one was stopped or has ended.")
        )
        return back
    way_in = _way_in(request, patient) if request.method == "POST" else None
    return _sheet(request, programme, patient, way_in) or back


@require_GET
@access.patient
def own_handout(request: HttpRequest) -> HttpResponse:
    """Their own plan, to print or to keep."""
    patient = practising.practised_first(access.own_records(request)).first()
    programme = practising.live_programme(patient) if patient else None
    if patient is None or programme is None or programme.state != ProgrammeState.ISSUED:
        messages.info(request, _("There is no plan to print just now."))
        return redirect("practice:today")
    return _sheet(request, programme, patient, None) or redirect("practice:today")


def _way_in(request: HttpRequest, patient: Patient) -> handout.WayIn:
    assert isinstance(request.user, User)
    printed = invitations.print_code(by=request.user, patient=patient)
    until = printed.expires_at.astimezone(ZoneInfo(patient.time_zone)).date()
    return handout.WayIn(code=printed.code, path=printed.path, expires_on=until)


def _sheet(
    request: HttpRequest, programme: Programme, patient: Patient, way_in: handout.WayIn | None
) -> HttpResponse | None:
    """The PDF; None, and a message, where it could not be made."""
    today = timezone.localdate(timezone=ZoneInfo(patient.time_zone))
    with translation.override(patient.language):
        content = handout.content(programme, patient, today, way_in)
    try:
        pdf = press.pdf(content)
    except press.Busy:
        messages.error(request, _("Many sheets are being made just now. Try again in a moment."))
        return None
    except press.NotSet as error:
        logger.warning("The handout of programme %s could not be set: %s", programme.pk, error)
        messages.error(
            request, _("The sheet could not be made. It has been noted; the plan itself is not affected.")
        )
        return None
    audit.record_read(request, "programme.exported", [patient], programme.pk)
    return _download(pdf, today)


def _download(pdf: bytes, today: date) -> HttpResponse:
    """The file's name tells nobody whose it is."""
    name = f"exercises-{today.isoformat()}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
