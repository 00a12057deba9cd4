"""Who holds which mail, and what becomes of it? Every change of a mail's state while it is being sent.

    due → claimed → sending → sent
                            → due again, later    put off
                            → dead                refused, or put off too often
                            → held                may or may not have arrived
    due → expired      claimed, due → withdrawn

Each change asks for the state it starts from and for the owner of the lease, so that a sender that was slow, or taken
for dead, changes nothing that is no longer its own. Every function is one short transaction.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from clinic.mail import outbox
from clinic.mail.models import OutboxMail, OutboxQuerySet, State, Stream
from clinic.mail.words import Kind, Reason
from clinic.people import tenancy

Change = Mapping[str, object]

FREE = {"lease_owner": None, "lease_until": None}
# A reminder that comes twice does little harm, one that never comes does some, and an alert must come: these are sent
# once more, under the same Message-ID. Anything else waits for a person to decide.
MAY_BE_REPEATED = Q(resent=False) & (Q(stream=Stream.REMINDER) | Q(template=Kind.ALERT))
REPEAT = {"state": State.DUE, "resent": True, "reason": Reason.AMBIGUOUS, **FREE}
HOLD = {"state": State.HELD, "reason": Reason.AMBIGUOUS, **FREE}
# The one statement that every mail costs: in plain SQL, for it is half of what a sender does.
HAND_OVER = """
    WITH before AS (
        UPDATE mail_outboxmail
        SET state = 'sent', sent_at = %(now)s, "values" = '{}', reason = '', lease_owner = NULL, lease_until = NULL
        WHERE id = %(before)s AND state = 'sending' AND lease_owner = %(owner)s
    )
    UPDATE mail_outboxmail SET state = 'sending', lease_until = %(until)s
    WHERE id = %(mail)s AND state = 'claimed' AND lease_owner = %(owner)s AND expires_at > %(now)s
"""


# -- Before sending ----------------------------------------------------------------------------------------------
def recover(now: datetime) -> None:
    """Take over from senders that died: what was only claimed was certainly not sent."""
    with tenancy.through("sender"):
        left = OutboxMail.objects.filter(lease_until__lte=now)
        left.filter(state=State.CLAIMED).update(state=State.DUE, **FREE)
        left.filter(MAY_BE_REPEATED, state=State.SENDING).update(due_at=now, **REPEAT)
        _close(left.filter(state=State.SENDING), HOLD)


def expire(now: datetime) -> None:
    """What is too late is not sent at all."""
    with tenancy.through("sender"):
        late = OutboxMail.objects.filter(state=State.DUE, due_at__lte=now, expires_at__lte=now)
        late.update(state=State.EXPIRED, reason=Reason.TOO_LATE, values={})


def claim(owner: UUID, now: datetime, *, stream: Stream, size: int) -> list[OutboxMail]:
    """Up to `size` due mails, for nobody but this owner until the lease ends."""
    with tenancy.through("sender"):
        due = OutboxMail.objects.filter(state=State.DUE, stream=stream, due_at__lte=now, expires_at__gt=now)
        mails = list(due.order_by("due_at").select_for_update(skip_locked=True)[:size])
        _these(mails).update(state=State.CLAIMED, lease_owner=owner, lease_until=_lease(now))
    return mails


def turn_away(mails: Iterable[OutboxMail], owner: UUID) -> None:
    """These were claimed, and turned out to be wanted no longer."""
    with tenancy.through("sender"):
        outbox.take_back(_these(mails).filter(state=State.CLAIMED, lease_owner=owner), Reason.NOT_WANTED)


def begin(mail: OutboxMail, owner: UUID, now: datetime, *, after: OutboxMail | None = None) -> bool:
    """Say, before the first byte leaves, that it may have left; in the same breath, that the one before it has.

    False if the mail is no longer ours, or too late.
    """
    given = {
        "mail": mail.pk,
        "before": after.pk if after else None,
        "owner": owner,
        "now": now,
        "until": _lease(now),
    }
    with tenancy.through("sender"), connection.cursor() as cursor:
        cursor.execute(HAND_OVER, given)
        return bool(cursor.rowcount)


# -- Afterwards --------------------------------------------------------------------------------------------------
def sent(mail: OutboxMail, owner: UUID, now: datetime) -> bool:
    with tenancy.through("sender"):
        done = _sending(mail, owner).update(state=State.SENT, sent_at=now, values={}, reason="", **FREE)
        return bool(done)


def put_off(mail: OutboxMail, owner: UUID, now: datetime) -> None:
    """Try again later, longer each time; after the last attempt give up."""
    attempts = mail.attempts + 1
    with tenancy.through("sender"):
        if attempts >= settings.MAIL_ATTEMPTS:
            _close(
                _sending(mail, owner),
                {"state": State.DEAD, "reason": Reason.TRIED_OUT, **FREE},
                attempts=attempts,
            )
        else:
            again = {"state": State.DUE, "reason": Reason.LATER, "due_at": now + backoff(attempts), **FREE}
            _sending(mail, owner).update(attempts=attempts, **again)


def give_up(mail: OutboxMail, owner: UUID, reason: Reason) -> None:
    with tenancy.through("sender"):
        ours = _these([mail]).filter(state__in=[State.CLAIMED, State.SENDING], lease_owner=owner)
        _close(ours, {"state": State.DEAD, "reason": reason, **FREE}, attempts=mail.attempts + 1)


def doubt(mail: OutboxMail, owner: UUID, now: datetime) -> None:
    """The line broke after the mail was given away: it may have arrived."""
    with tenancy.through("sender"):
        ours = _sending(mail, owner)
        ours.filter(MAY_BE_REPEATED).update(due_at=now + backoff(1), **REPEAT)
        _close(ours, HOLD)


def give_back(owner: UUID, reason: str = "") -> None:
    """Everything this owner claimed and did not begin waits again, with no attempt counted."""
    with tenancy.through("sender"):
        ours = OutboxMail.objects.filter(state=State.CLAIMED, lease_owner=owner)
        ours.update(state=State.DUE, reason=reason, **FREE)


def not_begun(mail: OutboxMail, owner: UUID) -> None:
    """The line broke before the mail was given away: as if nothing had happened."""
    with tenancy.through("sender"):
        _sending(mail, owner).update(state=State.CLAIMED)


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: by an even factor from the first wait to the last before giving up."""
    first, last = settings.MAIL_BACKOFF_FIRST_S, settings.MAIL_BACKOFF_LAST_S
    part = min(1.0, (attempts - 1) / max(1, settings.MAIL_ATTEMPTS - 2))
    return timedelta(seconds=first * (last / first) ** part)


def _these(mails: Iterable[OutboxMail]) -> OutboxQuerySet:
    return OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails])


def _sending(mail: OutboxMail, owner: UUID) -> OutboxQuerySet:
    return _these([mail]).filter(state=State.SENDING, lease_owner=owner)


def _lease(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.MAIL_LEASE_S)


def _close(mails: OutboxQuerySet, ending: Change, **more: object) -> None:
    """A clinic may send its own again, so they keep their values; a mail of no clinic is nobody's, and is emptied."""
    mails.filter(clinic=None).update(values={}, **ending, **more)
    mails.update(**ending, **more)
