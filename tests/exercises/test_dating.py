"""To which day does a telling belong?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from exercises.dating import InFuture, TooLongAgo, dated, is_open

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("named", "clock_off", "kept", "moved"),
    [
        (TODAY, None, TODAY, False),
        (TODAY - DAY, None, TODAY - DAY, False),
        (TODAY - 14 * DAY, None, TODAY - 14 * DAY, False),
        (TODAY + DAY, None, TODAY, True),
        (TODAY + DAY, DAY, TODAY, True),
        (TODAY - DAY, -DAY, TODAY, True),
        (TODAY - 2 * DAY, -DAY, TODAY - DAY, True),
        (TODAY + 400 * DAY, 400 * DAY, TODAY, True),
        (TODAY, timedelta(hours=3), TODAY, False),
        (TODAY - DAY, timedelta(hours=-11), TODAY - DAY, False),
    ],
)
def test_the_day_it_is_kept_under(named, clock_off, kept, moved):
    clock = None if clock_off is None else NOW + clock_off
    found = dated(named=named, now=NOW, phone_clock=clock)
    assert (found.day, found.was_moved) == (kept, moved)


@pytest.mark.parametrize(("named", "refused"), [(TODAY + 2 * DAY, InFuture), (TODAY - 15 * DAY, TooLongAgo)])
def test_what_belongs_nowhere(named, refused):
    with pytest.raises(refused):
        dated(named=named, now=NOW)


@pytest.mark.parametrize(
    ("hour", "day", "open_"), [(23, 22, True), (2, 21, True), (3, 21, False), (9, 21, False), (2, 20, False)]
)
def test_until_when_it_may_be_told_otherwise(hour, day, open_):
    assert is_open(date(2026, 11, day), NOW.replace(hour=hour)) is open_
