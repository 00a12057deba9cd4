"""What ends when somebody is discharged, and what comes back when they return?"""

import pytest
from django.urls import reverse

from clinic.people import tenancy
from exercises.models import ProgrammeState
from tests import make

pytestmark = pytest.mark.django_db


def pressed(pair, name):
    return make.visitor(pair.therapist).post(reverse(name, args=[pair.patient.pk]))


def test_the_programme_ends_and_the_person_sees_no_more_of_it(pair):
    programme = pair.programme()
    pressed(pair, "discharge")
    assert make.as_it_is(programme).state == ProgrammeState.ENDED
    assert make.visitor(pair.user).get("/my/").status_code == 404
    assert "treatment" not in make.visitor(pair.user).get("/", follow=True).content.decode().split("</h1>")[0]


def test_the_record_stays_and_opens_again(pair):
    pair.programme()
    pressed(pair, "discharge")
    story = reverse("patient", args=[pair.patient.pk])
    assert "Discharged on" in make.visitor(pair.therapist).get(story).content.decode()
    pressed(pair, "reopen")
    assert "Discharged on" not in make.visitor(pair.therapist).get(story).content.decode()
    assert make.visitor(pair.user).get("/my/").status_code == 200


def test_nobody_is_discharged_over_an_alert(pair):
    pair.session(pair.programme(), pain=9)
    pressed(pair, "discharge")
    assert make.as_it_is(pair.patient).ended_at is None


def test_an_open_invitation_dies(pair):
    with tenancy.within(pair.clinic.pk):
        newcomer = make.a_patient(pair.clinic, pair.therapist, given_name="Ilse")
    secret = make.an_invitation(newcomer, pair.therapist)[1]
    make.visitor(pair.therapist).post(reverse("discharge", args=[newcomer.pk]))
    assert make.Visitor().get(f"/invitation/{secret}/").status_code == 410


def test_they_are_listed_apart(pair):
    pressed(pair, "discharge")
    visitor, name = make.visitor(pair.therapist), pair.patient.family_name
    assert name not in visitor.get(reverse("people:patients")).content.decode().split("<table")[-1]
    assert name in visitor.get(reverse("people:patients") + "?discharged=1").content.decode()
