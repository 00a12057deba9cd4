"""Can the patient choose reminders, and stop them by the link in each?"""

from datetime import time

import pytest
from django.test import Client
from django.utils import timezone

from clinic.people import tenancy
from exercises.reminder_settings import save_preferences, stop_link
from tests.mail import make

pytestmark = pytest.mark.django_db
PAGE = "/my/reminders/"
CHOSEN = {
    "enabled": "on",
    "weekly": "False",
    "weekly_on": "6",
    "weekdays": ["0", "2"],
    "first_time": "07:30",
    "second_time": "18:00",
    "quiet_from": "21:00",
    "quiet_until": "07:00",
}


@pytest.fixture
def patient(clinic):
    return make.a_patient(clinic, user=make.a_user())


@pytest.fixture
def me(client, patient):
    client.force_login(patient.user)
    return client


def send(client, patient, **changed):
    return client.post(PAGE, {"record": str(patient.pk), **CHOSEN, **changed})


# -- With a sign-in ----------------------------------------------------------------------------------------------
def test_days_and_times_are_kept(me, patient):
    assert send(me, patient).headers["Location"] == PAGE
    saved = make.preference(patient)
    assert (saved.enabled, saved.weekdays, saved.first_time) == (True, [0, 2], time(7, 30))
    assert saved.next_due_at > timezone.now()
    assert "reminders.changed" in make.audited(patient.clinic_id)


def test_the_page_says_when_the_next_one_comes_and_in_which_zone(me, patient, therapist):
    today = timezone.localdate()
    make.a_programme(patient, therapist, starts_on=today, expires_on=None)
    send(me, patient, weekdays=[str(day) for day in range(7)])
    page = me.get(PAGE).content.decode()
    assert "at 07:30, unless you have practised by then." in page or "at 18:00, unless" in page
    assert "Europe/London" in page


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"weekdays": []}, "weekdays", "Choose at least one day"),
        ({"weekdays": ["9"]}, "weekdays", "Choose from the days of the week."),
        ({"first_time": ""}, "first_time", "Write a time such as 08:30."),
        ({"first_time": "25:00"}, "first_time", "Write a time such as 08:30."),
        ({"first_time": "noon"}, "first_time", "Write a time such as 08:30."),
        ({"second_time": "07:30"}, "second_time", "Choose a time later than the first"),
        ({"first_time": "06:59"}, "first_time", "This lies in your quiet hours"),
        ({"second_time": "21:00"}, "second_time", "This lies in your quiet hours"),
        ({"quiet_until": ""}, "quiet_until", "Write a time such as 08:30."),
        ({"weekly": ""}, "weekly", "Choose one of the two."),
        ({"weekly_on": "9"}, "weekly_on", "Choose a day of the week."),
        ({"nudge_time": "08:29"}, "nudge_time", "at least an hour after the reminder before it"),
        ({"nudge_time": "18:59"}, "nudge_time", "at least an hour after the reminder before it"),
        ({"nudge_time": "22:00"}, "nudge_time", "This lies in your quiet hours"),
        ({"away_from": "2030-12-24"}, "away_until", "Write the last day too"),
        ({"away_until": "2030-12-24"}, "away_from", "Write the first day too"),
        (
            {"away_from": "2026-11-02", "away_until": "2026-11-01"},
            "away_until",
            "This lies before the first day.",
        ),
        ({"away_from": "soon", "away_until": ""}, "away_from", "Write a date such as 2026-12-24."),
        ({"away_from": "2026-11-01", "away_until": "9999-12-31"}, "away_until", "within a year from now"),
    ],
    ids=str,
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(me, patient, changed, field, sentence):
    answer = send(me, patient, **changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert sentence in page
    assert all(value in page for value in changed.values() if isinstance(value, str) and value)
    assert 'value="18:00"' in page or field == "second_time"
    with tenancy.within(patient.clinic_id):
        assert not make.ReminderPreference.objects.filter(patient=patient, enabled=True).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"second_time": ""},
        {"quiet_from": "00:00", "quiet_until": "00:00", "first_time": "00:00"},
        {"first_time": "07:00"},
        {"second_time": "20:59"},
        {"nudge_time": "08:30"},
        {"nudge_time": "19:00"},
        {"weekly": "True", "weekdays": []},
        {"away_from": "2026-11-01", "away_until": "2026-11-01"},
    ],
    ids=str,
)
def test_what_can_be_is_saved(me, patient, changed):
    assert send(me, patient, **changed).status_code == 302


def test_switching_off_needs_no_day(me, patient):
    off = {name: value for name, value in CHOSEN.items() if name not in {"enabled", "weekdays"}}
    assert me.post(PAGE, {"record": str(patient.pk), **off}).status_code == 302
    assert not make.preference(patient).enabled


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "We have no e-mail address for you yet."),
        ({"consented_at": None}, "needs your agreement"),
        ({}, "No programme is running for you then."),
    ],
    ids=str,
)
def test_the_page_says_why_none_will_come(client, clinic, fields, sentence):
    patient = make.a_patient(clinic, user=make.a_user(), **fields)
    client.force_login(patient.user)
    send(client, patient)
    assert sentence in client.get(PAGE).content.decode()


def test_nobody_elses_record_can_be_named(me, patient, clinic):
    other = make.a_patient(clinic)
    assert send(me, other).status_code == 422
    with tenancy.within(clinic.pk):
        assert not make.ReminderPreference.objects.filter(patient=other).exists()


def test_a_patient_of_two_clinics_has_a_form_for_each(client):
    user = make.a_user()
    records = [
        make.a_patient(make.a_clinic(name), user=user) for name in ("Harbour Practice", "Lighthouse Practice")
    ]
    records.sort(key=lambda record: record.pk)  # the same name twice: then by id
    client.force_login(user)
    page = client.get(PAGE).content.decode()
    assert page.count("<form") >= 2
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    second = {f"1-{name}": value for name, value in CHOSEN.items()}
    client.post(PAGE, {"record": str(records[1].pk), **second})
    assert make.preference(records[1]).enabled
    with tenancy.within(records[0].clinic_id):
        assert not make.ReminderPreference.objects.filter(patient=records[0]).exists()


def test_staff_have_no_reminders(client, clinic):
    client.force_login(make.a_user(clinic))
    assert client.get(PAGE).status_code == 404


# -- With the link -----------------------------------------------------------------------------------------------
@pytest.fixture
def link(patient, therapist):
    with tenancy.within(patient.clinic_id):
        saved = save_preferences(patient=patient, by=therapist, now=make.NOW, enabled=True)
    make.a_mail(patient=patient, reminder=True)
    return "/" + stop_link(saved).split("/", 3)[3]


def test_opening_the_link_changes_nothing(client, patient, link):
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert make.preference(patient).enabled
    assert make.mails()[0].state == "due"


def test_pressing_the_button_stops(client, patient, link):
    page = client.post(link).content.decode()
    assert "Reminders are off" in page
    assert not make.preference(patient).enabled
    assert make.mails()[0].state == "withdrawn"
    assert make.audited(patient.clinic_id)[-1] == "reminders.stopped"
    assert "Reminders are off" in client.get(link).content.decode()


def test_a_mail_program_stops_them_with_one_post(patient, link):
    """RFC 8058: no sign-in, no cookie, no token of ours, and an answer that is no redirect."""
    program = Client(enforce_csrf_checks=True)
    answer = program.post(
        link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert not make.preference(patient).enabled


def test_it_works_for_somebody_signed_in_as_another(client, patient, link):
    other = make.a_patient(make.a_clinic(), user=make.a_user())
    client.force_login(other.user)
    client.post(link)
    assert not make.preference(patient).enabled


def test_pressing_twice_is_pressing_once(client, patient, link):
    client.post(link)
    before = make.audited(patient.clinic_id)
    assert client.post(link).status_code == 200
    assert make.audited(patient.clinic_id) == before


@pytest.mark.parametrize("token", ["x", "00000000-0000-4000-8000-000000000000.abc", "." * 200])
def test_a_link_that_is_none_of_ours_is_a_calm_404(client, token):
    assert client.get(f"/reminders/stop/{token}/").status_code == 404
    assert client.post(f"/reminders/stop/{token}/").status_code == 404
