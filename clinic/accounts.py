"""How does django-allauth behave here? Nobody signs up by themselves, and its mails go through the outbox."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from clinic.mail import outbox
from clinic.people import tenancy
from clinic.people.models import User

AS_SECOND = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


class AddressCheck(EmailVerificationStage):
    """An address must be proven before it counts; whoever has none cannot be asked to."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user is not None and not self.login.user.email:
            return None, True
        response, goes_on = super().handle()
        return response, goes_on


class AccountAdapter(DefaultAccountAdapter):
    """Invitations are the only way in; the web never talks to a mail server."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        ours = f"{__name__}.{AddressCheck.__name__}"
        return [
            ours if stage.endswith(".EmailVerificationStage") else stage
            for stage in super().get_login_stages()
        ]

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, context)
        outbox.put(
            template="account",
            to_address=email,
            language=translation.get_language() or "en",
            values={"subject": message.subject, "text": message.body},
            expires_at=timezone.now() + timedelta(hours=1),
        )


class SecondFactor(DefaultMFAAdapter):
    """A patient's passkey is a way in, not a second lock: with a new phone they still come in by an e-mailed code.

    For people who work in a clinic it is asked for after whatever else they signed in with. An authenticator app is a
    second factor for everybody who has set one up.
    """

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        # Both at once is how allauth asks whether a second factor is due.
        is_due = types is not None and set(types) >= AS_SECOND
        if is_due and user.is_authenticated and not works_somewhere(user):
            types = [Authenticator.Type.TOTP]
        return bool(super().is_mfa_enabled(user, types))


def works_somewhere(user: User) -> bool:
    return user.is_staff or any(tie.is_staff for tie in tenancy.ties_of(user.pk))
