"""What would one other finding change? Compared by the engine, each turn with its reason; nothing is kept."""

import pytest
from django.urls import reverse

from assessments.facts import FactsError
from clinic.people import tenancy
from exercises import protocols, what_if
from exercises.models import Decision, Programme
from tests import make

FACTS = {"patient": {"age": 44}, **make.SHORT, "core": {"sahrmann_level": 3}}


def asked(**changes):
    changes = {path.replace("__", "."): value for path, value in changes.items()}
    return what_if.ask(FACTS, what_if.with_changes(FACTS, changes), protocols.load())


def names(turns):
    return [turn.name for turn in turns]


def test_the_same_changes_nothing():
    assert asked(thomas__right__hip_angle_deg=9).is_none


def test_a_hip_that_is_not_short_leaves_nothing_indicated():
    difference = asked(thomas__right__hip_angle_deg=-5)
    assert difference.decides_otherwise
    assert difference.nothing_prescribed
    assert difference.decision


def test_a_poor_core_opens_the_core_and_begins_lower():
    difference = asked(core__sahrmann_level=0)
    assert names(difference.opened) == ["Core"]
    assert "Dead bug" in names(difference.changed)
    assert all(turn.because for turn in difference.changed)


def test_kneeling_that_hurts_swaps_and_says_why():
    difference = asked(patient__conditions=["kneeling_pain"])
    assert "Lunge hip-flexor stretch" in names(difference.removed)
    assert "Edge-of-bed hip-flexor stretch" in names(difference.added)
    assert all(turn.because for turn in (*difference.added, *difference.removed))


def test_what_does_not_fit_is_refused_and_a_tape_gives_way():
    """What the contract does not know is refused; the tape gives way to an angle that is tried."""
    with pytest.raises(FactsError):
        asked(thomas__right__hip_angle_deg=400)
    taped = {"thomas": {"right": {"pelvis_controlled": True, "tape": {"thigh_length_cm": 40}}}}
    tried = what_if.with_changes(taped, {"thomas.right.hip_angle_deg": 3, "thomas.left.hip_angle_deg": -3})
    assert tried["thomas"]["right"] == {"pelvis_controlled": True, "hip_angle_deg": 3}
    assert tried["thomas"]["left"] == {"pelvis_controlled": True, "hip_angle_deg": -3}
    assert taped["thomas"]["right"]["tape"]


# -- On its page ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_page_says_what_would_change_and_keeps_nothing():
    pair = make.a_pair()
    draft = pair.proposal()
    browser, url = make.visitor(pair.therapist), reverse("exercises:what_if", args=[pair.patient.pk])
    form = browser.get(url).context["form"]
    now = {name: form[name].initial for name in form.fields}
    now = {name: "" if value is None else value for name, value in now.items()}
    assert browser.post(url, now).context["tried"] == []

    said = browser.post(url, now | {"patient__conditions": ["kneeling_pain"]})
    assert said.status_code == 200
    assert "Removed: Lunge" in said.content.decode()

    refused = browser.post(url, now | {"thomas__right__hip_angle_deg": "400", "patient__age": "x"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'value="400"' in page
    assert "Give a number" in page
    too_far = browser.post(url, now | {"thomas__right__hip_angle_deg": "400"})
    assert "-40" in too_far.content.decode()
    with tenancy.within(pair.clinic.pk):
        assert Programme.objects.filter(patient=pair.patient).count() == 1
        assert not Decision.objects.filter(patient=pair.patient).exists()
    assert make.as_it_is(draft).facts == draft.facts
