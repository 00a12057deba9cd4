"""How does somebody come in with a printed code, and how do they want to come in next time?"""

from allauth.account.utils import perform_login
from allauth.mfa.adapter import get_adapter as get_mfa
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from clinic import invitations
from clinic.people import access, audit, codes, guesses
from clinic.people.models import User


class CodeForm(forms.Form):
    """What is on the sheet, typed or brought along by the square."""

    code = forms.CharField(
        label=gettext_lazy("The code on your sheet"),
        help_text=gettext_lazy("Twelve letters and digits. Capitals and dashes do not matter."),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the code that is printed on your sheet.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
    )

    def clean_code(self) -> str:
        """As it was meant."""
        code = codes.read(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("That is not a whole code: it has twelve letters and digits. Compare it with your sheet.")
            )
        return code


@access.public
def start(request: HttpRequest, code: str = "") -> HttpResponse:
    """The page on the sheet. What the square brings along is only filled in; the button uses it up."""
    form = CodeForm(request.POST or None, initial={"code": code})
    person = access.person_of(request)
    if request.method == "POST" and form.is_valid():
        keep = person.user if "keep" in request.POST else None
        refusal = _try(request, form, keep)
        if not isinstance(refusal, int):
            return refusal
        return _page(request, form, person.user, refusal)
    return _page(request, form, person.user, 422 if form.errors else 200)


def _page(request: HttpRequest, form: CodeForm, signed_in: User | None, status: int) -> HttpResponse:
    answer = render(request, "people/start.html", {"form": form, "signed_in": signed_in}, status=status)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _try(request: HttpRequest, form: CodeForm, keep: User | None) -> HttpResponse | int:
    """On they go; or the status of a page that says why not. A wrong code says nothing about any other."""
    address = audit.address_of(request)
    if not guesses.may_try(address, timezone.now()):
        form.add_error(
            "code",
            _(
                "Too many codes were tried from your connection. Wait ten minutes, or use another connection. "
                "Your code still works."
            ),
        )
        return 429
    try:
        came = invitations.accept_code(code=form.cleaned_data["code"], signed_in=keep)
    except invitations.InvitationSpent:
        form.add_error(
            "code",
            _(
                "This code does not open anything. Compare it with your sheet. If it was used before, or is more "
                "than two weeks old, your clinic can print a new one."
            ),
        )
        return 422
    except invitations.RecordHereAlready:
        form.add_error(
            "code", _("This sign-in has a record at the clinic already. Call them: they can help.")
        )
        return 409
    guesses.was_right(address)
    return come_in(request, came, keep)


def come_in(request: HttpRequest, came: invitations.Arrival, keep: User | None) -> HttpResponse:
    """Straight in, to choose a way for next time; or to the sign-in that they have."""
    if keep is not None:
        return redirect("home")
    if request.user.is_authenticated:
        logout(request)
    if not came.comes_in:
        messages.info(
            request, _("You have a sign-in already: use it here, and you will see this clinic too.")
        )
        return redirect("account_login")
    welcome: HttpResponse = perform_login(
        request, came.user, email_verification="none", redirect_url=reverse("choose_sign_in")
    )
    return welcome


@require_GET
@access.signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """A passkey, a password, or an e-mailed code: how they come in next time."""
    user = request.user
    assert isinstance(user, User)
    shown = {
        "sign_in_name": user.sign_in_name,
        "address": user.email,
        "has_password": user.has_usable_password(),
        "has_passkey": get_mfa().is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]),
    }
    return render(request, "people/choose_sign_in.html", shown)
