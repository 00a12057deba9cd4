"""How does a patient come in? By a link that only a button uses up, once, and never into somebody else's sign-in."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import timezone

from clinic import invitations
from clinic.people import tenancy
from clinic.people.models import Invitation, User
from tests import make


@pytest.fixture
def newcomer(people):
    """Registered, with an address, and no sign-in yet."""
    return make.a_patient(people.clinic, people.own_therapist, given_name="Ilse", email="ilse@home.example")


@pytest.fixture
def link(people, newcomer):
    return f"/invitation/{make.an_invitation(newcomer, people.own_therapist)[1]}/"


def in_session(browser):
    return "_auth_user_id" in browser.session


def changed(newcomer, **fields):
    with tenancy.within(newcomer.clinic_id):
        Invitation.objects.filter(patient=newcomer).update(**fields)


def test_opening_the_link_uses_nothing_up(newcomer, link):
    browser = make.visitor()
    for _ in range(3):
        answer = browser.get(link)
        assert answer.status_code == 200
    browser.head(link)
    with tenancy.within(newcomer.clinic_id):
        assert newcomer.invitations.filter(used_at=None, withdrawn_at=None).count() == 1
    assert make.as_it_is(newcomer).user is None
    assert not in_session(browser)


def test_the_button_lets_a_newcomer_in(newcomer, link):
    browser = make.visitor()
    answer = browser.post(link)
    assert answer.status_code == 302
    assert in_session(browser)
    user = make.as_it_is(newcomer).user
    assert (user.email, user.name) == ("ilse@home.example", "Ilse Quist")
    assert EmailAddress.objects.get(user=user).verified
    assert browser.get("/my/").status_code == 200


def test_the_button_works_once(newcomer, link):
    assert make.visitor().post(link).status_code == 302
    second = make.visitor()
    assert second.post(link).status_code == 410
    assert second.get(link).status_code == 410
    assert not in_session(second)


@pytest.mark.parametrize(
    "spent",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"withdrawn_at": timezone.now()},
        {"used_at": timezone.now()},
    ],
    ids=["too old", "withdrawn", "used"],
)
def test_a_spent_link_says_so_calmly(newcomer, link, spent):
    changed(newcomer, **spent)
    browser = make.visitor()
    for answer in (browser.get(link), browser.post(link)):
        assert answer.status_code == 410
        assert "Traceback" not in answer.content.decode()
    assert not in_session(browser)
    assert make.as_it_is(newcomer).user is None


@pytest.mark.parametrize("secret", ["wrong", "x" * 400, "%00", "' OR 1=1 --"])
def test_a_wrong_link_opens_nothing(people, secret):
    answer = make.visitor().get(f"/invitation/{secret}/")
    assert answer.status_code in {404, 410}


def test_a_new_invitation_withdraws_the_one_before(people, newcomer, link):
    make.visitor(people.assistant).post(f"/patients/{newcomer.pk}/invite/")
    assert make.visitor().get(link).status_code == 410


def test_only_a_digest_of_the_secret_is_kept(newcomer, link):
    secret = link.split("/")[2]
    with tenancy.within(newcomer.clinic_id):
        kept = newcomer.invitations.get()
    assert secret not in str(kept.__dict__)


def test_whoever_has_a_sign_in_must_use_it(newcomer, link):
    """The mailbox may be shared or lost: the link is no way into an account that stands."""
    known = make.a_person("Ilse Quist", email="ilse@home.example")
    browser = make.visitor()
    answer = browser.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert not in_session(browser)
    assert make.as_it_is(newcomer).user == known


def test_not_even_for_somebody_with_a_second_factor(newcomer, link):
    known = make.a_person("Ilse Quist", email="ILSE@home.example")
    Authenticator.objects.create(user=known, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = make.visitor()
    browser.post(link)
    assert not in_session(browser)


def test_somebody_signed_in_goes_on_as_themselves(people, newcomer, link):
    browser = make.visitor(people.patient_elsewhere)
    assert people.patient_elsewhere.name in browser.get(link).content.decode()
    assert browser.post(link, {"keep": "1"}).status_code == 302
    assert make.as_it_is(newcomer).user == people.patient_elsewhere
    assert browser.session["_auth_user_id"] == str(people.patient_elsewhere.pk)


def test_somebody_else_signed_in_is_signed_out(people, newcomer, link):
    """A shared tablet: the newcomer does not land in the other person's pages."""
    browser = make.visitor(people.other_patient)
    browser.post(link)
    assert make.as_it_is(newcomer).user != people.other_patient
    assert browser.session["_auth_user_id"] == str(make.as_it_is(newcomer).user_id)


def test_somebody_with_a_record_here_already_is_told_so(people, newcomer, link):
    """One person, one record a clinic: the database would refuse, so the page says what to do."""
    browser = make.visitor(people.own_patient)
    answer = browser.post(link, {"keep": "1"})
    assert answer.status_code == 409
    assert "Call them" in answer.content.decode()
    assert make.as_it_is(newcomer).user is None


def test_two_of_one_household_share_an_address(people, newcomer, link):
    """A mother and her son with one e-mail address: the second cannot take the first's sign-in."""
    make.visitor().post(link)
    son = make.a_patient(people.clinic, people.own_therapist, given_name="Otto", email="ilse@home.example")
    second = f"/invitation/{make.an_invitation(son, people.own_therapist)[1]}/"
    browser = make.visitor()
    answer = browser.post(second)
    assert answer.status_code == 409
    assert "Call them" in answer.content.decode()
    assert make.as_it_is(son).user is None
    assert not in_session(browser)


def test_pressing_twice_at_once_makes_one(committed_people):
    """Two browsers, two connections, one invitation."""
    people = committed_people
    newcomer = make.a_patient(
        people.clinic, people.own_therapist, given_name="Ilse", email="ilse@home.example"
    )
    secret = make.an_invitation(newcomer, people.own_therapist)[1]
    ready, outcomes = threading.Barrier(4), []

    def press():
        ready.wait()
        try:
            outcomes.append(invitations.accept_invitation(secret=secret, signed_in=None).comes_in)
        except invitations.InvitationSpent:
            outcomes.append("spent")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["True", "spent", "spent", "spent"]
    assert User.objects.filter(email="ilse@home.example").count() == 1
    assert make.as_it_is(newcomer).user.email == "ilse@home.example"
