"""How does django-allauth behave here? Nobody signs up by themselves, and its mails go through the outbox."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone, translation

from clinic.mail import outbox


class AccountAdapter(DefaultAccountAdapter):
    """Invitations are the only way in; the web never talks to a mail server."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

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
