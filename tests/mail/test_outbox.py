"""Is each mail in the outbox once, and out of it when it is not wanted?"""

from datetime import timedelta

import pytest

from clinic.mail import outbox
from clinic.mail.actions import lay_aside, send_again, withdraw
from clinic.mail.words import Reason
from clinic.people import tenancy
from tests.mail import make
from tests.mail.make import NOW, a_mail, as_it_is, mails

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=1)


def put(slot):
    with tenancy.through("sender"):
        outbox.put(template="account", to_address="a@b.example", slot=slot, due_at=NOW, expires_at=SOON)


def test_a_slot_planned_twice_is_one_mail():
    put("once")
    first = mails()[0]
    put("once")
    assert [mail.pk for mail in mails()] == [first.pk]


def test_without_a_slot_each_is_its_own():
    put("")
    put("")
    assert len(mails()) == 2


def test_a_message_id_names_the_site(settings):
    settings.BASE_URL = "https://plumb.example:8443/x"
    put("named")
    assert mails()[0].message_id.endswith("@plumb.example>")


def test_a_patient_stops_the_reminders_they_may_not_see(clinic):
    patient, other = make.a_patient(clinic), make.a_patient(clinic)
    waiting, sending = a_mail(patient=patient, reminder=True), a_mail(patient=patient, reminder=True)
    make.put_in(sending, state="sending", lease_owner=sending.pk, lease_until=NOW)
    code, others = a_mail(patient=patient), a_mail(patient=other, reminder=True)
    assert outbox.withdraw_reminders(patient) == 1
    gone = as_it_is(waiting)
    assert (gone.state, gone.reason, gone.values) == ("withdrawn", Reason.BY_PATIENT, {})
    assert [as_it_is(mail).state for mail in (sending, code, others)] == ["sending", "due", "due"]


def test_a_withdrawn_mail_gives_its_slot_back_and_a_sent_one_keeps_it(clinic):
    patient = make.a_patient(clinic)
    for slot in ("back", "kept"):
        a_mail(patient=patient, reminder=True, slot=slot)
    make.put_in(mails(slot="kept")[0], state="sent", sent_at=NOW)
    outbox.withdraw_reminders(patient)
    for slot in ("back", "kept"):
        a_mail(patient=patient, reminder=True, slot=slot)
    assert (mails(slot="back")[0].state, mails(slot="kept")[0].state) == ("due", "sent")


# -- What the clinic decides -------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["held", "dead"])
def test_what_did_not_get_through_can_be_sent_again(clinic, therapist, state):
    mail = a_mail(patient=make.a_patient(clinic))
    make.put_in(mail, state=state, attempts=6, resent=True, reason=Reason.TRIED_OUT)
    with tenancy.within(clinic.pk):
        assert send_again(mail=mail, by=therapist, now=SOON)
    again = as_it_is(mail)
    assert (again.state, again.attempts, again.due_at, again.message_id) == ("due", 0, SOON, mail.message_id)
    assert make.audited(clinic.pk) == ["mail.sent_again"]


@pytest.mark.parametrize("state", ["due", "expired", "withdrawn"])
def test_nothing_else_can(clinic, therapist, state):
    mail = a_mail(clinic)
    make.put_in(mail, state=state)
    with tenancy.within(clinic.pk):
        assert not send_again(mail=mail, by=therapist, now=NOW)
    assert make.audited(clinic.pk) == []


def test_nor_what_is_too_late(clinic, therapist):
    mail = a_mail(clinic)
    make.put_in(mail, state="dead")
    with tenancy.within(clinic.pk):
        assert not send_again(mail=mail, by=therapist, now=mail.expires_at)


@pytest.mark.parametrize(
    ("state", "goes"), [("due", True), ("dead", True), ("held", True), ("expired", False)]
)
def test_what_waits_for_a_decision_can_be_withdrawn(clinic, therapist, state, goes):
    mail = a_mail(clinic)
    make.put_in(mail, state=state)
    with tenancy.within(clinic.pk):
        assert withdraw(mail=mail, by=therapist) is goes
    assert as_it_is(mail).state == ("withdrawn" if goes else state)
    assert make.audited(clinic.pk) == (["mail.withdrawn"] if goes else [])


@pytest.mark.parametrize(
    ("state", "goes"), [("expired", True), ("dead", True), ("sent", False), ("due", False)]
)
def test_what_is_too_late_can_be_lay_aside_and_says_why_for_good(clinic, therapist, state, goes):
    mail = a_mail(clinic)
    make.put_in(mail, state=state, reason=Reason.TOO_LATE, sent_at=NOW if state == "sent" else None)
    with tenancy.within(clinic.pk):
        assert not lay_aside(mail=mail, by=therapist, now=NOW)  # not yet
        assert lay_aside(mail=mail, by=therapist, now=mail.expires_at) is goes
    assert as_it_is(mail).state == ("withdrawn" if goes else state)
    assert as_it_is(mail).reason == Reason.TOO_LATE


def test_another_clinics_mail_is_out_of_reach(clinic, therapist):
    mail = a_mail(make.a_clinic())
    make.put_in(mail, state="dead")
    with tenancy.within(clinic.pk):
        assert not withdraw(mail=mail, by=therapist)
    assert as_it_is(mail).state == "dead"
