"""To which day does a telling belong? To the day it names, put right where the phone's clock is wrong. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

# A phone that was offline may tell of these days; what is older belongs in a talk.
KEPT_FOR_DAYS = 14
# Until this hour the evening before may still be told, or told otherwise.
STILL_YESTERDAY_UNTIL = 3
A_DAY = timedelta(days=1)


class InFuture(Exception):
    """A day that has not come."""


class TooLongAgo(Exception):
    """A day that is too far back."""


@dataclass(frozen=True, slots=True)
class Dated:
    day: date
    was_moved: bool


def dated(*, named: date, now: datetime, phone_clock: datetime | None = None) -> Dated:
    """The day to keep it under. `now` is the patient's local time. Raises InFuture, TooLongAgo.

    `phone_clock` is what the phone takes for now, at the moment of sending: whole days that it is off are taken out of
    the day it names. Without it, a day that has only just not come (a clock a day ahead, or a patient in a zone
    further east) is today.
    """
    today = now.date()
    day = named - _off(phone_clock, now)
    if day == today + A_DAY:
        day = today
    if day > today:
        raise InFuture
    if day < today - timedelta(days=KEPT_FOR_DAYS):
        raise TooLongAgo
    return Dated(day, day != named)


def _off(phone_clock: datetime | None, now: datetime) -> timedelta:
    return timedelta(days=round((phone_clock - now) / A_DAY)) if phone_clock else timedelta(0)


def is_open(day: date, now: datetime) -> bool:
    """Whether what was told of a day may still be told otherwise: until its end, and shortly after midnight."""
    return day == now.date() or (day == now.date() - A_DAY and now.hour < STILL_YESTERDAY_UNTIL)
