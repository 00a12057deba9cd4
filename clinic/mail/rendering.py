"""What does a mail say? One row of the outbox becomes a message: subject, plain text, HTML, and its headers.

The templates lie under `templates/emails/<kind>/`. Headers, too, say nothing of what the mail is about.
"""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from clinic.mail.discreet import called
from clinic.mail.models import OutboxMail


class Letter(EmailMultiAlternatives):
    """Put together once: it is sent as it was looked at."""

    _whole: Any = None

    def message(self, **how: Any) -> Any:
        if self._whole is None:
            self._whole = super().message(**how)
        return self._whole


def render(mail: OutboxMail) -> Letter:
    """In the language of the person it goes to."""
    with translation.override(mail.language):
        message = Letter(
            subject=" ".join(_part(mail, "subject.txt").split()),
            body=_part(mail, "body.txt").strip() + "\n",
            to=[mail.to_address],
            headers=_headers(mail),
        )
        message.attach_alternative(_part(mail, "body.html"), "text/html")
    return message


def _part(mail: OutboxMail, name: str) -> str:
    """`site` comes before every path: a mail is read somewhere else."""
    shown = {"site": settings.BASE_URL, **mail.values}
    if "clinic" in mail.values:
        shown["clinic"] = called(mail.values["clinic"])
    return render_to_string(f"emails/{mail.template}/{name}", shown)


def _headers(mail: OutboxMail) -> dict[str, str]:
    """The Message-ID is the row's, so that a mail sent twice can be seen to be one.

    `List-Unsubscribe-Post` is RFC 8058: the mail program stops these mails with one POST, without a sign-in.
    """
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if "stop_url" in mail.values:
        headers["List-Unsubscribe"] = f"<{mail.values['stop_url']}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
