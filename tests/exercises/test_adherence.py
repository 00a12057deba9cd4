"""How much of what was asked for was practised, week by week?"""

from datetime import date, timedelta
from uuid import uuid4

from exercises import adherence
from exercises.adherence import Week
from exercises.models import Item, Programme, ProgrammeState

MONDAY = date(2026, 11, 2)


def day(n):
    return MONDAY + timedelta(days=n)


def programme(**fields):
    return Programme(id=uuid4(), **{"state": ProgrammeState.ISSUED, "starts_on": MONDAY, **fields})


def asked(one, today, times=1):
    item = Item(id=uuid4(), programme=one, times_per_day=times)
    return adherence.asked([one], [item], today, lambda time: time)


def test_a_week_counts_what_was_done_of_what_was_due():
    weeks = adherence.weeks(asked(programme(), day(8), times=2), [day(0), day(0), day(7)], day(8))
    assert weeks == [Week(day(0), 2, 14), Week(day(7), 1, 2)]


def test_today_is_due_once_it_is_done():
    assert adherence.weeks(asked(programme(), day(0)), [], day(0)) == []
    assert adherence.weeks(asked(programme(), day(0)), [day(0)], day(0)) == [Week(day(0), 1, 1)]


def test_nothing_is_asked_for_after_the_end():
    ended = programme(state=ProgrammeState.ENDED, ended_at=day(3))
    assert adherence.weeks(asked(ended, day(20)), [day(1)], day(20)) == [Week(day(0), 1, 3)]


def test_a_stopped_programme_asks_for_nothing_more():
    stopped = programme(state=ProgrammeState.STOPPED, last_session_on=day(1))
    assert adherence.weeks(asked(stopped, day(20)), [day(1)], day(20)) == [Week(day(0), 1, 2)]


def test_more_than_was_asked_for_is_the_whole():
    assert Week(MONDAY, 9, 7).percent == 100
