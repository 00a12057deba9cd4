"""Can what was pressed by mistake, and what the rules did by themselves, be taken back from the page?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic import caseload
from clinic.people import tenancy
from exercises import undoing
from exercises.models import Decision
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return make.a_pair()


# -- A talk --------------------------------------------------------------------------------------------------------
def in_touch(pair, programme):
    """Pressed on Today, which then offers the way back."""
    browser = make.visitor(pair.therapist)
    browser.post(reverse("exercises:in_touch", args=[pair.patient.pk, programme.pk]))
    return browser


def undone(browser, pair, programme):
    return browser.post(reverse("exercises:not_in_touch", args=[pair.patient.pk, programme.pk]), follow=True)


def test_a_talk_noted_by_mistake_is_taken_back(pair):
    programme = pair.programme()
    before = make.as_it_is(programme).reviewed_at
    browser = in_touch(pair, programme)
    assert make.as_it_is(programme).reviewed_at != before
    way_back = reverse("exercises:not_in_touch", args=[pair.patient.pk, programme.pk])
    assert way_back in browser.get("/today/").content.decode()
    page = undone(browser, pair, programme).content.decode()
    assert "Taken back" in page
    assert way_back not in page
    assert make.as_it_is(programme).reviewed_at == before
    assert "programme.not_in_touch" in make.audited(pair.clinic)


def test_nobody_else_takes_it_back_nor_later(pair):
    programme = pair.programme()
    browser = in_touch(pair, programme)
    noted = make.as_it_is(programme).reviewed_at
    undone(make.visitor(pair.therapist), pair, programme)  # another sitting
    assert make.as_it_is(programme).reviewed_at == noted
    assert undoing.talk_of(browser.session, noted + undoing.UNDO_FOR + timedelta(seconds=1)) is None
    with tenancy.within(pair.clinic.pk):
        programme.reviewed_at = timezone.now()
        programme.save(update_fields=["reviewed_at"])
    assert "Something came after it" in undone(browser, pair, programme).content.decode()


def test_what_was_confirmed_speaks_for_what_was_seen_with_it(pair):
    stage = make.a_stage_to_confirm(pair.programme())
    now = timezone.now()
    with tenancy.within(pair.clinic.pk):
        for answer, at in (("seen", now), ("confirmed", now), ("seen", now - timedelta(minutes=1))):
            stage.pk = uuid4()
            stage.answered_by, stage.answered_at, stage.answer = pair.therapist, at, answer
            stage.save(force_insert=True)
        patients = pair.clinic.patients.all()
        offered = [one.said for one in caseload.undoable(patients, by=pair.therapist.pk, now=now)]
    assert len(offered) == 2
    assert "is open now" in offered[0]
    assert "noted" in offered[1]


# -- What the rules did --------------------------------------------------------------------------------------------
def newest(pair):
    with tenancy.within(pair.clinic.pk):
        return Decision.objects.filter(patient=pair.patient).exclude(effect=None).latest("made_at")


def carried_back(pair, decision):
    url = reverse("exercises:carry_back", args=[pair.patient.pk, decision.pk])
    return make.visitor(pair.therapist).post(url, follow=True).content.decode()


def test_a_level_that_stepped_back_by_itself_goes_up_again(pair):
    programme = pair.programme()
    bridge = next(one for one in items(programme) if one.exercise == "bridge")
    pair.session(programme, control_kept=False)
    moved = make.as_it_is(bridge)
    assert moved.level < bridge.level
    page = reverse("exercises:programme", args=[pair.patient.pk, programme.pk])
    assert "Take it back" in make.visitor(pair.therapist).get(page).content.decode()
    for decision in decisions(pair):
        carried_back(pair, decision)
    assert make.as_it_is(bridge).level == bridge.level
    shown = make.visitor(pair.therapist).get(page).content.decode()
    assert "Taken back." in shown


def items(programme):
    with tenancy.within(programme.clinic_id):
        return list(programme.items.open())


def decisions(pair):
    with tenancy.within(pair.clinic.pk):
        return list(Decision.objects.filter(patient=pair.patient, carried_out_at__isnull=False))


def test_a_stop_is_not_taken_back_by_this_button(pair):
    """It is lifted on the programme's page, which looks for a newer assessment first."""
    programme = pair.programme()
    pair.session(programme, red_flag=True)
    assert make.as_it_is(programme).state == "stopped"
    assert "cannot be taken back" in carried_back(pair, newest(pair))
    assert make.as_it_is(programme).state == "stopped"


# -- The clinic's own page -------------------------------------------------------------------------------------------
def test_the_owner_says_which_paper(pair):
    owner = make.a_member(pair.clinic, "owner", name="Oona Grieve")
    given = {"name": "Harbour Practice", "phone": "020 7946 0000", "email": "desk@harbour.example"}
    browser = make.visitor(owner)
    assert "Choose the paper" in browser.post("/clinic/", given).content.decode()
    assert browser.post("/clinic/", given | {"paper": "us-letter"}).status_code == 302
    assert make.as_it_is(pair.clinic).paper == "us-letter"
    assert "Your clinic" in browser.get("/today/").content.decode()
    assert "Your clinic" not in make.visitor(pair.therapist).get("/today/").content.decode()
