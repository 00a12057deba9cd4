"""Is a next stage opened in one press, with what was chosen before, and taken back within ten minutes?"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic.people import tenancy
from exercises import choosing, editing, issuing, undoing
from exercises.models import Decision, Programme, ProgrammeState, Urgency
from tests import make

pytestmark = pytest.mark.django_db


class Room:
    """A therapist's Today, with a programme whose next stage may open."""

    def __init__(self):
        self.pair = make.a_pair()
        self.browser = make.visitor(self.pair.therapist)

    def begins(self, edit=None):
        draft = self.pair.proposal()
        if edit:
            with tenancy.within(self.pair.clinic.pk):
                items = {one.exercise: one for one in draft.items.kept().select_related("stage", "programme")}
                edit(self.pair.therapist, items)
        self.live = make.issued(draft, self.pair.therapist)
        self.decision = make.a_stage_to_confirm(self.live)
        return self

    def press(self, name="answer", decision=None):
        of = decision or self.decision
        return self.browser.post(reverse(f"exercises:{name}", args=[self.pair.patient.pk, of.pk]))

    def running(self):
        with tenancy.within(self.pair.clinic.pk):
            one = Programme.objects.live().get(patient=self.pair.patient)
            return one, {item.exercise: item for item in one.items.kept().select_related("stage")}

    def waiting(self):
        with tenancy.within(self.pair.clinic.pk):
            return list(Decision.objects.waiting().filter(patient=self.pair.patient))

    def today(self):
        return self.browser.get("/today/").content.decode()


@pytest.fixture
def room():
    return Room()


def test_one_press_opens_the_next_stage_and_says_so(room):
    room.begins()
    assert "Open core" in room.today()
    assert room.press().url == "/today/"
    now, items = room.running()
    assert (now.opens_through, now.replaces_id) == ("core", room.live.pk)
    assert items["dead-bug"].stage.is_open
    assert make.as_it_is(room.decision).answer == "confirmed"
    page = room.today()
    assert "Core is open now." in page
    assert "Undo" in page


def test_what_the_therapist_chose_comes_along(room):
    def edit(by, items):
        editing.change_item(by=by, item=items["bridge"], step=20, level=2, times_per_day=1, reason="Trained")
        editing.remove_item(by=by, item=items["pigeon-stretch"], reason="Hurts the knee")
        choosing.swap_item(
            by=by, item=items["dead-bug"], exercise_id="heel-slide", reason="Smaller, to begin with"
        )

    room.begins(edit)
    assert room.press().url == "/today/"
    _now, items = room.running()
    assert (items["bridge"].reps, items["bridge"].level, items["bridge"].times_per_day) == (20, 2, 1)
    assert set(items) == {"lunge-hip-flexor-stretch", "bridge", "heel-slide", "balance"}


def test_a_day_too_long_wants_a_look_first(room):
    def edit(by, items):
        stage = items["bridge"].stage
        choosing.add_item(by=by, stage=stage, exercise_id="side-lying-glute-lift", reason="Asked for it")

    room.begins(edit)
    answer = room.press()
    assert answer.url == reverse("exercises:propose", args=[room.pair.patient.pk])
    assert "Look at this before you issue it" in room.browser.get(answer.url).content.decode()
    assert room.running()[0].pk == room.live.pk


def test_a_proposal_on_the_table_is_not_trampled(room):
    room.begins()
    with tenancy.within(room.pair.clinic.pk):
        from exercises import proposing

        _plan, draft = proposing.propose(by=room.pair.therapist, assessment=room.live.assessment)
    assert "propose" in room.press().url
    assert make.as_it_is(draft).is_draft
    assert [one.pk for one in room.waiting()] == [room.decision.pk]


# -- Undo ----------------------------------------------------------------------------------------------------------
def test_undo_brings_back_what_ran_and_what_waited(room):
    room.begins()
    room.press()
    opened, _items = room.running()
    room.press("undo")
    assert room.running()[0].pk == room.live.pk
    assert make.as_it_is(opened).state == ProgrammeState.ENDED
    [again] = room.waiting()
    assert make.as_it_is(room.decision).reversed_by_id == again.pk
    assert not make.mails(room.pair.clinic, slot=f"programme:{opened.pk}")
    assert room.press(decision=again).url == "/today/"
    assert room.running()[0].opens_through == "core"


def test_a_call_that_was_noted_by_mistake_waits_again_with_those_answered_beside_it(room):
    live = room.pair.programme(on=timezone.localdate() - timedelta(days=5))
    for days, pain in ((2, 7), (1, 7)):
        room.pair.session(live, on=timezone.localdate() - timedelta(days=days), pain=pain)
    before = {(one.rule, one.item_id) for one in room.waiting()}
    newest = max(room.waiting(), key=lambda one: (-(one.urgency or Urgency.NOTE), one.made_at))
    room.press(decision=newest)
    assert room.waiting() == []
    room.press("undo", newest)
    assert {(one.rule, one.item_id) for one in room.waiting()} == before


def test_after_ten_minutes_it_stays(room):
    room.begins()
    now = timezone.now()
    with tenancy.within(room.pair.clinic.pk):
        issuing.answer(by=room.pair.therapist, decision=room.decision, with_="seen", now=now)
        with pytest.raises(undoing.TooLate):
            undoing.undo(
                by=room.pair.therapist, decision=room.decision, now=now + timedelta(minutes=10, seconds=1)
            )
    again = undone_at(room, now + timedelta(minutes=10))
    assert again.answered_at is None


def undone_at(room, now):
    with tenancy.within(room.pair.clinic.pk):
        return undoing.undo(by=room.pair.therapist, decision=room.decision, now=now)


def test_once_practised_it_stays(room):
    room.begins()
    room.press()
    opened, _items = room.running()
    room.pair.session(opened)
    said = room.browser.get(room.press("undo").url).content.decode()
    assert "has practised with it already" in said
    assert room.running()[0].pk == opened.pk


def test_twice_is_once(room):
    room.begins()
    room.press()
    room.press("undo")
    assert "taken back already" in room.browser.get(room.press("undo").url).content.decode()
    assert len(room.waiting()) == 1
