"""What ends at once when somebody no longer agrees to e-mail, is discharged, or is erased? Whatever was to be sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic import agreeing, discharging
from clinic.mail import outbox
from clinic.mail.models import OutboxMail
from clinic.people import tenancy
from clinic.people.models import AuditEvent
from tests import make

pytestmark = pytest.mark.django_db
LEASED = {"lease_owner": uuid4(), "lease_until": timezone.now() + timedelta(minutes=1)}
STATES = {
    "due": {},
    "claimed": LEASED,
    "held": {},
    "dead": {},
    "sending": LEASED,
    "sent": {"sent_at": timezone.now()},
}


def mails_of(patient):
    """One in each state, by what it is now; the alert is a mail to the clinic about them."""
    later = timezone.now() + timedelta(hours=3)
    for state, more in STATES.items():
        outbox.put(template="programme", patient=patient, to_address=patient.email, expires_at=later,
                   slot=f"{state}:{patient.pk}", values={"given_name": "Mirela"})  # fmt: skip
        OutboxMail.objects.filter(slot=f"{state}:{patient.pk}").update(state=state, **more)
    outbox.put(template="alert", patient=patient, to_address="desk@clinic.example", expires_at=later)
    return list(patient.mails.values_list("pk", "state", "template"))


def became(patient, before):
    now = {mail.pk: mail for mail in patient.mails.all()}
    return {template if template == "alert" else state: now[pk] for pk, state, template in before}


def no_longer_agree(pair):
    agreeing.no_longer_agree(by=pair.therapist, patient=pair.patient)


def discharge(pair):
    discharging.discharge(by=pair.therapist, patient=pair.patient)


def erase(pair):
    outbox.erase(pair.patient, timezone.now())


@pytest.mark.parametrize(
    ("happens", "reason"), [(no_longer_agree, "no_agreement"), (discharge, "discharged"), (erase, "erased")]
)
def test_what_waits_is_withdrawn_at_once_and_says_why(pair, happens, reason):
    with tenancy.within(pair.clinic.pk):
        before = mails_of(pair.patient)
        happens(pair)
        now = became(pair.patient, before)
    for state in ("due", "claimed", "held", "dead"):
        assert (now[state].state, now[state].reason, now[state].values) == ("withdrawn", reason, {}), state
        assert now[state].lease_owner is None
        assert now[state].slot != f"{state}:{pair.patient.pk}"  # free for another, should they come back
    assert (now["sending"].state, now["sent"].state) == ("sending", "sent")
    assert now["alert"].state == ("withdrawn" if happens is erase else "due")
    if happens is erase:
        assert {(mail.to_address, str(mail.values)) for mail in now.values()} == {("", "{}")}


def pressed(pair, patient, name):
    return make.visitor(pair.therapist).post(reverse(name, args=[patient.pk]), follow=True).content.decode()


def test_the_clinic_notes_it_and_an_invitation_by_mail_dies(pair):
    with tenancy.within(pair.clinic.pk):
        newcomer = make.a_patient(pair.clinic, pair.therapist, given_name="Ilse")
    secret = make.an_invitation(newcomer, pair.therapist)[1]
    page = pressed(pair, newcomer, "no_longer_agree")
    assert "nothing is mailed to them" in page
    assert reverse("invite", args=[newcomer.pk]) not in page
    assert make.Visitor().get(f"/invitation/{secret}/").status_code == 410
    page = pressed(pair, newcomer, "agree")
    assert "They agreed to e-mail on" in page
    assert make.as_it_is(newcomer).consent_version


def test_saying_it_twice_is_saying_it_once(pair):
    for name in ("no_longer_agree", "no_longer_agree", "agree", "agree"):
        pressed(pair, pair.patient, name)
    with tenancy.within(pair.clinic.pk):
        said = AuditEvent.objects.filter(action__in=["patient.agreed", "patient.agreement_withdrawn"])
        assert said.count() == 2
