"""Does a therapist's edit stay safe? The rules speak first, a line of justification is kept, a hard stop stays."""

from uuid import uuid4

import pytest
from django.urls import reverse

from clinic.people import tenancy
from exercises import choosing, editing, issuing, proposing, safety
from exercises.models import Decision, ItemChange, Programme
from tests.make import (
    SHORT,
    a_clinic,
    a_correction,
    a_draft,
    a_member,
    a_patient,
    a_programme,
    an_assessment,
    an_emergency,
    as_it_is,
    changed,
    visitor,
)

pytestmark = pytest.mark.django_db
LONG = changed(SHORT, posture="sway_back", thomas__right__hip_angle_deg=-11)
UNSTEADY = changed(SHORT, balance={"single_leg_stance_s": {"right": 8, "left": 31}})


class Desk:
    """A therapist before one patient's proposal."""

    def __init__(self, case=SHORT, open_through=None, **patient):
        self.clinic = a_clinic()
        self.therapist = a_member(self.clinic)
        self.patient = a_patient(self.clinic, self.therapist, **patient)
        self.browser = visitor(self.therapist)
        self.draft = a_draft(self.patient, self.therapist, case, open_through=open_through) if case else None

    def items(self, **wanted):
        with tenancy.within(self.clinic.pk):
            return list(self.draft.items.kept().filter(**wanted).select_related("stage"))

    def item(self, exercise):
        return self.items(exercise=exercise)[0]

    def stage(self, name):
        with tenancy.within(self.clinic.pk):
            return self.draft.stages.get(name=name)

    def changes(self):
        with tenancy.within(self.clinic.pk):
            return list(ItemChange.objects.filter(programme=self.draft))

    def url(self, name, *further):
        return reverse(f"exercises:{name}", args=[self.patient.pk, *further])

    def add(self, stage, exercise, **more):
        stage = self.stage(stage)
        given = {"exercise": exercise, "reason": "Asked for it", **more}
        given = {f"{stage.pk}-{name}": value for name, value in given.items()}
        return self.browser.post(self.url("add_item", stage.pk), given)

    def change(self, item, **more):
        now = {"step": item.reps or item.hold_s, "level": item.level, "times_per_day": item.times_per_day}
        given = {**now, "reason": "Has done this before", **more}
        given = {f"{item.pk}-{name}": value for name, value in given.items()}
        return self.browser.post(self.url("change_item", item.pk), given)


def shown(answer):
    """The form that came back."""
    if "board" not in answer.context:
        return answer.context["form"]
    return next(
        row.form for column in answer.context["board"].columns for row in column.rows if row.form.is_bound
    )


def ticked(answer):
    return {"read": shown(answer)["read"].value(), "despite": "on"}


# -- Adding --------------------------------------------------------------------------------------------------------
def test_an_exercise_nothing_speaks_against_is_added_at_once():
    desk = Desk()
    assert desk.add("glutes", "side-lying-glute-lift").status_code == 302
    assert desk.item("side-lying-glute-lift").rule == "therapist"
    assert [change.warnings for change in desk.changes()] == [[]]


@pytest.mark.parametrize(
    ("case", "history", "stage", "exercise", "sentence"),
    [
        (LONG, {}, "inhibit", "standing-hip-flexor-stretch", "may be long: they are not stretched"),
        (LONG, {}, "inhibit", "pigeon-stretch", "the pigeon is left out"),
        (
            SHORT,
            {"conditions": ["femoroacetabular_impingement"]},
            "inhibit",
            "lunge-hip-flexor-stretch",
            "impingement",
        ),
        (SHORT, {"conditions": ["kneeling_pain"]}, "core", "four-point-reach", "rests on the knees"),
    ],
)
def test_what_speaks_against_it_is_shown_and_asks_for_a_tick(case, history, stage, exercise, sentence):
    desk = Desk(case, history=history)
    answer = desk.add(stage, exercise, reason="A teacher of yoga")
    assert answer.status_code == 422
    assert desk.items(exercise=exercise) == []
    assert desk.changes() == []
    page = answer.content.decode()
    assert sentence in page
    assert 'value="A teacher of yoga"' in page
    assert "Give it all the same" in page
    again = desk.add(stage, exercise, reason="A teacher of yoga", **ticked(answer))
    assert again.status_code == 302
    [change] = desk.changes()
    assert change.reason == "A teacher of yoga"
    assert any(sentence in warning["because"] for warning in change.warnings)
    assert desk.item(exercise).rule == "therapist"


def test_a_tick_without_a_reason_is_not_enough():
    desk = Desk(LONG)
    answer = desk.add("inhibit", "pigeon-stretch")
    again = desk.add("inhibit", "pigeon-stretch", **{**ticked(answer), "reason": ""})
    assert again.status_code == 422
    assert "reason is kept" in again.content.decode()
    assert desk.changes() == []


def test_a_tick_stands_for_the_exercise_that_was_shown_only():
    desk = Desk(LONG)
    read = ticked(desk.add("inhibit", "pigeon-stretch"))
    other = desk.add("inhibit", "lunge-hip-flexor-stretch", **read)
    assert other.status_code == 422
    assert "despite" in shown(other).errors
    assert desk.changes() == []


def test_a_fifth_exercise_a_day_is_questioned_and_may_be_given():
    desk = Desk(open_through="core")
    assert len([item for item in desk.items() if item.stage.is_open]) == 4
    answer = desk.add("glutes", "side-lying-glute-lift")
    assert answer.status_code == 422
    assert "four" in shown(answer).objections[0].because.lower()
    assert desk.add("glutes", "side-lying-glute-lift", **ticked(answer)).status_code == 302


def test_in_a_stage_that_waits_the_day_is_not_longer():
    desk = Desk(open_through="core")
    assert desk.add("balance", "supported-tandem-stance").status_code == 302


def test_balance_is_added_at_the_level_and_the_cap_of_this_patient():
    """Stance of eight seconds: level 0, at the starter dose, and never with the eyes closed."""
    desk = Desk(UNSTEADY)
    with tenancy.within(desk.clinic.pk):
        editing.remove_item(by=desk.therapist, item=desk.item("balance"), reason="To add it again")
    assert desk.add("balance", "balance").status_code == 302
    added = desk.item("balance")
    assert (added.level, added.max_level, added.hold_s, added.hold_max_s) == (0, 2, 10, None)
    assert added.equipment == []


@pytest.mark.parametrize(("equipment", "has"), [(["wobble_board"], (0, 2)), ([], (1, 3))])
def test_balance_is_added_on_the_board_where_there_is_one(equipment, has):
    desk = Desk(history={"equipment": equipment})
    with tenancy.within(desk.clinic.pk):
        editing.remove_item(by=desk.therapist, item=desk.item("balance"), reason="To add it again")
    assert desk.add("balance", "balance").status_code == 302
    added = desk.item("balance")
    assert (added.level, added.max_level) == has
    assert added.equipment == equipment


def test_a_stretch_is_added_for_the_short_side_and_as_often_as_the_bridge():
    desk = Desk()
    assert desk.add("inhibit", "standing-hip-flexor-stretch").status_code == 302
    added = desk.item("standing-hip-flexor-stretch")
    assert (added.focus, added.times_per_day, added.sets, added.hold_s) == (["right"], 2, 2, 30)


# -- Changing ------------------------------------------------------------------------------------------------------
def test_a_level_above_the_cap_is_questioned_with_its_reason():
    desk = Desk(UNSTEADY)
    item = desk.item("balance")
    answer = desk.change(item, level=3)
    assert answer.status_code == 422
    assert "never with the eyes closed" in answer.content.decode()
    assert desk.item("balance").level == 0
    assert desk.change(item, level=3, **ticked(answer)).status_code == 302
    kept = desk.item("balance")
    assert (kept.level, kept.max_level) == (3, 3)
    assert desk.changes()[0].warnings[0]["when"] == "balance_ladder.cap"


def test_a_level_that_does_not_exist_cannot_be_chosen():
    desk = Desk()
    answer = desk.change(desk.item("bridge"), level=4)
    assert answer.status_code == 422
    assert "level" in shown(answer).errors


def test_more_than_the_starter_dose_is_questioned():
    desk = Desk(age=70)
    bridge = desk.item("bridge")
    assert bridge.reps == 10
    answer = desk.change(bridge, step=20)
    assert answer.status_code == 422
    assert "Starter dose" in answer.content.decode()
    assert desk.change(bridge, step=20, **ticked(answer)).status_code == 302
    assert desk.item("bridge").reps == 20


def test_a_smaller_dose_asks_for_its_reason_only():
    desk = Desk()
    assert desk.change(desk.item("bridge"), step=15).status_code == 302
    assert desk.item("bridge").reps == 15


def test_the_action_refuses_too_where_no_form_asked():
    desk = Desk(LONG)
    with tenancy.within(desk.clinic.pk), pytest.raises(safety.Objected):
        choosing.add_item(
            by=desk.therapist, stage=desk.stage("inhibit"), exercise_id="pigeon-stretch", reason="Because"
        )
    assert desk.changes() == []


# -- Hard stops ----------------------------------------------------------------------------------------------------
HARD_STOPS = {
    "emergency": {"screening__red_flags": ["chest_pain"]},
    "urgent": {"screening__red_flags": ["fever_or_unwell"]},
    "pain": {"screening__pain_at_rest": 6},
    "not asked": {"screening__asked": False},
}
POST_OPERATIVE = {"surgery_kind": "other", "surgeon_cleared": False}


@pytest.mark.parametrize("stop", HARD_STOPS)
def test_nothing_can_be_edited_around_a_hard_stop(stop):
    desk = Desk(case=None)
    an_assessment(desk.patient, desk.therapist, changed(SHORT, **HARD_STOPS[stop]))
    assert desk.browser.get(desk.url("propose")).status_code == 200
    desk.browser.post(desk.url("propose_anew"))
    assert desk.browser.get(desk.url("preview")).status_code == 404
    for name in ("issue", "discard"):
        assert desk.browser.post(desk.url(name)).status_code == 404
    for name in ("change_item", "move_item", "add_item"):
        assert desk.browser.post(desk.url(name, uuid4())).status_code == 404
    with tenancy.within(desk.clinic.pk):
        assert not Programme.objects.filter(patient=desk.patient).exists()


def test_a_draft_made_before_a_red_flag_can_be_neither_edited_nor_issued():
    desk = Desk()
    item, stage = desk.item("bridge"), desk.stage("glutes")
    an_assessment(desk.patient, desk.therapist, changed(SHORT, screening__red_flags=["chest_pain"]))
    desk.change(item, step=15)
    desk.add("glutes", "side-lying-glute-lift")
    assert desk.changes() == []
    with tenancy.within(desk.clinic.pk):
        for act in (
            lambda: editing.remove_item(by=desk.therapist, item=item, reason="No"),
            lambda: editing.move_item(by=desk.therapist, item=item, earlier=True),
            lambda: choosing.add_item(by=desk.therapist, stage=stage, exercise_id="heel-slide", reason="No"),
        ):
            with pytest.raises(issuing.Outdated):
                act()
    assert desk.browser.post(desk.url("issue")).url == desk.url("propose")
    assert as_it_is(desk.draft).state == "draft"
    answer = desk.browser.get(desk.url("propose"))
    assert answer.context["plan"].status == "refer_emergency"
    with tenancy.within(desk.clinic.pk):
        assert not Programme.objects.filter(patient=desk.patient).exists()


def test_a_corrected_assessment_makes_another_proposal():
    desk = Desk()
    a_correction(desk.patient, desk.therapist)
    assert desk.browser.post(desk.url("issue")).url == desk.url("propose")
    answer = desk.browser.get(desk.url("propose"))
    assert answer.context["programme"].pk != desk.draft.pk


def test_a_stage_is_not_opened_over_a_newer_red_flag():
    desk = Desk(case=None)
    live = a_programme(desk.patient, desk.therapist)
    an_emergency(desk.patient, desk.therapist)
    with tenancy.within(desk.clinic.pk):
        decision = Decision.objects.get(patient=desk.patient)
        decision.pk, decision.assessment, decision.programme = uuid4(), None, live
        decision.ask, decision.alert, decision.urgency = "stage", False, 4
        decision.actions = ["propose_next_stage"]
        decision.save(force_insert=True)
    desk.browser.post(desk.url("answer", decision.pk))
    with tenancy.within(desk.clinic.pk):
        assert not desk.patient.programmes.drafts().exists()


def test_after_issuing_nothing_can_be_edited():
    desk = Desk()
    item, stage = desk.item("bridge"), desk.stage("glutes")
    assert desk.browser.post(desk.url("issue")).status_code == 302
    before = as_it_is(item)
    for answer in (
        desk.change(item, step=15),
        desk.change(item, step="nonsense"),
        desk.change(item, remove="1"),
        desk.add(stage.name, "side-lying-glute-lift"),
        desk.add(stage.name, "nonsense"),
        desk.browser.post(desk.url("move_item", item.pk)),
    ):
        assert answer.status_code == 302
        assert answer.url == desk.url("propose")
    assert as_it_is(item).reps == before.reps
    assert desk.changes() == []
    with tenancy.within(desk.clinic.pk), pytest.raises(issuing.NotADraft):
        editing.remove_item(by=desk.therapist, item=item, reason="No")


def test_a_post_operative_hold_has_no_draft():
    desk = Desk(case=None, history=POST_OPERATIVE)
    assessment = an_assessment(desk.patient, desk.therapist)
    with tenancy.within(desk.clinic.pk):
        plan, draft = proposing.propose(by=desk.therapist, assessment=assessment)
    assert (str(plan.status), draft) == ("hold_post_operative", None)
