"""Is a patient's calendar one that programs understand, and nobody else's business?"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from clinic.people import tenancy
from exercises import calendar_feed
from exercises.reminder_settings import save_preferences
from tests.mail import make
from tests.mail.make import NOW, TODAY

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def patient(clinic, therapist):
    patient = make.a_patient(clinic, user=make.a_user(), time_zone="Europe/Berlin")
    make.a_programme(patient, therapist, items=({"times_per_day": 2},), expires_on=TODAY + 20 * A_DAY)
    make.a_preference(patient, therapist, weekdays=[0, 2])
    return patient


def address_of(patient):
    with tenancy.within(patient.clinic_id):
        return calendar_feed.make_address(patient=patient, by=patient.user)


def read(patient, now=NOW):
    with tenancy.within(patient.clinic_id):
        feed = patient.calendar_feed if hasattr(patient, "calendar_feed") else None
    if feed is None:
        feed = calendar_feed.feed_at(address_of(patient).rsplit("/")[-1].removesuffix(".ics"))
    return Calendar.from_ical(calendar_feed.written(feed, now))


def events(patient, now=NOW):
    return {str(event["uid"]): event for event in read(patient, now).walk("VEVENT")}


def change(patient, **chosen):
    with tenancy.within(patient.clinic_id):
        save_preferences(patient=patient, by=patient.user, now=NOW, **chosen)


def test_it_holds_the_chosen_days_and_times_until_the_programme_ends(patient):
    starts = sorted(event.decoded("dtstart") for event in events(patient).values())
    berlin = ZoneInfo("Europe/Berlin")
    assert {(start.weekday(), start.time()) for start in starts} == {
        (day, at) for day in (0, 2) for at in (time(8), time(18))
    }
    assert starts[0] >= datetime.combine(TODAY - 7 * A_DAY, time(), berlin)
    assert starts[-1].date() <= TODAY + 20 * A_DAY


def test_it_is_what_the_standard_asks_for(patient):
    calendar = read(patient)
    assert calendar.errors == []
    assert (str(calendar["version"]), bool(calendar["prodid"])) == ("2.0", True)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        assert event.decoded("dtstamp").tzinfo == UTC or event.decoded("dtstamp").utcoffset() == timedelta(0)
        assert event["dtstart"].params["TZID"] == "Europe/Berlin"
        assert event.decoded("dtend") > event.decoded("dtstart")
        assert int(event["sequence"]) >= 1


def test_an_entry_keeps_its_identity_when_it_moves(patient):
    before = events(patient)
    change(patient, first_time=time(9))
    after = events(patient)
    assert set(after) == set(before)
    moved = [uid for uid in after if after[uid].decoded("dtstart") != before[uid].decoded("dtstart")]
    assert len(moved) == len(after) / 2
    for uid in after:
        assert int(after[uid]["sequence"]) == int(before[uid]["sequence"]) + 1
        assert after[uid].decoded("dtstamp") >= before[uid].decoded("dtstamp")
    address_of(patient)
    assert set(events(patient)) == set(before)


def test_reading_twice_gives_the_same_bytes(patient):
    read(patient)
    with tenancy.within(patient.clinic_id):
        feed = type(patient).objects.get(pk=patient.pk).calendar_feed
    assert calendar_feed.written(feed, NOW) == calendar_feed.written(feed, NOW + timedelta(hours=2))


def test_days_away_and_days_after_discharge_are_empty(patient):
    change(patient, away_from=TODAY, away_until=TODAY + 6 * A_DAY)
    days = {event.decoded("dtstart").date() for event in events(patient).values()}
    assert not days & {TODAY + n * A_DAY for n in range(7)}
    assert days
    with tenancy.within(patient.clinic_id):
        type(patient).objects.filter(pk=patient.pk).update(ended_at=NOW)
    assert events(type(patient)(pk=patient.pk, clinic_id=patient.clinic_id, user=patient.user)) == {}


def test_no_word_gives_it_away(patient):
    text = read(patient).to_ical().decode().lower()
    assert "my plan for today" in text
    for word in ("mirela", "quist", "harbour", "exercise", "hip", "therap", "stretch", str(patient.pk)):
        assert word not in text


def test_the_address_is_shown_once_and_dies_when_withdrawn(patient, client):
    client.force_login(patient.user)
    named = {"record": str(patient.pk)}
    page = client.post("/my/reminders/calendar/", named).content.decode()
    address = next(word for word in page.split('"address">')[1].split("<")).strip()
    path = address.removeprefix("http://localhost")
    answer = Client().get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert address not in client.get("/my/reminders/").content.decode()
    second = client.post("/my/reminders/calendar/", named)
    assert second.status_code == 200
    assert Client().get(path).status_code == 404
    client.post("/my/reminders/calendar/withdraw/", named)
    with tenancy.within(patient.clinic_id):
        assert not calendar_feed.has_address(patient)
    done = [action for action in make.audited(patient.clinic_id) if action.startswith("calendar.")]
    assert done == ["calendar.made", "calendar.made", "calendar.withdrawn"]


def test_nobody_elses_calendar_can_be_made(patient, clinic, client):
    client.force_login(patient.user)
    other = make.a_patient(clinic)
    assert client.post("/my/reminders/calendar/", {"record": str(other.pk)}).status_code == 404


def test_an_address_that_is_none_of_ours_is_a_calm_404(client):
    assert client.get("/calendar/nothing.ics").status_code == 404
