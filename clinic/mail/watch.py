"""How is the mail? What waits, for how long, and whether any sender gets on. Counts and ages; nobody's data."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from clinic.mail.models import Heartbeat, OutboxMail, State
from clinic.people import tenancy

log = logging.getLogger(__name__)

# Five ticks: a sender that is well gets on at each.
ALARM_AFTER = timedelta(seconds=150)
# With senders that get on: there are too few of them.
LATE_AFTER = timedelta(minutes=30)
OPEN = (State.DUE, State.CLAIMED, State.SENDING, State.HELD, State.DEAD)


@dataclass(frozen=True)
class Health:
    """`oldest_due` is how long the mail that waits longest has waited; `silent` how long no sender has got on."""

    oldest_due: timedelta
    silent: timedelta | None

    @property
    def alarm(self) -> str:
        """Why somebody should look, in one line; empty while all is well."""
        if self.silent is not None and self.silent > ALARM_AFTER:
            return f"no sender has made progress for {_seconds(self.silent)} s"
        if self.silent is None and self.oldest_due > ALARM_AFTER:
            return (
                f"no sender has ever made progress, and a mail has waited for {_seconds(self.oldest_due)} s"
            )
        if self.oldest_due > LATE_AFTER:
            return f"a mail has waited for {_seconds(self.oldest_due)} s"
        return ""


def _seconds(much: timedelta) -> int:
    return round(much.total_seconds())


def got_on(now: datetime) -> None:
    """A sender sent a batch, or found nothing left to send."""
    if not Heartbeat.objects.filter(pk=1).update(at=now):
        Heartbeat.objects.bulk_create([Heartbeat(pk=1, at=now)], ignore_conflicts=True)


def health(now: datetime) -> Health:
    """Two quick questions: a row, and the first of an index."""
    with tenancy.through("sender"):
        due = OutboxMail.objects.filter(state=State.DUE, due_at__lte=now, expires_at__gt=now)
        oldest = due.aggregate(at=Min("due_at"))["at"]
        beat = Heartbeat.objects.filter(pk=1).first()
    return Health(oldest_due=now - oldest if oldest else timedelta(0), silent=now - beat.at if beat else None)


def sound(now: datetime) -> None:
    """Say so in the log when something is wrong; a watcher of logs rings the bell."""
    if alarm := health(now).alarm:
        log.error("mail alarm: %s", alarm)


def counts() -> dict[str, int]:
    """How many mails are in each state that is not an end."""
    with tenancy.through("sender"):
        rows = OutboxMail.objects.filter(state__in=OPEN).values("state").annotate(many=Count("pk")).order_by()
        found = {row["state"]: row["many"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in OPEN}
