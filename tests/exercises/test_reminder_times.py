"""When does a reminder come? Tables through both changes of the clock, and a search for what they forget."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.reminder_times import (
    LOOK_AHEAD_DAYS,
    MORNING,
    NUDGE,
    WEEK,
    Wishes,
    is_within,
    next_slot,
    slot_now,
)

NEVER_QUIET = (time(0), time(0))


def wishes(zone="UTC", times=("08:00",), weekdays=range(7), quiet=NEVER_QUIET, **more):
    return Wishes(
        frozenset(weekdays),
        tuple(time.fromisoformat(at) for at in times),
        quiet[0],
        quiet[1],
        ZoneInfo(zone),
        **more,
    )


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# -- Both changes of the clock -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "at", "day", "comes"),
    [
        # London goes forward on 29 March 2026 at 01:00 and back on 25 October at 02:00.
        ("Europe/London", "08:00", "2026-03-28", "2026-03-28T08:00"),
        ("Europe/London", "08:00", "2026-03-29", "2026-03-29T07:00"),
        ("Europe/London", "00:59", "2026-03-29", "2026-03-29T00:59"),
        ("Europe/London", "01:30", "2026-03-29", "2026-03-29T01:30"),  # left out: the clock shows 02:30
        ("Europe/London", "02:00", "2026-03-29", "2026-03-29T01:00"),
        ("Europe/London", "08:00", "2026-10-24", "2026-10-24T07:00"),
        ("Europe/London", "01:30", "2026-10-25", "2026-10-25T00:30"),  # twice: the first
        ("Europe/London", "02:00", "2026-10-25", "2026-10-25T02:00"),
        ("Europe/London", "08:00", "2026-10-25", "2026-10-25T08:00"),
        # New York goes forward on 8 March at 02:00 and back on 1 November at 02:00.
        ("America/New_York", "08:00", "2026-03-07", "2026-03-07T13:00"),
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30"),  # left out: the clock shows 03:30
        ("America/New_York", "08:00", "2026-03-08", "2026-03-08T12:00"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30"),  # twice: the first
        ("America/New_York", "08:00", "2026-11-01", "2026-11-01T13:00"),
        # Lord Howe moves by half an hour: back on 5 April at 02:00, forward on 4 October at 02:00.
        ("Australia/Lord_Howe", "08:00", "2026-04-04", "2026-04-03T21:00"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45"),  # twice: the first
        ("Australia/Lord_Howe", "08:00", "2026-04-05", "2026-04-04T21:30"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45"),  # left out: the clock shows 02:45
        ("Australia/Lord_Howe", "08:00", "2026-10-04", "2026-10-03T21:00"),
    ],
)
def test_the_time_the_patient_chose(zone, at, day, comes):
    day = date.fromisoformat(day)
    before = datetime.combine(day, time(), ZoneInfo(zone)) - timedelta(seconds=1)
    slot = next_slot(wishes(zone, [at]), before)
    assert (slot.at, slot.day, slot.number) == (utc(comes), day, 1)


def test_a_date_that_a_country_left_out_has_no_reminder():
    """Samoa had no 30 December 2011."""
    slot = next_slot(wishes("Pacific/Apia"), datetime(2011, 12, 29, 8, tzinfo=ZoneInfo("Pacific/Apia")))
    assert slot.day == date(2011, 12, 31)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("at", ["00:00", "01:30", "02:15", "08:00", "23:59"])
def test_once_on_every_date_of_two_years(zone, at):
    chosen, moment, days = (
        wishes(zone, [at]),
        datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) - timedelta(seconds=1),
        [],
    )
    while len(days) < 730:
        slot = next_slot(chosen, moment)
        days.append(slot.day)
        moment = slot.at
    assert days == [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]


# -- Days and slots ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("after", "comes", "number"),
    [
        ("2026-11-23T07:59:59", "2026-11-23T08:00", 1),
        ("2026-11-23T08:00:00", "2026-11-23T18:00", 2),
        ("2026-11-23T18:00:00", "2026-11-25T08:00", 1),
        ("2026-11-25T19:00:00", "2026-11-30T08:00", 1),
    ],
)
def test_mondays_and_wednesdays_at_eight_and_six(after, comes, number):
    slot = next_slot(wishes(times=["08:00", "18:00"], weekdays=[0, 2]), utc(after))
    assert (slot.at, slot.number) == (utc(comes), number)


def test_no_day_and_no_time_are_never():
    assert next_slot(wishes(weekdays=[]), utc("2026-11-23T08:00")) is None
    assert next_slot(wishes(times=[]), utc("2026-11-23T08:00")) is None


# -- Quiet hours -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "quiet"),
    [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_quiet_hours_may_lie_over_midnight(at, quiet):
    assert is_within(time.fromisoformat(at), time(21), time(7)) is quiet


@pytest.mark.parametrize(
    ("at", "quiet"), [("12:59", False), ("13:00", True), ("13:59", True), ("14:00", False)]
)
def test_or_within_a_day(at, quiet):
    assert is_within(time.fromisoformat(at), time(13), time(14)) is quiet


def test_a_quiet_time_is_not_used_and_keeps_the_other_its_number():
    slot = next_slot(wishes(times=["06:00", "18:00"], quiet=(time(21), time(7))), utc("2026-11-23T00:00"))
    assert (slot.at, slot.number) == (utc("2026-11-23T18:00"), 2)


# -- Once more, once a week, and away ----------------------------------------------------------------------------
def found(chosen, after, many):
    slots = []
    for _ in range(many):
        slots.append(next_slot(chosen, after))
        after = slots[-1].at
    return [(f"{slot.at:%a %d %b %H:%M}", slot.number) for slot in slots]


def test_the_nudge_comes_after_the_others_of_its_day():
    chosen = wishes(times=["08:00", "18:00"], weekdays=[0], nudge=time(20))
    assert found(chosen, utc("2026-11-23T08:00"), 3) == [
        ("Mon 23 Nov 18:00", 2),
        ("Mon 23 Nov 20:00", NUDGE),
        ("Mon 30 Nov 08:00", 1),
    ]


@pytest.mark.parametrize(
    ("nudge", "rounds", "about"), [("12:00", 1, 1), ("12:00", 2, 1), ("20:00", 1, 1), ("20:00", 2, 2)]
)
def test_the_nudge_asks_about_the_round_before_it(nudge, rounds, about):
    chosen = wishes(times=["08:00", "18:00"], nudge=time.fromisoformat(nudge))
    assert chosen.nudged_about(rounds) == about


def test_the_weekly_letter_is_the_only_one():
    chosen = wishes(times=["08:00", "18:00"], nudge=time(20), weekly_on=6)
    assert found(chosen, utc("2026-11-23T00:00"), 2) == [
        ("Sun 29 Nov 08:00", WEEK),
        ("Sun 06 Dec 08:00", WEEK),
    ]


def test_the_question_of_the_morning_comes_where_no_reminder_does():
    chosen = wishes(times=["08:00", "18:00"], weekdays=[0], asks_morning=True)
    assert found(chosen, utc("2026-11-23T00:00"), 3) == [
        ("Mon 23 Nov 08:00", 1),
        ("Mon 23 Nov 18:00", 2),
        ("Tue 24 Nov 08:00", MORNING),
    ]


@pytest.mark.parametrize(
    ("first", "last", "comes"),
    [
        ("2026-11-24", "2026-11-24", "2026-11-25T08:00"),
        ("2026-11-20", "2026-11-24", "2026-11-25T08:00"),
        ("2026-11-25", "2026-11-30", "2026-11-24T08:00"),
        ("2026-11-24", "2027-10-01", "2027-10-02T08:00"),  # longer than anybody looks ahead
        ("2026-11-01", "2026-11-23", "2026-11-24T08:00"),
    ],
)
def test_none_comes_while_the_patient_is_away(first, last, comes):
    chosen = wishes(away=(date.fromisoformat(first), date.fromisoformat(last)))
    assert next_slot(chosen, utc("2026-11-23T09:00")).at == utc(comes)


def test_away_from_a_day_that_has_begun():
    chosen = wishes(away=(date(2026, 11, 23), date(2026, 11, 23)))
    assert slot_now(chosen, utc("2026-11-23T08:30")) is None


# -- Too late ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "quiet", "kept_until"),
    [
        ("08:00", NEVER_QUIET, "2026-11-23T11:00"),
        ("20:00", (time(21), time(7)), "2026-11-23T21:00"),
        ("22:30", NEVER_QUIET, "2026-11-24T00:00"),
        ("22:30", (time(1), time(7)), "2026-11-24T00:00"),
    ],
)
def test_until_when_it_makes_sense(at, quiet, kept_until):
    slot = next_slot(wishes(times=[at], quiet=quiet), utc("2026-11-23T07:30"))
    assert slot.expires_at == utc(kept_until)


def test_one_that_waits_makes_way_for_the_next():
    slot = next_slot(wishes(times=["08:00", "09:30"]), utc("2026-11-23T07:30"))
    assert slot.expires_at == utc("2026-11-23T09:30")


@pytest.mark.parametrize(
    ("now", "number"),
    [
        ("2026-11-23T07:59:59", None),
        ("2026-11-23T08:00:00", 1),
        ("2026-11-23T08:59:59", 1),
        ("2026-11-23T09:00:00", 2),  # after an outage one, not two
        ("2026-11-23T11:59:59", 2),
        ("2026-11-23T12:00:00", None),
    ],
)
def test_after_an_outage_there_is_no_burst(now, number):
    slot = slot_now(wishes(times=["08:00", "09:00"]), utc(now))
    assert (slot.number if slot else None) == number


# -- What the tables forget --------------------------------------------------------------------------------------
ZONES = st.sampled_from(
    [
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Cairo",
        "America/Santiago",
    ]
)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda much: utc("2025-01-01") + much)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))  # as a form gives them


@pytest.mark.thorough
@given(
    ZONES,
    MOMENTS,
    st.lists(TIMES, min_size=1, max_size=2, unique=True),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_one_slot_for_each_chosen_date_and_time(zone, begin, times, weekdays):
    chosen = Wishes(frozenset(weekdays), tuple(sorted(times)), *NEVER_QUIET, ZoneInfo(zone))
    found, moment = [], begin
    while (slot := next_slot(chosen, moment)).at < begin + timedelta(days=LOOK_AHEAD_DAYS):
        assert slot.at > moment
        assert slot.at.astimezone(chosen.zone).date() == slot.day
        assert slot.day.weekday() in weekdays
        assert slot.at < slot.expires_at
        found.append((slot.day, slot.number))
        moment = slot.at
    assert len(found) == len(set(found))
    first, last = begin.astimezone(chosen.zone).date(), moment.astimezone(chosen.zone).date()
    whole = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    for day in whole:
        if day.weekday() in weekdays:
            assert [number for found_on, number in found if found_on == day].count(1) == 1
