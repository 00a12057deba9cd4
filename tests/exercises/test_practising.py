"""What is due on a day, and in which of its practices? What hurt rests; what was told may be told again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from clinic.people import tenancy
from exercises import leading, practising
from exercises.models import Completion, Decision, Item, Programme, Rhythm, Session
from exercises.told import Logged, Told
from tests import make


@pytest.fixture
def programme(pair):
    return pair.programme()


def on(programme, day=None):
    with tenancy.within(programme.clinic_id):
        found = practising.practice_on(make.as_it_is(programme), day or timezone.localdate())
        list(found.items)
        return found


def change(programme, **fields):
    with tenancy.within(programme.clinic_id):
        Item.objects.filter(programme=programme).update(**fields)


def told_of(practice, **pains):
    """One exercise hurts, the others do not."""
    entries = (
        Logged(item.pk, Completion.DONE, pains.get(item.exercise.replace("-", "_"), 1), 3)
        for item in practice.items
    )
    return Told(entries=tuple(entries))


# -- What is due ---------------------------------------------------------------------------------------------------
def test_the_open_stages_are_due_in_their_order(programme):
    practice = on(programme)
    assert [item.exercise for item in practice.items] == [
        "lunge-hip-flexor-stretch",
        "pigeon-stretch",
        "bridge",
    ]
    assert practice.next_stage.name == "core"
    assert (practice.slot, practice.slots, practice.is_done) == (1, 2, False)


def test_the_second_practice_holds_what_is_done_twice(pair, programme):
    pair.session(programme, slot=1)
    practice = on(programme)
    assert practice.slot == 2
    assert {item.times_per_day for item in practice.items} == {2}


def test_after_both_the_day_is_done(pair, programme):
    pair.session(programme, slot=1)
    pair.session(programme, slot=2)
    assert on(programme).is_done
    assert not on(programme, timezone.localdate() + timedelta(days=1)).is_done


def test_a_part_told_because_it_hurt_leaves_the_rest_of_the_practice_due(pair, programme):
    first, *others = on(programme).items
    key = uuid4()
    told = Told((Logged(first.pk, Completion.NOT, 6),), is_part=True)
    pair.session(programme, client_key=key, telling=told)
    practice = on(programme)
    assert (practice.slot, practice.is_done) == (1, False)
    assert list(practice.resting) == [first]
    assert [one["rests"] for one in leading.plan(practice)["exercises"]] == [True, *(False for _ in others)]
    whole = (Logged(first.pk, Completion.NOT, 6), *(Logged(one.pk, Completion.DONE, 1, 3) for one in others))
    pair.session(programme, client_key=key, telling=Told(whole))
    assert on(programme).slot == 2


@pytest.mark.parametrize(("rhythm", "due_on"), [(Rhythm.ODD_DAYS, [0, 2]), (Rhythm.EVEN_DAYS, [1, 3])])
def test_taking_turns_counts_from_the_first_day(programme, rhythm, due_on):
    change(programme, rhythm=rhythm)
    first = programme.starts_on
    days = [day for day in range(4) if on(programme, first + timedelta(days=day)).items]
    assert days == due_on


def test_the_last_day_is_due_and_the_next_is_not(programme):
    assert not on(programme, programme.expires_on).has_expired
    assert on(programme, programme.expires_on + timedelta(days=1)).has_expired


def test_a_draft_is_nobodys_practice(pair):
    pair.proposal()
    with tenancy.within(pair.clinic.pk):
        assert practising.live_programme(pair.patient) is None


# -- What hurt -----------------------------------------------------------------------------------------------------
def test_what_hurt_rests_until_tomorrow(pair, programme):
    pair.session(programme, slot=1, telling=told_of(on(programme), bridge=6))
    practice = on(programme)
    assert "bridge" not in [item.exercise for item in practice.items]
    assert [item.exercise for item in practice.resting] == ["bridge"]
    tomorrow = on(programme, timezone.localdate() + timedelta(days=1))
    assert "bridge" in [item.exercise for item in tomorrow.items]


def test_pain_of_five_does_not_rest(pair, programme):
    pair.session(programme, slot=1, telling=told_of(on(programme), bridge=5))
    assert on(programme).resting == ()


@pytest.mark.parametrize("times_per_day", [1, 2])
def test_telling_again_does_not_lose_what_hurt(pair, programme, times_per_day):
    """The last practice of the day is opened again: it still asks for the exercise that hurt."""
    change(programme, times_per_day=times_per_day)
    for _ in range(times_per_day - 1):
        pair.session(programme, slot=1)
    last = on(programme)
    pair.session(programme, slot=last.slot, telling=told_of(last, bridge=7))
    again = on(programme)
    assert again.slot == last.slot
    assert [item.exercise for item in again.items] == [item.exercise for item in last.items]
    assert again.is_done
    assert "bridge" in [item.exercise for item in again.resting]


def test_a_note_added_later_keeps_the_therapists_call(pair):
    """Through the page: the pain stands, and so does the decision that waits for the therapist."""
    programme = pair.programme()
    change(programme, times_per_day=1)
    pair.session(programme, telling=told_of(on(programme), bridge=7))
    browser = make.visitor(pair.user)
    page = browser.get("/my/log/")
    sent = {"client_key": str(page.context["session"]["client_key"].value()), "note": "Better after a walk"}
    for entry, _ in page.context["rows"]:
        pain = "7" if entry.item.exercise == "bridge" else "1"
        sent |= {
            f"{entry.prefix}-completion": "done",
            f"{entry.prefix}-pain": pain,
            f"{entry.prefix}-effort": "3",
        }
    assert browser.post("/my/log/", sent).status_code == 302
    with tenancy.within(pair.clinic.pk):
        session = Session.objects.get(programme=programme)
        assert (session.pain, session.note) == (7, "Better after a walk")
        assert Decision.objects.waiting().filter(session=session).exists()


# -- The patient's page --------------------------------------------------------------------------------------------
def state(programme, **fields):
    with tenancy.within(programme.clinic_id):
        Programme.objects.filter(pk=programme.pk).update(**fields)


def test_the_page_says_what_to_do(pair, programme):
    said = make.visitor(pair.user).get("/my/").content.decode()
    assert "2 rounds of 15 seconds each side, twice a day" in said
    assert "Right side first" in said


def test_the_page_of_an_expired_programme_says_so(pair, programme):
    state(programme, expires_on=timezone.localdate() - timedelta(days=1))
    browser = make.visitor(pair.user)
    assert pair.clinic.phone in browser.get("/my/").content.decode()
    assert browser.get("/my/log/")["Location"] == "/my/"


def test_without_a_programme_the_page_is_plain(pair):
    answer = make.visitor(pair.user).get("/my/")
    assert answer.status_code == 200
    assert make.visitor(pair.user).get("/my/log/")["Location"] == "/my/"
