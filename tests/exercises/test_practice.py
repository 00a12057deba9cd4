"""What keeps a patient's day safe? What hurt rests, what has run out is over, and help is one line away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.people import tenancy
from exercises.models import Session
from exercises.practising import practice_on
from tests import make


def told(programme, **pain):
    """Every exercise easy, but those named."""
    with tenancy.within(programme.clinic_id):
        items = list(programme.items.open())
    return make.Told(
        entries=tuple(
            make.Logged(item.pk, make.Completion.DONE, pain.get(item.exercise, 1), 3) for item in items
        )
    )


def practice(programme, day):
    with tenancy.within(programme.clinic_id):
        return practice_on(programme, day)


@pytest.mark.parametrize(("pain", "rests"), [(5, False), (6, True), (10, True)])
def test_what_hurt_too_much_rests_until_tomorrow(pair, pain, rests):
    programme, today = pair.programme(), timezone.localdate()
    pair.session(programme, telling=told(programme, bridge=pain))
    later = practice(programme, today)
    assert ("bridge" in {item.exercise for item in later.resting}) == rests
    assert ("bridge" in {item.exercise for item in later.items}) != rests
    assert "bridge" in {item.exercise for item in practice(programme, today + timedelta(days=1)).items}


@pytest.mark.parametrize(("days", "runs"), [(42, True), (43, False)])
def test_a_programme_that_has_run_out_is_practised_no_more(pair, days, runs):
    programme = pair.programme(on=timezone.localdate() - timedelta(days=days))
    browser = make.visitor(pair.user)
    page = browser.get("/my/").content.decode()
    assert ("ask for a new assessment" in page) != runs
    assert (browser.get("/my/log/").status_code == 200) == runs
    sent = browser.post("/my/log/", {"note": "Felt fine"})
    assert sent.status_code == 422
    assert ("This plan has run its course" in sent.content.decode()) != runs
    with tenancy.within(pair.clinic.pk):
        assert not Session.objects.filter(programme=programme).exists()


def test_a_patient_sees_the_right_side_first_where_it_is_short(pair):
    programme = pair.programme()
    with tenancy.within(pair.clinic.pk):
        assert programme.items.get(exercise="lunge-hip-flexor-stretch").focus == ["right"]
    assert "Right side first" in make.visitor(pair.user).get("/my/").content.decode()


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("US", "911"), ("FI", "112")])
def test_after_a_red_flag_the_number_of_the_country_stands_there(db, country, number):
    clinic, user = make.a_clinic(country=country), make.a_person("Mirela Quist")
    therapist = make.a_member(clinic)
    patient = make.a_patient(clinic, therapist, user=user)
    kept = make.a_session(make.a_programme(patient, therapist), user, red_flag=True)
    page = make.visitor(user).get(f"/my/done/{kept.session.pk}/").content.decode()
    assert f"tel:{number}" in page
