"""How does a mail get into the outbox, and out of it again? In the transaction of what it tells of.

A slot makes a mail unique: planning it twice makes it once. A mail that is withdrawn gives its slot back, so that a
changed plan can fill it anew; one that was sent keeps it.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from clinic.mail.models import WITHDRAWABLE, OutboxMail, OutboxQuerySet, State, Stream
from clinic.mail.words import Kind, Reason
from clinic.people import tenancy
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
    """One mail. A slot that is taken already keeps the mail it has."""
    mail = OutboxMail(
        clinic_id=patient.clinic_id if patient else clinic_id,
        patient=patient,
        stream=stream,
        template=template,
        to_address=to_address,
        language=language,
        values=values or {},
        due_at=due_at or timezone.now(),
        expires_at=expires_at,
    )
    mail.slot = slot or f"{template}:{mail.pk}"
    put_all([mail])


def put_all(mails: Iterable[OutboxMail]) -> None:
    """Many at once; each needs a slot. Whatever is in the outbox already stays as it is."""
    unsent = list(mails)
    for mail in unsent:
        mail.message_id = f"<{uuid.uuid4()}@{_host()}>"
    OutboxMail.objects.bulk_create(unsent, ignore_conflicts=True)


def refused(people: Collection[uuid.UUID]) -> set[tuple[uuid.UUID | None, str]]:
    """Patients and addresses that a mail server would not take, until the clinic sends that mail again or withdraws it.

    Nothing comes of writing there again, and whoever keeps trying is soon taken for a sender of junk.
    """
    dead = OutboxMail.objects.filter(patient__in=people, state=State.DEAD, reason=Reason.REFUSED)
    return set(dead.values_list("patient_id", "to_address"))


def put_when_settled(
    *,
    template: str,
    patient: Patient,
    to_address: str,
    language: str,
    values: dict[str, Any],
    due_at: datetime,
    expires_at: datetime,
) -> None:
    """Put off the one of this kind that waits already, or else put one. The caller holds a lock on what changed."""
    with tenancy.within(patient.clinic_id):  # a patient's own act may cause it, and a patient sees no outbox
        waiting = OutboxMail.objects.filter(patient_id=patient.pk, template=template, state=State.DUE)
        if not waiting.update(due_at=due_at, expires_at=expires_at, to_address=to_address, values=values):
            put(
                template=template,
                patient=patient,
                to_address=to_address,
                language=language,
                values=values,
                due_at=due_at,
                expires_at=expires_at,
            )


def put_or_move(mail: OutboxMail) -> bool:
    """Its slot is filled with it, or the one that waits there moves to its time. False: that one was sent already."""
    waiting = OutboxMail.objects.filter(slot=mail.slot, state=State.DUE)
    moved = waiting.update(due_at=mail.due_at, expires_at=mail.expires_at, values=mail.values)
    if not moved:
        put_all([mail])
    return bool(moved) or OutboxMail.objects.filter(pk=mail.pk).exists()


def withdraw_reminders(patient: Patient, reason: Reason = Reason.BY_PATIENT) -> int:
    """None of the patient's waiting reminders will go out; says how many that were.

    Call it in the transaction that changes what they rest on. One whose sending has begun is past recall.
    """
    waiting = OutboxMail.objects.filter(
        patient_id=patient.pk, stream=Stream.REMINDER, state__in=[State.DUE, State.CLAIMED]
    )
    with tenancy.within(patient.clinic_id):  # a patient may not see the outbox, but may stop it
        return take_back(waiting, reason)


def withdraw_everything(patient: Patient, reason: Reason) -> int:
    """None of what waits for the patient will go out, nor what a button could still send; says how many that were.

    What the clinic itself is to be told of them still goes out.
    """
    unsent = OutboxMail.objects.filter(patient_id=patient.pk, state__in=[State.CLAIMED, *WITHDRAWABLE])
    return take_back(unsent.exclude(template=Kind.ALERT), reason)


def erase(patient: Patient, now: datetime) -> None:
    """Nothing goes out to them any more, and no row says where they were written to, or what."""
    theirs = OutboxMail.objects.filter(patient_id=patient.pk)
    take_back(theirs.filter(state__in=[State.CLAIMED, *WITHDRAWABLE]), Reason.ERASED)
    theirs.update(to_address="", values={}, expires_at=now)  # one whose sender dies now is not tried again


def take_back(mails: OutboxQuerySet, reason: str | F) -> int:
    """Withdraw these, empty them, and free their slots."""
    return mails.update(
        state=State.WITHDRAWN,
        reason=reason,
        values={},
        slot=Concat(F("slot"), Value(":withdrawn:"), Cast("id", CharField())),
        lease_owner=None,
        lease_until=None,
    )


def _host() -> str:
    """The domain of our Message-IDs: the site's own."""
    return urlsplit(str(settings.BASE_URL)).hostname or "localhost"
