"""One patient's page: who they are, what was found, what was prescribed, what happened, what was sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clinic.people import access, audit
from exercises.models.programme import LIVE

SESSIONS, MAILS = 20, 10


@require_GET
@access.staff
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The front desk sees name, contact and invitation; therapists and owners the whole story."""
    one = access.registered_patient(request, patient_id)
    is_clinical = one.clinic_id in access.person_of(request).works_in(access.CLINICAL)
    audit.record_read(request, "patient.read" if is_clinical else "patient.contact_read", [one], one.pk)
    shown = {
        "patient": one,
        "age": one.age_on(timezone.localdate()),
        "invitation": one.invitations.open(timezone.now()).order_by("-made_at").first(),
        "is_clinical": is_clinical,
    }
    if is_clinical:
        programmes = list(one.programmes.select_related("issued_by", "assessment")[:10])
        shown |= {
            "assessments": one.assessments.select_related("signed_by")[:10],
            "programmes": programmes,
            "live": next((programme for programme in programmes if programme.state in LIVE), None),
            "sessions": one.sessions.select_related("entered_by")[:SESSIONS],
            "decisions": one.decisions.waiting()[:10],
            "mails": one.mails.order_by("-made_at")[:MAILS],
        }
    return render(request, "clinic/patient.html", shown)
