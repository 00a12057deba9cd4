"""One patient's page: who they are, what was found, what was prescribed, what happened, what was sent."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clinic import numbers, timeline
from clinic.people import access, audit
from clinic.people.models import Patient

WAITING = 10


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
        shown |= _story(request, one)
    return render(request, "clinic/patient.html", shown)


def _story(request: HttpRequest, one: Patient) -> dict[str, Any]:
    """Who waits and how the numbers went stand on the first page; time goes on over the others."""
    page = timeline.page(one, request.GET.get("page"))
    story: dict[str, Any] = {"page": page}
    if page.number == 1:
        story["copies"] = one.received_copies.defer("content")
        story["transferred"] = one.transfers.received().first() if one.ended_at else None
        story["decisions"] = one.decisions.waiting()[:WAITING]
        story["is_assessed"] = one.assessments.current().exists()
        story["is_prescribed"] = one.programmes.exists()
        story["numbers"] = numbers.of(one, timezone.localdate())
    return story
