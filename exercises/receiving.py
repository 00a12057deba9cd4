"""May what a phone sends late still be kept, and under which day? The server's clock decides.

A phone tells how long ago the practice was, by its own clock at both ends: so a clock that is wrong, by a minute or a
day, tells the right age all the same. What cannot be kept is answered with a sentence and stays on the phone.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.people.models import Patient, User
from exercises import dating, logging
from exercises.logging import Kept
from exercises.models import Programme, Session
from exercises.practising import STOP_FOR_TODAY
from exercises.refusing import NotPossible
from exercises.told import Told


class Refused(Exception):
    """It is not kept; the message is the sentence for the patient."""


@dataclass(frozen=True)
class Received:
    """What came from a phone. `age`: how long ago it was told, by the phone's clock."""

    day: date
    slot: int
    client_key: UUID
    age: timedelta
    told: Told

    @property
    def is_warning(self) -> bool:
        """It must reach the therapist, whoever told what before."""
        hurts = any((entry.pain or 0) >= STOP_FOR_TODAY for entry in self.told.entries)
        return hurts or self.told.fall or self.told.red_flag


def receive(
    *, by: User, patient: Patient, programme: Programme, received: Received, now: datetime
) -> tuple[Kept, str]:
    """Keep it, and say what was kept. `now` is the patient's local time. Raises Refused."""
    phone_clock = now + days_off(received.day, received.age, now)
    before = _told_elsewhere(programme, received, phone_clock, now)
    if before is not None and not received.is_warning:
        raise Refused(
            _(
                "This practice was told already, on another phone or page. It counts once, as it was told there."
            )
        )
    try:
        kept = logging.log_session(
            by=by,
            patient=patient,
            programme=programme,
            local_date=received.day,
            slot=received.slot,
            client_key=before.client_key if before else received.client_key,
            told=_what_is_worse(before, received.told) if before else received.told,
            now=now,
            phone_clock=phone_clock,
        )
    except NotPossible as reason:
        raise Refused(reason.sentence) from None
    return kept, kept.sentence or _("Saved. Thank you.")


def days_off(named: date, age: timedelta, now: datetime) -> timedelta:
    """How many days the named one is from the day it was: nothing, where it was told in the night that followed."""
    was = now - max(age, timedelta(0))
    if named > now.date() + dating.A_DAY:
        return timedelta(0)  # a day that no clock explains is refused as it is
    if was.hour < dating.STILL_YESTERDAY_UNTIL and named == was.date() - dating.A_DAY:
        return timedelta(0)
    return named - was.date()


def _told_elsewhere(
    programme: Programme, received: Received, phone_clock: datetime, now: datetime
) -> Session | None:
    """The same practice, told from another phone or page."""
    Programme.objects.select_for_update().get(pk=programme.pk)  # the two may come at once
    try:
        settled = dating.dated(named=received.day, now=now, phone_clock=phone_clock)
    except (dating.InFuture, dating.TooLongAgo):
        return None
    if settled.was_moved:
        return None
    found = programme.sessions.filter(local_date=settled.day, slot=received.slot)
    return found.exclude(client_key=received.client_key).prefetch_related("entries").first()


def _what_is_worse(before: Session, told: Told) -> Told:
    """Of two tellings of one practice nothing that hurt is lost, and the rest stands as it was told first."""
    known = {entry.item_id: entry.pain or 0 for entry in before.entries.all()}
    worse = [entry for entry in told.entries if (entry.pain or 0) >= known.get(entry.item_id, -1)]
    notes = before.note if told.note in before.note else f"{before.note}\n{told.note}".strip()
    return replace(
        told,
        entries=tuple(worse),
        note=notes[:2000],
        fall=told.fall or before.fall,
        red_flag=told.red_flag or before.red_flag,
        is_part=True,
    )
