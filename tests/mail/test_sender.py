"""Does what is due get out, once each, and is the rest where it should be?"""

import asyncio
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest

from clinic.mail import checks, leases, outbox
from clinic.mail.models import Stream
from clinic.mail.sender import send_due
from clinic.mail.words import Reason
from clinic.people import tenancy
from tests.mail import make
from tests.mail.make import NOW, a_mail, as_it_is

pytestmark = pytest.mark.django_db


def later(**much):
    return NOW + timedelta(**much)


def test_a_due_mail_is_sent_and_emptied(post):
    mail = a_mail()
    assert send_due(NOW) == 1
    sent = as_it_is(mail)
    assert (sent.state, sent.values, sent.attempts, sent.lease_owner) == ("sent", {}, 0, None)
    assert sent.sent_at >= NOW


def test_what_arrives_is_what_the_row_says(post):
    mail = a_mail(to="mirela@home.example")
    send_due(NOW)
    arrived = message_from_bytes(post.messages[0], policy=policy.default)
    assert arrived["Message-ID"] == mail.message_id
    assert arrived["To"] == "mirela@home.example"
    assert arrived["Subject"] == "Your code"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["List-Unsubscribe"] is None
    assert "A1B2C3" in arrived.get_body(("plain",)).get_content()
    assert "A1B2C3" in arrived.get_body(("html",)).get_content()


def test_a_mail_with_a_stop_link_can_be_stopped_by_the_mail_program(post):
    link = f"https://clinic.example/reminders/stop/{'x' * 90}/"
    values = {"subject": "Today", "text": "Ready.", "stop_url": link}
    a_mail(reminder=True, values=values)
    send_due(NOW)
    raw = message_from_bytes(post.messages[0])
    assert " ".join(raw["List-Unsubscribe"].split()) == f"<{link}>"
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_not_due_waits(post):
    mail = a_mail(due_at=later(seconds=1))
    assert send_due(NOW) == 0
    assert as_it_is(mail).state == "due"


def test_what_is_too_late_is_never_sent(post):
    mail = a_mail(expires_at=NOW)
    assert send_due(NOW) == 0
    expired = as_it_is(mail)
    assert (expired.state, expired.reason, expired.values) == ("expired", Reason.TOO_LATE, {})
    assert post.messages == []


def test_a_code_goes_before_a_hundred_reminders(post):
    for number in range(60):
        a_mail(reminder=True, to=f"r{number}@home.example", due_at=later(minutes=-5))
    a_mail(to="code@home.example")
    assert send_due(NOW) == 61
    assert b"To: code@home.example" in post.messages[0]


def test_nothing_due_opens_no_connection(settings):
    settings.EMAIL_BACKEND = "no.such.backend"
    assert send_due(NOW) == 0


# -- The server says no ------------------------------------------------------------------------------------------
def test_put_off_waits_longer_each_time_and_is_given_up_in_the_end(post, clinic, settings):
    settings.MAIL_BACKOFF_FIRST_S, settings.MAIL_BACKOFF_LAST_S, settings.MAIL_ATTEMPTS = 30, 7200, 6
    post.answer = "451 not now"
    mail = a_mail(clinic, expires_at=later(days=2))
    at, waits = NOW, []
    while True:
        send_due(at)
        mail = as_it_is(mail)
        if mail.state != "due":
            break
        waits.append(round((mail.due_at - at).total_seconds()))
        at = mail.due_at
    assert waits == [30, 118, 465, 1829, 7200]
    assert (mail.state, mail.reason, mail.attempts) == ("dead", Reason.TRIED_OUT, 6)
    assert len(post.messages) == 6


def test_a_refused_address_is_dead_at_once_and_stops_no_other(post, clinic):
    post.refused["bad@home.example"] = "550 5.1.1 nobody here"
    bad, good = a_mail(clinic, to="bad@home.example"), a_mail(clinic, to="good@home.example")
    assert send_due(NOW) == 1
    assert (as_it_is(bad).state, as_it_is(bad).reason) == ("dead", Reason.REFUSED)
    assert as_it_is(good).state == "sent"


def test_a_mail_that_cannot_be_written_is_put_aside(post, clinic, caplog):
    broken = a_mail(clinic, template="no-such-kind", to="secret@home.example", due_at=later(hours=-1))
    good = a_mail(clinic)
    assert send_due(NOW) == 1
    assert (as_it_is(broken).state, as_it_is(broken).reason) == ("dead", Reason.BROKEN)
    assert as_it_is(good).state == "sent"
    assert str(broken.pk) in caplog.text
    assert "secret@home.example" not in caplog.text


def test_a_dead_mail_of_nobody_is_emptied_and_a_clinics_is_kept(post, clinic):
    post.refused["bad@home.example"] = "550 nobody here"
    nobodys, clinics = a_mail(to="bad@home.example"), a_mail(clinic, to="bad@home.example")
    send_due(NOW)
    assert as_it_is(nobodys).values == {}
    assert as_it_is(clinics).values == clinics.values


# -- The line is down --------------------------------------------------------------------------------------------
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_costs_no_attempt(strict_post, settings):
    settings.EMAIL_HOST_PASSWORD = "wrong"
    mails = [a_mail() for _ in range(3)]
    assert send_due(NOW) == 0
    for mail in map(as_it_is, mails):
        assert (mail.state, mail.attempts, mail.reason) == ("due", 0, Reason.LOGIN)
    settings.EMAIL_HOST_PASSWORD = "right"
    assert send_due(NOW) == 3
    assert {mail.reason for mail in map(as_it_is, mails)} == {""}


def test_no_server_costs_no_attempt(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "clinic.mail.line.SmtpBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    mail = a_mail()
    assert send_due(NOW) == 0
    assert (as_it_is(mail).state, as_it_is(mail).attempts, as_it_is(mail).reason) == (
        "due",
        0,
        Reason.UNREACHABLE,
    )


def test_a_server_that_is_closing_costs_no_attempt(post):
    post.refused["first@home.example"] = "421 closing"
    first, second = a_mail(to="first@home.example", due_at=later(minutes=-1)), a_mail()
    assert send_due(NOW) == 0
    assert [(mail.state, mail.attempts) for mail in map(as_it_is, (first, second))] == [("due", 0)] * 2
    post.refused.clear()
    assert send_due(NOW) == 2


# -- Nobody knows whether it arrived -----------------------------------------------------------------------------
@pytest.fixture
def hanging(post, settings):
    """Takes the message and never answers."""
    settings.EMAIL_TIMEOUT = 0.2

    async def hang():
        await asyncio.sleep(1)
        return "250 too late"

    post.instead = hang
    return post


def test_a_reminder_in_doubt_is_sent_once_more_under_the_same_id(hanging, clinic):
    mail = a_mail(clinic, reminder=True)
    send_due(NOW)
    doubtful = as_it_is(mail)
    assert (doubtful.state, doubtful.resent, doubtful.reason) == ("due", True, Reason.AMBIGUOUS)
    hanging.instead = None
    send_due(doubtful.due_at)
    assert as_it_is(mail).state == "sent"
    ids = {message_from_bytes(message)["Message-ID"].strip() for message in hanging.messages}
    assert (len(hanging.messages), ids) == (2, {mail.message_id})


def test_a_reminder_twice_in_doubt_is_held(hanging, clinic):
    mail = a_mail(clinic, reminder=True)
    send_due(NOW)
    send_due(as_it_is(mail).due_at)
    assert (as_it_is(mail).state, as_it_is(mail).reason) == ("held", Reason.AMBIGUOUS)
    assert send_due(later(hours=1)) == 0


def test_any_other_mail_in_doubt_is_held_at_once(hanging, clinic):
    mail = a_mail(clinic)
    send_due(NOW)
    assert (as_it_is(mail).state, as_it_is(mail).reason) == ("held", Reason.AMBIGUOUS)


# -- A sender died -----------------------------------------------------------------------------------------------
def left_by_another(mail, state, lease_until):
    make.put_in(mail, state=state, lease_owner=uuid4(), lease_until=lease_until)


def test_a_living_sender_is_left_alone(post, clinic):
    mail = a_mail(clinic)
    left_by_another(mail, "claimed", later(seconds=1))
    assert send_due(NOW) == 0
    assert as_it_is(mail).state == "claimed"


def test_what_a_dead_sender_had_only_claimed_is_sent(post, clinic):
    mail = a_mail(clinic)
    left_by_another(mail, "claimed", NOW)
    assert send_due(NOW) == 1
    assert not as_it_is(mail).resent


@pytest.mark.parametrize(
    ("fields", "resent", "ends_in"),
    [
        ({"reminder": True}, False, "sent"),
        ({"reminder": True}, True, "held"),
        ({}, False, "held"),
        ({"template": "alert"}, False, "sent"),  # somebody must hear of it
    ],
)
def test_what_a_dead_sender_was_sending(post, clinic, fields, resent, ends_in):
    mail = a_mail(clinic, **fields)
    make.put_in(mail, resent=resent)
    left_by_another(mail, "sending", NOW)
    send_due(NOW)
    assert as_it_is(mail).state == ends_in


def test_a_sender_taken_for_dead_changes_nothing_any_more(clinic):
    slow, quick = uuid4(), uuid4()
    mail = a_mail(clinic, reminder=True)
    leases.claim(slow, NOW, stream=Stream.REMINDER, size=1)
    assert leases.begin(mail, slow, NOW)
    leases.recover(later(minutes=2))
    leases.claim(quick, later(minutes=2), stream=Stream.REMINDER, size=1)
    assert not leases.sent(mail, slow, later(minutes=2))
    leases.put_off(mail, slow, later(minutes=2))
    leases.give_up(mail, slow, Reason.REFUSED)
    leases.doubt(mail, slow, later(minutes=2))
    leases.give_back(slow)
    assert (as_it_is(mail).state, as_it_is(mail).lease_owner) == ("claimed", quick)


# -- Still wanted? -----------------------------------------------------------------------------------------------
def test_what_was_withdrawn_after_the_claim_is_not_begun(clinic):
    owner, patient = uuid4(), make.a_patient(clinic)
    mail = a_mail(patient=patient, reminder=True)
    leases.claim(owner, NOW, stream=Stream.REMINDER, size=1)
    assert outbox.withdraw_reminders(patient) == 1
    assert not leases.begin(mail, owner, NOW)


def test_what_expired_after_the_claim_is_not_begun(clinic):
    owner, mail = uuid4(), a_mail(clinic)
    leases.claim(owner, NOW, stream=Stream.TRANSACTIONAL, size=1)
    assert not leases.begin(mail, owner, mail.expires_at)


def test_the_room_that_planned_a_mail_is_asked_before_it_goes(post, clinic, monkeypatch):
    gone, kept = a_mail(clinic, to="gone@home.example"), a_mail(clinic, to="kept@home.example")
    monkeypatch.setitem(checks._checks, "account", lambda mails: {gone.pk})
    assert send_due(NOW) == 1
    assert (as_it_is(gone).state, as_it_is(gone).reason, as_it_is(gone).values) == (
        "withdrawn",
        Reason.NOT_WANTED,
        {},
    )
    assert as_it_is(kept).state == "sent"


@pytest.mark.parametrize(
    ("fields", "template", "arrives"),
    [
        ({}, "account", 1),
        ({"consented_at": None}, "account", 0),
        ({"email": "moved@home.example"}, "account", 0),
        ({"consented_at": None}, "alert", 1),  # about them, to the clinic
    ],
)
def test_nothing_goes_to_a_patient_who_does_not_agree_or_to_their_old_address(
    post, clinic, fields, template, arrives
):
    patient = make.a_patient(clinic)
    a_mail(patient=patient, to=patient.email, template=template)
    with tenancy.within(clinic.pk):
        make.Patient.objects.filter(pk=patient.pk).update(**fields)
    send_due(NOW)
    assert len(post.messages) == arrives
