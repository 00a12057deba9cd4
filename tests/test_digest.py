"""Does a therapist's morning mail come once, at its time, and say two numbers?"""

from datetime import UTC, datetime, time, timedelta

import pytest

from clinic import digest
from clinic.people import tenancy
from tests import make

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture
def wished(pair):
    with tenancy.within(pair.clinic.pk):
        return digest.wish(by=pair.therapist, clinic=pair.clinic, wanted=True, at=time(7, 30), now=EVENING)


def sent(pair):
    return make.mails(pair.clinic, template="digest")


def test_it_comes_once_a_morning_and_says_two_numbers(pair, wished):
    pair.session(pair.programme(), red_flag=True)
    assert digest.plan(MORNING - timedelta(seconds=1)) == 0
    assert digest.plan(MORNING) == 1
    digest.plan(MORNING + timedelta(minutes=1))
    (mail,) = sent(pair)
    assert mail.values == {"given_name": "Tamsin", "waiting": 1, "first": 1}
    assert (mail.to_address, mail.stream, mail.patient) == (pair.therapist.email, "transactional", None)
    with tenancy.within(pair.clinic.pk):
        assert digest.wish_of(pair.clinic, pair.therapist).next_due_at == MORNING + timedelta(days=1)


def test_none_on_a_morning_on_which_nobody_waits(pair, wished):
    assert digest.plan(MORNING) == 1
    assert sent(pair) == []


def test_none_for_somebody_who_works_here_no_longer(pair, wished):
    pair.session(pair.programme(), red_flag=True)
    with tenancy.within(pair.clinic.pk):
        pair.therapist.memberships.update(ended_at=MORNING)
    digest.plan(MORNING)
    assert sent(pair) == []


def test_after_an_outage_the_late_one_is_left_out(pair, wished):
    pair.session(pair.programme(), red_flag=True)
    digest.plan(MORNING + timedelta(hours=5))
    assert sent(pair) == []


def test_the_page_switches_it_on_and_off(pair):
    me = make.visitor(pair.therapist)
    answer = me.post("/overview/", {"wanted": "on", "at": "noon"})
    assert answer.status_code == 422
    assert "Write a time such as 07:30." in answer.content.decode()
    me.post("/overview/", {"wanted": "on", "at": "06:45"})
    with tenancy.within(pair.clinic.pk):
        assert digest.wish_of(pair.clinic, pair.therapist).next_due_at is not None
    assert 'value="06:45"' in me.get("/overview/").content.decode()
    me.post("/overview/", {"at": "06:45"})
    with tenancy.within(pair.clinic.pk):
        assert digest.wish_of(pair.clinic, pair.therapist).next_due_at is None
    assert make.audited(pair.clinic)[-1] == "digest.changed"
