"""Is a patient told, once, that the plan changed and that a visit is due? Through the real actions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.mail.sender import send_due
from clinic.people import tenancy
from exercises import closing, notices
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def nowhere(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def told(pair, kind="programme"):
    return make.mails(pair.clinic, template=kind)


def test_two_changes_in_a_quarter_of_an_hour_are_one_mail(pair):
    pair.programme()
    (first,) = told(pair)
    pair.programme()
    (mail,) = told(pair)
    assert (mail.pk, mail.state, mail.stream) == (first.pk, "due", "transactional")
    assert timezone.now() + timedelta(minutes=14) < mail.due_at <= timezone.now() + timedelta(minutes=15)
    assert mail.due_at > first.due_at


def test_a_change_after_the_mail_is_another_one(pair, nowhere, mailoutbox):
    pair.programme()
    assert send_due(timezone.now() + timedelta(minutes=16)) >= 1
    pair.programme()
    assert [mail.state for mail in told(pair)] == ["sent", "due"]


def test_whoever_is_discharged_meanwhile_is_not_told(pair, nowhere, mailoutbox):
    pair.programme()
    with tenancy.within(pair.clinic.pk):
        type(pair.patient).objects.filter(pk=pair.patient.pk).update(ended_at=timezone.now())
    send_due(timezone.now() + timedelta(minutes=16))
    assert [mail.state for mail in told(pair)] == ["withdrawn"]


def test_the_retest_is_said_once_when_its_day_has_come(pair):
    programme = pair.programme()
    with tenancy.within(pair.clinic.pk):
        for days, many in ((-1, 0), (0, 1), (1, 1), (7, 1)):
            on = programme.retest_on + timedelta(days=days)
            notices.tell_of_retest(programme, on, timezone.now())
            assert len(told(pair, "retest")) == many, days


def test_the_daily_look_tells_of_it(pair):
    programme = pair.programme()
    with tenancy.within(pair.clinic.pk):
        type(programme).objects.filter(pk=programme.pk).update(retest_on=timezone.localdate())
    closing.look(pair.clinic.pk, programme.pk, timezone.now())
    assert len(told(pair, "retest")) == 1


def test_the_link_leads_to_the_difference(pair):
    make.a_programme(pair.patient, pair.therapist)
    me = make.visitor(pair.user)
    assert "This is your first plan" in me.get("/my/changes/").content.decode()
    second = make.a_draft(pair.patient, pair.therapist)
    with tenancy.within(pair.clinic.pk):
        gone, kept = list(second.items.open()[:2])
        gone.removed_at = timezone.now()
        gone.save(update_fields=["removed_at"])
        kept.sets += 1
        kept.save(update_fields=["sets"])
    make.issued(second, pair.therapist)
    page = me.get("/my/changes/").content.decode()
    assert "No longer in it" in page
    assert "Done differently now" in page
    assert "New in your plan" not in page
