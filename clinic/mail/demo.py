"""Where does a demo's mail go? Into a folder, one file a mail, to be read in the browser. None leaves the machine."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ReadMessage
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from clinic.mail.models import OutboxMail, State
from clinic.people import tenancy

MOST_WAITING = 20
SHOWN_HEADERS = (
    *("From", "To", "Subject", "Date", "Message-ID"),
    *("Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post"),
)
# When it came, so that the names sort by age, and what its page is called.
NAME = re.compile(r"\d{20}-(?P<id>[0-9a-f-]{36})\.eml")


class DemoBackend(BaseEmailBackend):
    """Each mail becomes one whole file, or none."""

    given_away = False

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for message in messages:
            _write(folder() / f"{time.time_ns():020d}-{uuid4()}.eml", message.message().as_bytes())
        return len(messages)


@dataclass(frozen=True)
class DemoMail:
    """One mail of the folder, as the page shows it."""

    id: UUID
    arrived_at: datetime
    headers: list[tuple[str, str]]
    text: str
    html: str

    @property
    def subject(self) -> str:
        return dict(self.headers).get("Subject", "")

    @property
    def to(self) -> str:
        return dict(self.headers).get("To", "")


def folder() -> Path:
    return Path(settings.VAR_DIR) / "outbox"


def names() -> list[str]:
    """Every mail's file, newest first."""
    if not folder().is_dir():
        return []
    return sorted((file.name for file in folder().iterdir() if NAME.fullmatch(file.name)), reverse=True)


def read(name: str) -> DemoMail:
    message = message_from_bytes((folder() / name).read_bytes(), policy=policy.default)
    return DemoMail(
        id=_id_of(name),
        arrived_at=datetime.fromtimestamp(int(name[:20]) / 1e9).astimezone(),
        headers=[(shown, str(message[shown])) for shown in SHOWN_HEADERS if message[shown]],
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def find(mail_id: UUID) -> DemoMail | None:
    return next((read(name) for name in names() if _id_of(name) == mail_id), None)


def waiting() -> list[OutboxMail]:
    """What is about to go out: a newcomer who is not signed in must find the code they wait for."""
    with tenancy.through("sender"):
        due = OutboxMail.objects.filter(state__in=[State.DUE, State.CLAIMED, State.SENDING])
        return list(due.defer("values").order_by("due_at")[:MOST_WAITING])


def _id_of(name: str) -> UUID:
    return UUID(name[21:-4])


def _part(message: ReadMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else ""


def _write(file: Path, content: bytes) -> None:
    """Under another name first: whoever reads the folder meanwhile finds no half mail."""
    unfinished = file.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(file)
