"""Registering a patient and asking them in; and the door that an invitation opens."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic import arriving, invitations
from clinic.people import access, actions, unsent
from clinic.people.forms import RegisterForm
from clinic.people.models import User
from exercises.paper import qr


@access.staff
def register(request: HttpRequest) -> HttpResponse:
    """A new patient, in under a minute."""
    clinic = access.clinic_of(request)
    given = request.POST or unsent.waiting(request)
    form = RegisterForm(given, clinic=clinic, among=access.patients(request))
    if request.method == "POST" and form.is_valid():
        user = _user(request)
        patient = actions.register_patient(
            by=user, clinic=clinic, consented=form.cleaned_data["consented"], **form.details()
        )
        if form.cleaned_data["invite"]:
            invitations.invite(by=user, patient=patient)
            messages.success(request, _("Registered. The invitation is on its way."))
        elif patient.email:
            messages.success(request, _("Registered."))
        else:
            messages.success(request, _("Registered. Print a sign-in sheet, and they come in with its code."))
        return redirect("patient", patient.pk)
    return render(request, "people/register.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@access.staff
def invite(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Mail a link; an earlier one stops working."""
    patient = access.registered_patient(request, patient_id)
    if not patient.email or not patient.consented_at:
        messages.error(
            request, _("An invitation needs an e-mail address and the patient's agreement. Add them first.")
        )
    else:
        invitations.invite(by=_user(request), patient=patient)
        messages.success(request, _("The invitation is on its way. An earlier link no longer works."))
    return redirect("patient", patient.pk)


@require_POST
@access.staff
def print_code(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """A sheet to hand over, with a code that lets its reader in once. Shown now, and never again."""
    patient = access.registered_patient(request, patient_id)
    printed = invitations.print_code(by=_user(request), patient=patient)
    address = settings.BASE_URL + printed.path
    shown = {
        "patient": patient,
        "printed": printed,
        "square": mark_safe(qr.svg(address)),  # noqa: S308 - drawn here, of numbers
        "address": settings.BASE_URL.split("://", 1)[-1] + reverse("start"),
        "day": timezone.localdate(),
    }
    return render(request, "people/sign_in_sheet.html", shown)


@access.public
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What an invitation's link opens. Looking never uses it up; only the button does."""
    found = invitations.invitation_for(secret)
    if found is None:
        return render(request, "people/invitation_spent.html", status=410)
    person = access.person_of(request)
    shown = {"clinic": found.clinic, "signed_in": person.user}
    if request.method == "POST":
        try:
            return _accept(request, secret, person.user if "keep" in request.POST else None)
        except invitations.InvitationSpent:
            return render(request, "people/invitation_spent.html", status=410)
        except invitations.RecordHereAlready:
            messages.error(
                request, _("This sign-in has a record at the clinic already. Call them: they can help.")
            )
            return render(request, "people/invitation.html", shown, status=409)
    return render(request, "people/invitation.html", shown)


def _accept(request: HttpRequest, secret: str, keep: User | None) -> HttpResponse:
    came = invitations.accept_invitation(secret=secret, signed_in=keep)
    return arriving.come_in(request, came, keep)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
