"""How does a mail get into the outbox? Once for each slot, in the transaction of what it tells of."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from clinic.mail.models import OutboxMail, Stream
from clinic.people.models import Patient


def put(
    *,
    template: str,
    to_address: str,
    expires_at: datetime,
    language: str = "en",
    values: dict[str, Any] | None = None,
    patient: Patient | None = None,
    clinic_id: uuid.UUID | None = None,
    stream: Stream = Stream.TRANSACTIONAL,
    slot: str = "",
    due_at: datetime | None = None,
) -> None:
    """One mail. A slot that is taken already keeps the mail it has: planning twice makes one."""
    mail_id = uuid.uuid4()
    mail = OutboxMail(
        id=mail_id,
        clinic_id=patient.clinic_id if patient else clinic_id,
        patient=patient,
        stream=stream,
        template=template,
        slot=slot or f"{template}:{mail_id}",
        to_address=to_address,
        language=language,
        values=values or {},
        message_id=f"<{uuid.uuid4()}@{_host()}>",
        due_at=due_at or timezone.now(),
        expires_at=expires_at,
    )
    OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)


def _host() -> str:
    """The domain of our Message-IDs: the site's own."""
    return str(settings.BASE_URL).split("://")[-1].split("/")[0].split(":")[0]
