"""What can the clinic do with a mail that did not get through? Send it again, or withdraw it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from clinic.mail import outbox
from clinic.mail.models import IN_NEED, REPEATABLE, WITHDRAWABLE, OutboxMail, State
from clinic.mail.words import Reason
from clinic.people import audit
from clinic.people.models import AuditEvent, User


@transaction.atomic
def send_again(*, mail: OutboxMail, by: User, now: datetime) -> bool:
    """Under the same Message-ID, so that a mail that did arrive can be seen to be the same. False: too late."""
    afresh = {"state": State.DUE, "due_at": now, "attempts": 0, "resent": False, "reason": ""}
    found = OutboxMail.objects.filter(pk=mail.pk, state__in=REPEATABLE, expires_at__gt=now)
    return _done(bool(found.update(**afresh)), "mail.sent_again", mail, by)


@transaction.atomic
def lay_aside(*, mail: OutboxMail, by: User, now: datetime) -> bool:
    """Seen, and its time is over. Why it did not get through stays with it. False: it was put aside before."""
    found = OutboxMail.objects.filter(pk=mail.pk, state__in=IN_NEED, expires_at__lte=now)
    return _done(bool(outbox.take_back(found, F("reason"))), "mail.laid_aside", mail, by)


@transaction.atomic
def withdraw(*, mail: OutboxMail, by: User) -> bool:
    """False: it is on its way already, or was withdrawn before."""
    found = OutboxMail.objects.filter(pk=mail.pk, state__in=WITHDRAWABLE)
    return _done(bool(outbox.take_back(found, Reason.BY_CLINIC)), "mail.withdrawn", mail, by)


def _done(changed: bool, action: str, mail: OutboxMail, by: User) -> bool:  # noqa: FBT001 - passed on
    if changed and mail.patient:
        audit.record(action, by=by, patient=mail.patient, object_id=mail.pk, fields=["state"])
    elif changed:  # a mail to the clinic itself
        event = AuditEvent(
            clinic_id=mail.clinic_id, actor=by, action=action, object_id=mail.pk, fields=["state"]
        )
        event.save(force_insert=True)
    return changed
