"""The clinic's pages for the protocol: read by its clinicians, signed by its owner."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.people import access
from clinic.people.models import Clinic, Role, User
from exercises import protocol_page, sign_off
from exercises.sign_off_form import SignOffForm


@require_GET
@access.clinician
def show(request: HttpRequest) -> HttpResponse:
    """Every default with what it rests on, and who has signed it here."""
    return _page(request, access.clinic_of(request))


@require_POST
@access.clinician
def sign(request: HttpRequest) -> HttpResponse:
    """Put a name under it, with the clinic's settings. The owner's to do."""
    if not _is_owner(request):
        access.refuse(request, "protocol.sign")
    clinic = access.clinic_of(request)
    form = SignOffForm(request.POST, settings=sign_off.standing(clinic).overlay)
    if form.is_valid():
        _sign(request, clinic, form)
    if form.errors:
        return _page(request, clinic, form)
    messages.success(
        request, _("Signed. New proposals follow these settings; what was issued stays as it is.")
    )
    return redirect("protocol:show")


def _sign(request: HttpRequest, clinic: Clinic, form: SignOffForm) -> None:
    assert isinstance(request.user, User)
    given = form.cleaned_data
    try:
        sign_off.sign_protocol(
            by=request.user,
            clinic=clinic,
            version=given["version"],
            settings=form.settings(),
            signer_name=given["signer_name"],
            registration_number=given["registration_number"],
        )
    except sign_off.ProtocolChanged:
        form.add_error(
            None, _("The protocol has changed since you opened this page. Load it again and read it.")
        )


def _page(request: HttpRequest, clinic: Clinic, bound: SignOffForm | None = None) -> HttpResponse:
    standing = sign_off.standing(clinic)
    signed = standing.review or standing.lapsed
    form = bound or SignOffForm(settings=signed.overlay if signed else {})
    shown = {
        "clinic": clinic,
        "standing": standing,
        "changed": sign_off.changed_settings(standing.overlay),
        "groups": protocol_page.read(standing.protocol),
        "form": form if _is_owner(request) else None,
        "history": sign_off.history(clinic)[:50],
    }
    return render(request, "exercises/protocol.html", shown, status=422 if bound else 200)


def _is_owner(request: HttpRequest) -> bool:
    work = access.person_of(request).work
    return work is not None and work.role == Role.OWNER
