"""How does somebody who practises here set up a passkey? As one way in among others: nothing to print and to hide.

For people who work in a clinic it is a second factor, and allauth gives them recovery codes with it.
"""

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clinic.accounts import works_somewhere
from clinic.people import access
from clinic.people.models import User


class AddPasskey(AddWebAuthnView):
    """Unless somebody unticks it, it lets them in alone: that is what a passkey is made for."""

    initial = {"passwordless": True}

    def form_valid(self, form: AddWebAuthnForm) -> HttpResponse:
        user = self.request.user
        assert isinstance(user, User)
        if works_somewhere(user):
            answer: HttpResponse = super().form_valid(form)
            return answer
        given = form.cleaned_data
        flows.signup_authenticator(self.request, user, given["name"], given["credential"])
        if user.email:
            get_adapter(self.request).send_notification_mail("mfa/email/webauthn_added", user)
        return redirect("choose_sign_in")


_page = AddPasskey.as_view()


@access.signed_in
def add(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = _page(request)
    return answer
