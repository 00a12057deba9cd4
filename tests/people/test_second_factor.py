"""Do staff of a real clinic need a second factor? Yes; a demo's printed sign-ins and patients do not."""

import pytest
from allauth.mfa.models import Authenticator

from clinic.people import tenancy
from clinic.people.models import Clinic
from tests import make

STAFF = ("own_therapist", "owner", "assistant")


def make_it_a_demo(*clinics):
    for clinic in clinics:
        with tenancy.within(clinic.pk):
            Clinic.objects.filter(pk=clinic.pk).update(is_demo=True)


@pytest.mark.parametrize("who", STAFF)
def test_staff_are_asked_for_one(people, who):
    user = people.all()[who]
    for page in ("/patients/", f"/patients/{people.record.pk}/"):
        answer = make.visitor(user, second_factor=False).get(page)
        assert (answer.status_code, answer["Location"]) == (302, "/second-factor/")


def test_the_page_that_says_so_stands(people):
    answer = make.visitor(people.own_therapist, second_factor=False).get("/second-factor/")
    assert answer.status_code == 200
    assert people.record.full_name not in answer.content.decode()


@pytest.mark.parametrize("who", STAFF)
def test_with_one_in_this_session_they_are_in(people, who):
    assert make.visitor(people.all()[who]).get("/patients/").status_code == 200


def test_whoever_owns_one_was_asked_for_it(people):
    Authenticator.objects.create(user=people.owner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert make.visitor(people.owner, second_factor=False).get("/patients/").status_code == 200


def test_another_persons_second_factor_does_not_count(people):
    """A session that was somebody else's a moment ago."""
    browser = make.visitor(people.owner)
    session = browser.session
    session["account_authentication_methods_user"] = str(people.own_therapist.pk)
    session.save()
    assert browser.get("/patients/").status_code == 302


def test_a_demo_lets_its_printed_sign_ins_in(people):
    make_it_a_demo(people.clinic)
    assert make.visitor(people.own_therapist, second_factor=False).get("/patients/").status_code == 200


def test_a_foot_in_a_demo_does_not_open_a_real_clinic(people):
    make_it_a_demo(people.other_clinic)
    make.a_member(people.other_clinic, user=people.own_therapist)
    assert make.visitor(people.own_therapist, second_factor=False).get("/patients/").status_code == 302


def test_patients_need_none(people):
    assert make.visitor(people.own_patient, second_factor=False).get("/my/").status_code == 200
