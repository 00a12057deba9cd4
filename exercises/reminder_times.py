"""When is the next reminder? Pure: wishes, a time zone and a moment in; a moment out.

A slot is one local date and its first or second time, the second nudge of that date, or the week's one letter. It
comes once, whatever the clock does:

* an hour that the clock leaves out in spring: at the time the clock then shows, one step later;
* an hour that it runs through twice in autumn: the first time;
* a local date that a country leaves out altogether: not at all.

A time within the quiet hours is not used; the form says so before it is saved. None comes while the patient is away.
A reminder that could not be sent is kept for three hours, never into the quiet hours, never past the next one and never
past midnight: "today" must still be today, and two never come together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KEPT_FOR = timedelta(hours=3)
# A week, and a second one in case the only chosen day falls out.
LOOK_AHEAD_DAYS = 15
A_DAY = timedelta(days=1)
# Slots that are neither the first nor the second of their date.
WEEK, NUDGE, MORNING = 0, 3, 4


@dataclass(frozen=True)
class Wishes:
    """What the patient chose; Monday is 0. Equal quiet hours mean none."""

    weekdays: frozenset[int]
    times: tuple[time, ...]
    quiet_from: time
    quiet_until: time
    zone: ZoneInfo
    # A second, gentle one, if the reminder before it was to no avail.
    nudge: time | None = None
    # Instead of all of these: one letter a week, on this day at the first time.
    weekly_on: int | None = None
    # Be asked how the morning after a practice is, also on a day without a reminder.
    asks_morning: bool = False
    # The first and the last day without any.
    away: tuple[date, date] | None = None

    def is_quiet(self, at: time) -> bool:
        return is_within(at, self.quiet_from, self.quiet_until)

    def is_away(self, day: date) -> bool:
        return self.away is not None and self.away[0] <= day <= self.away[1]

    def times_on(self, day: date) -> list[tuple[int, time]]:
        """The chosen times of this date with their numbers."""
        if self.weekly_on == day.weekday():
            return [(WEEK, at) for at in self.times[:1]]
        if self.weekly_on is None and day.weekday() in self.weekdays:
            nudge = [(NUDGE, self.nudge)] if self.nudge else []
            return [*enumerate(self.times, start=1), *nudge]
        return [(MORNING, at) for at in self.times[:1] if self.asks_morning]

    def plain(self) -> "Wishes":
        """The days and times alone, as if the mails came on each."""
        return replace(self, nudge=None, weekly_on=None, asks_morning=False)

    def nudged_about(self, rounds: int) -> int:
        """Which of a day's rounds the nudge asks about: the latest that was reminded of before it."""
        before = [number for number, at in enumerate(self.times, start=1) if self.nudge and at < self.nudge]
        return max(1, min(rounds, len(before)))


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


def slots_between(wishes: Wishes, first_day: date, days: int) -> Iterator[Slot]:
    """Those of so many days from this one on."""
    for day in (first_day + A_DAY * number for number in range(days)):
        if not wishes.is_away(day):
            yield from _slots_of(wishes, day)


def _slots(wishes: Wishes, first_day: date, days: int) -> Iterator[Slot]:
    """In order of time."""
    for day in _days(wishes, first_day, days):
        yield from _slots_of(wishes, day)


def _days(wishes: Wishes, day: date, many: int) -> Iterator[date]:
    """So many days from this one on, those away left out."""
    for _ in range(many):
        if wishes.away and wishes.is_away(day):
            day = wishes.away[1] + A_DAY
        yield day
        day += A_DAY


def _slots_of(wishes: Wishes, day: date) -> Iterator[Slot]:
    usable = [(number, at) for number, at in wishes.times_on(day) if not wishes.is_quiet(at)]
    moments = [(_moment(day, at, wishes.zone), number) for number, at in usable]
    come = sorted((moment, number) for moment, number in moments if moment is not None)
    for moment, number in come:
        following = [later for later, _ in come if later > moment]
        yield Slot(moment, day, number, min([kept_until(wishes, day, moment), *following]))


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The first moment at which clocks there show this date and time, or the one they skipped to."""
    moment = datetime.combine(day, at, zone).astimezone(UTC)
    return moment if moment.astimezone(zone).date() == day else None


def kept_until(wishes: Wishes, day: date, moment: datetime) -> datetime:
    """Until when one of this moment makes sense."""
    ends = [moment + KEPT_FOR, datetime.combine(day + A_DAY, time(), wishes.zone).astimezone(UTC)]
    quiet = _moment(day, wishes.quiet_from, wishes.zone)
    if wishes.quiet_from != wishes.quiet_until and quiet is not None:
        ends.append(quiet)
    return min(end for end in ends if end > moment)
