"""Is the right patient reminded, once, of something there is to do?"""

from datetime import UTC, datetime, time, timedelta

import pytest

from clinic.mail import outbox
from clinic.mail.sender import send_due
from clinic.people import tenancy
from exercises.reminder_settings import (
    preference_by_link,
    save_preferences,
    stop,
    stop_by_link,
)
from exercises.reminders import plan, unwanted
from exercises.reminding_later import NotThen, remind_later
from tests.mail import make
from tests.mail.make import NOW, TODAY, a_reminded_patient, mails

pytestmark = pytest.mark.django_db
EVENING = NOW + timedelta(hours=10)
TWICE = ({"times_per_day": 2},)


@pytest.fixture
def nowhere(settings):
    """Mail that is sent is kept in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def change(patient, by, now=NOW, **chosen):
    with tenancy.within(patient.clinic_id):
        return save_preferences(patient=patient, by=by, now=now, **chosen)


def update(thing, **fields):
    with tenancy.within(thing.clinic_id):
        type(thing)._base_manager.filter(pk=thing.pk).update(**fields)


# -- Planning ----------------------------------------------------------------------------------------------------
def test_a_reminder_is_planned_at_its_time(clinic, therapist):
    patient = a_reminded_patient(clinic, therapist)
    assert plan(NOW - timedelta(seconds=1)) == 0
    assert plan(NOW) == 1
    (mail,) = mails()
    assert mail.slot == f"reminder:{patient.pk}:{TODAY}:1"
    assert (mail.stream, mail.template, mail.to_address) == ("reminder", "reminder", patient.email)
    assert (mail.due_at, mail.expires_at) == (NOW, NOW + timedelta(hours=3))
    assert set(mail.values) == {"given_name", "stop_url", "round"}
    assert make.preference(patient).next_due_at == EVENING


def test_planning_twice_makes_one(clinic, therapist):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)
    with tenancy.within(clinic.pk):  # as if another planner had read it before the first had written
        make.ReminderPreference.objects.filter(patient=patient).update(next_due_at=NOW)
    plan(NOW + timedelta(minutes=1))
    assert len(mails()) == 1


def test_every_clinic_has_its_turn(clinic, therapist):
    for somewhere in (clinic, make.a_clinic()):
        a_reminded_patient(somewhere, make.a_user(somewhere))
    assert plan(NOW) == 2
    assert len({mail.clinic_id for mail in mails()}) == 2


def test_one_clinics_trouble_is_not_the_others(clinic, therapist):
    a_reminded_patient(make.a_clinic(), therapist)
    update(a_reminded_patient(clinic, therapist), time_zone="Atlantis/Centre")
    plan(NOW)
    assert len(mails()) == 1


def test_the_patients_own_time_zone_counts(clinic, therapist):
    a_reminded_patient(clinic, therapist, time_zone="America/New_York")
    assert plan(NOW + timedelta(hours=5, seconds=-1)) == 0
    assert plan(NOW + timedelta(hours=5)) == 1


def test_after_an_outage_the_late_one_is_left_out(clinic, therapist):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW + timedelta(hours=3))
    assert mails() == []
    assert make.preference(patient).next_due_at == EVENING


@pytest.mark.parametrize(("items", "planned"), [(({},), 0), (TWICE, 1), (({}, *TWICE), 1)])
def test_the_second_reminder_is_for_days_with_two_rounds(clinic, therapist, items, planned):
    a_reminded_patient(clinic, therapist, items=items)
    plan(EVENING)
    assert len(mails()) == planned


@pytest.mark.parametrize(
    "items",
    [
        ({"when": "before_run"},),
        ({"removed_at": NOW},),
        ({"open": False},),
        ({"rhythm": "even_days"},),
        (),
    ],
    ids=["only before a run", "removed", "not open yet", "not today", "nothing"],
)
def test_a_day_with_nothing_to_do_has_none(clinic, therapist, items):
    a_reminded_patient(clinic, therapist, items=items)
    assert plan(NOW) == 1
    assert mails() == []


@pytest.mark.parametrize(
    ("fields", "planned"),
    [
        ({}, 1),
        ({"state": "stopped"}, 0),
        ({"state": "replaced"}, 0),
        ({"state": "ended"}, 0),
        ({"state": "draft", "issued_by": None, "issued_at": None, "starts_on": None}, 0),
        ({"starts_on": TODAY}, 1),
        ({"starts_on": TODAY + timedelta(days=1)}, 0),
        ({"expires_on": TODAY}, 1),
        ({"expires_on": TODAY - timedelta(days=1)}, 0),
        ({"expires_on": None}, 1),
    ],
    ids=str,
)
def test_only_a_programme_that_runs_today(clinic, therapist, fields, planned):
    patient = make.a_patient(clinic)
    make.a_programme(patient, therapist, **fields)
    make.a_preference(patient, therapist)
    plan(NOW)
    assert len(mails()) == planned


@pytest.mark.parametrize("fields", [{"email": ""}, {"consented_at": None}, {"ended_at": NOW}], ids=str)
def test_nobody_without_address_agreement_or_treatment(clinic, therapist, fields):
    a_reminded_patient(clinic, therapist, **fields)
    plan(NOW)
    assert mails() == []


@pytest.mark.parametrize(
    ("slot", "at", "planned"), [(1, NOW, 0), (2, NOW, 1), (1, EVENING, 1), (2, EVENING, 0)]
)
def test_a_slot_that_is_done_is_not_reminded_of(clinic, therapist, slot, at, planned):
    patient = make.a_patient(clinic)
    programme = make.a_programme(patient, therapist, items=TWICE)
    make.a_preference(patient, therapist)
    make.a_session(patient, programme, slot)
    plan(at)
    assert len(mails()) == planned


@pytest.mark.parametrize(
    ("items", "done", "planned"), [(({},), [], 1), (({},), [1], 0), (TWICE, [1], 1), (TWICE, [1, 2], 0)]
)
def test_the_nudge_comes_if_the_round_before_it_is_not_done(clinic, therapist, items, done, planned):
    patient = make.a_patient(clinic)
    programme = make.a_programme(patient, therapist, items=items)
    make.a_preference(patient, therapist, nudge_time=time(20))
    for slot in done:
        make.a_session(patient, programme, slot)
    plan(NOW + timedelta(hours=12))
    assert [mail.template for mail in mails()] == ["nudge"] * planned
    assert unwanted(mails()) == set()


def test_a_nudge_is_not_sent_when_it_was_done_meanwhile(clinic, therapist, nowhere, mailoutbox):
    patient = a_reminded_patient(clinic, therapist, items=TWICE)
    change(patient, therapist, nudge_time=time(20))
    plan(NOW + timedelta(hours=12))
    with tenancy.within(clinic.pk):
        programme = patient.programmes.get()
    make.a_session(patient, programme, slot=2)
    assert send_due(NOW + timedelta(hours=12)) == 0


def test_the_weekly_letter_comes_once_a_week_whatever_was_done(clinic, therapist, nowhere, mailoutbox):
    """Also when its day is moved within the week."""
    patient = make.a_patient(clinic)
    make.a_session(patient, make.a_programme(patient, therapist))
    make.a_preference(patient, therapist, weekly=True, weekly_on=0)
    plan(NOW)
    assert send_due(NOW) == 1
    change(patient, therapist, weekly_on=2)
    for day in range(1, 10):
        plan(NOW + timedelta(days=day))
        send_due(NOW + timedelta(days=day))
    assert [mail.slot.split(":", 2)[2] for mail in mails()] == ["2026-11-23:0", "2026-11-30:0"]
    assert [mail.subject for mail in mailoutbox] == ["Your week"] * 2


@pytest.mark.parametrize(
    ("weekdays", "told_of_yesterday", "answered", "kinds"),
    [
        ([0], "done", None, ["reminder"]),  # one mail: the page it leads to asks
        ([1], "done", None, ["morning"]),
        ([1], "partly", None, ["morning"]),
        ([1], "not", None, []),  # nothing was practised
        ([1], "done", 2, []),
        ([1], None, None, []),
    ],
)
def test_the_question_of_the_morning_is_mailed_if_wished_and_open(
    clinic, therapist, weekdays, told_of_yesterday, answered, kinds
):
    patient = make.a_patient(clinic)
    programme = make.a_programme(patient, therapist)
    if told_of_yesterday:
        yesterday = TODAY - timedelta(days=1)
        make.a_session(
            patient, programme, day=yesterday, completion=told_of_yesterday, next_morning_pain=answered
        )
    make.a_preference(patient, therapist, weekdays=weekdays, asks_morning=True)
    plan(NOW)
    assert [mail.template for mail in mails()] == kinds
    assert unwanted(mails()) == set()


def answered(session):
    session.next_morning_pain = 1
    session.save()


def told_anew_as_not_done(session):
    session.entries.update(completion="not")


@pytest.mark.parametrize("meanwhile", [answered, told_anew_as_not_done])
def test_the_question_is_not_mailed_when_it_is_settled_meanwhile(
    clinic, therapist, nowhere, mailoutbox, meanwhile
):
    patient = make.a_patient(clinic)
    make.a_session(patient, make.a_programme(patient, therapist), day=TODAY - timedelta(days=1))
    make.a_preference(patient, therapist, weekdays=[], asks_morning=True)
    plan(NOW)
    assert [mail.template for mail in mails()] == ["morning"]
    with tenancy.within(clinic.pk):
        meanwhile(patient.sessions.get())
    assert send_due(NOW) == 0


# -- Not now, but later ------------------------------------------------------------------------------------------
def later(patient, by, hours, now=NOW):
    with tenancy.within(patient.clinic_id):
        return remind_later(patient=patient, by=by, now=now, hours=hours)


def test_later_is_the_days_one_second_reminder(clinic, therapist, nowhere, mailoutbox):
    patient = a_reminded_patient(clinic, therapist)
    change(patient, therapist, nudge_time=time(20))
    later(patient, therapist, 3)
    later(patient, therapist, 2)
    assert [mail.due_at for mail in mails()] == [NOW + timedelta(hours=2)]
    assert send_due(NOW + timedelta(hours=2)) == 1
    with pytest.raises(NotThen, match="third time"):
        later(patient, therapist, 1, NOW + timedelta(hours=3))
    plan(NOW + timedelta(hours=12))
    assert len(mails()) == 1


@pytest.mark.parametrize(("hours", "at"), [(3, 10), (1, 15), (2, 15)])
def test_later_is_never_in_the_quiet_hours(clinic, therapist, hours, at):
    patient = a_reminded_patient(clinic, therapist)
    now = NOW + timedelta(hours=at)
    with pytest.raises(NotThen, match="quiet hours"):
        later(patient, therapist, hours, now)
    assert mails() == []


def test_later_is_nothing_for_whoever_switched_off(clinic, therapist):
    patient = a_reminded_patient(clinic, therapist)
    change(patient, therapist, enabled=False)
    with pytest.raises(NotThen, match="switched off"):
        later(patient, therapist, 1)


def test_going_away_withdraws_what_waits(clinic, therapist, nowhere, mailoutbox):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)
    change(patient, therapist, away_from=TODAY, away_until=TODAY + timedelta(days=40))
    assert send_due(NOW) == 0
    assert make.preference(patient).next_due_at == NOW + timedelta(days=41)


def test_a_batch_costs_the_same_however_many(clinic, therapist, django_assert_num_queries):
    for _ in range(2):
        a_reminded_patient(clinic, therapist)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as two:
        plan(NOW)
    for _ in range(20):
        a_reminded_patient(clinic, therapist)
    with CaptureQueriesContext(connection) as twenty:
        plan(NOW + timedelta(seconds=1))
    assert len(twenty) == len(two)
    assert len(mails()) == 22


@pytest.mark.parametrize(
    ("state", "to", "planned"),
    [("dead", None, 0), ("withdrawn", None, 1), ("sent", None, 1), ("dead", "wrong@home.example", 1)],
)
def test_a_refused_address_is_left_alone_until_the_clinic_has_looked(clinic, therapist, state, to, planned):
    patient = a_reminded_patient(clinic, therapist)
    refused = make.a_mail(patient=patient, to=to or patient.email)
    ending = {"sent_at": NOW} if state == "sent" else {"reason": "refused"}
    make.put_in(refused, state=state, **ending)
    plan(NOW)
    assert len(mails(template="reminder")) == planned


# -- Between plan and send ---------------------------------------------------------------------------------------
def test_a_planned_reminder_is_sent(clinic, therapist, nowhere, mailoutbox):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)
    assert send_due(NOW) == 1
    assert mailoutbox[0].to == [patient.email]


def practised(patient, by):
    with tenancy.within(patient.clinic_id):
        programme = patient.programmes.get()
    make.a_session(patient, programme)


def programme_stopped(patient, by):
    with tenancy.within(patient.clinic_id):
        patient.programmes.update(state="stopped")


@pytest.mark.parametrize(
    "happened",
    [
        practised,
        programme_stopped,
        lambda patient, by: change(patient, by, enabled=False),
        lambda patient, by: change(patient, by, first_time=time(9)),
        lambda patient, by: update(patient, ended_at=NOW),
        lambda patient, by: update(patient, consented_at=None),
        lambda patient, by: update(patient, email="elsewhere@home.example"),
    ],
    ids=["practised", "stopped for safety", "off", "another time", "discharged", "no longer agrees", "moved"],
)
def test_what_happens_between_plan_and_send_counts(clinic, therapist, nowhere, mailoutbox, happened):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)
    happened(patient, therapist)
    assert send_due(NOW) == 0
    assert mailoutbox == []
    assert [(mail.state, mail.values) for mail in mails()] == [("withdrawn", {})]


def test_an_erased_patient_is_not_written_to(clinic, therapist, nowhere, mailoutbox):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)
    with tenancy.within(clinic.pk):
        outbox.erase(patient, NOW)
    assert send_due(NOW) == 0
    assert mailoutbox == []
    assert {mail.to_address for mail in mails()} == {""}


def test_the_question_costs_the_same_for_a_whole_batch(clinic, therapist, django_assert_num_queries):
    for _ in range(5):
        a_reminded_patient(clinic, therapist)
    plan(NOW)
    planned = mails()
    with django_assert_num_queries(7):  # three questions; the rest opens and shuts the door
        assert unwanted(planned) == set()


# -- Changing one's mind -----------------------------------------------------------------------------------------
def test_a_new_time_on_the_same_day_is_kept_and_the_old_one_is_not(clinic, therapist, nowhere, mailoutbox):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)
    change(patient, therapist, first_time=time(9))
    send_due(NOW)
    plan(NOW + timedelta(hours=1))
    assert send_due(NOW + timedelta(hours=1)) == 1
    assert len(mailoutbox) == 1


def test_a_slot_that_was_sent_is_not_sent_again_at_a_new_time(clinic, therapist, nowhere, mailoutbox):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)
    send_due(NOW)
    change(patient, therapist, first_time=time(9))
    plan(NOW + timedelta(hours=1))
    assert send_due(NOW + timedelta(hours=1)) == 0
    assert len(mailoutbox) == 1


def test_saving_is_audited_once_and_only_if_something_changed(clinic, therapist):
    patient = make.a_patient(clinic)
    saved = change(patient, therapist, enabled=True)
    assert saved.next_due_at == EVENING
    change(patient, therapist, enabled=True)
    assert make.audited(clinic.pk) == ["reminders.changed"]


def test_nothing_is_saved_if_the_audit_fails(clinic, therapist, monkeypatch):
    patient = a_reminded_patient(clinic, therapist)
    plan(NOW)

    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("clinic.people.audit.record", breaks)
    with pytest.raises(RuntimeError):
        change(patient, therapist, enabled=False)
    assert make.preference(patient).enabled
    assert mails()[0].state == "due"


def test_off_means_the_planner_never_looks(clinic, therapist):
    patient = a_reminded_patient(clinic, therapist)
    change(patient, therapist, enabled=False)
    assert make.preference(patient).next_due_at is None
    assert plan(NOW + timedelta(days=3)) == 0


def test_stopping_twice_is_stopping_once(clinic, therapist):
    patient = a_reminded_patient(clinic, therapist)
    before = len(make.audited(clinic.pk))
    with tenancy.within(clinic.pk):
        stop(patient=patient, now=NOW)
        stop(patient=patient, now=NOW)
    assert make.audited(clinic.pk)[before:] == ["reminders.stopped"]


def test_a_patient_who_moves_is_never_reminded_in_the_old_day(clinic, therapist):
    """The clinic enters the new zone; the planner looks at the old moment, finds no slot, and goes by the new one."""
    patient = a_reminded_patient(clinic, therapist)
    update(patient, time_zone="Asia/Tokyo")
    plan(NOW)  # 17:00 there
    assert mails() == []
    assert make.preference(patient).next_due_at == datetime(2026, 11, 23, 9, tzinfo=UTC)


# -- The link ----------------------------------------------------------------------------------------------------
def token_of(mail):
    return mail.values["stop_url"].split("/")[-2]


def test_the_link_in_the_mail_stops_whoever_it_was_sent_to(clinic, therapist):
    patient, other = a_reminded_patient(clinic, therapist), a_reminded_patient(clinic, therapist)
    plan(NOW)
    (mail,) = mails(patient=patient)
    found = preference_by_link(token_of(mail))
    stop_by_link(found, NOW)
    assert not make.preference(patient).enabled
    assert make.preference(other).enabled


def test_a_link_of_somebody_else_is_none(clinic, therapist):
    a_reminded_patient(clinic, therapist)
    plan(NOW)
    token = token_of(mails()[0])
    assert preference_by_link(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert preference_by_link("x") is None
    assert preference_by_link(token.split(".")[0]) is None
