"""When is the next reminder? Pure: wishes, a time zone and a moment in; a moment out.

A slot is one local date and its first or second time. It comes once, whatever the clock does:

* an hour that the clock leaves out in spring: at the time the clock then shows, one step later;
* an hour that it runs through twice in autumn: the first time;
* a local date that a country leaves out altogether: not at all.

A time within the quiet hours is not used; the form says so before it is saved. A reminder that could not be sent is
kept for three hours, never into the quiet hours and never past midnight: "today" must still be today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KEPT_FOR = timedelta(hours=3)
# A week, and a second one in case the only chosen day falls out.
LOOK_AHEAD_DAYS = 15


@dataclass(frozen=True)
class Wishes:
    """What the patient chose; Monday is 0. Equal quiet hours mean none."""

    weekdays: frozenset[int]
    times: tuple[time, ...]
    quiet_from: time
    quiet_until: time
    zone: ZoneInfo

    def is_quiet(self, at: time) -> bool:
        return is_within(at, self.quiet_from, self.quiet_until)


@dataclass(frozen=True, order=True)
class Slot:
    """One reminder: when, for which local date and which of its times, and until when it makes sense."""

    at: datetime
    day: date
    number: int
    expires_at: datetime


def is_within(at: time, start: time, end: time) -> bool:
    """From `start` up to `end`, which may lie after midnight. The same twice: never."""
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def next_slot(wishes: Wishes, after: datetime) -> Slot | None:
    """The first slot later than this moment; None when no day or no time is chosen."""
    today = after.astimezone(wishes.zone).date()
    return next((slot for slot in _slots(wishes, today, LOOK_AHEAD_DAYS) if slot.at > after), None)


def slot_now(wishes: Wishes, now: datetime) -> Slot | None:
    """The latest slot that has come and still makes sense. After an outage only one: never a burst."""
    today = now.astimezone(wishes.zone).date()
    come = [slot for slot in _slots(wishes, today, 1) if slot.at <= now < slot.expires_at]
    return come[-1] if come else None


def _slots(wishes: Wishes, first_day: date, days: int) -> Iterator[Slot]:
    """In order of time."""
    for day in (first_day + timedelta(days=number) for number in range(days)):
        if day.weekday() in wishes.weekdays:
            yield from sorted(_slots_of(wishes, day))


def _slots_of(wishes: Wishes, day: date) -> Iterator[Slot]:
    for number, at in enumerate(wishes.times, start=1):
        moment = _moment(day, at, wishes.zone)
        if moment is not None and not wishes.is_quiet(at):
            yield Slot(moment, day, number, _expiry(wishes, day, moment))


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The first moment at which clocks there show this date and time, or the one they skipped to."""
    moment = datetime.combine(day, at, zone).astimezone(UTC)
    return moment if moment.astimezone(zone).date() == day else None


def _expiry(wishes: Wishes, day: date, moment: datetime) -> datetime:
    ends = [moment + KEPT_FOR, datetime.combine(day + timedelta(days=1), time(), wishes.zone).astimezone(UTC)]
    quiet = _moment(day, wishes.quiet_from, wishes.zone)
    if wishes.quiet_from != wishes.quiet_until and quiet is not None:
        ends.append(quiet)
    return min(end for end in ends if end > moment)
