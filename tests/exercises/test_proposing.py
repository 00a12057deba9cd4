"""How does an assessment become a draft? The engine's plan as rows, kept whole, or the reason why there is none."""

import json

import pytest

from clinic.people import tenancy
from exercises import board, proposing
from exercises.models import Decision, Programme, Urgency
from tests import make

STATUSES = {
    "refer_emergency": {"screening__red_flags": ["saddle_numbness"]},
    "refer_urgent": {"screening__red_flags": ["constant_night_pain"]},
    "hold_review": {"screening__pain_at_rest": 6},
    "therapist_decides": {"hip_flexor_strength__right": 2},
    "incomplete": {"screening": {"asked": True, "red_flags": []}},
}


def proposed(pair, case=make.SHORT, **how):
    assessment = make.an_assessment(pair.patient, pair.therapist, case)
    with tenancy.within(pair.clinic.pk):
        return proposing.propose(by=pair.therapist, assessment=assessment, **how)


def test_the_rows_are_the_plan(pair):
    plan, draft = proposed(pair)
    with tenancy.within(pair.clinic.pk):
        rows = [
            (item.stage.name, item.exercise, item.level, item.sets, item.reps, item.hold_s)
            for item in draft.items.select_related("stage")
        ]
    assert rows == [
        (str(stage.stage), one.exercise, one.level, one.dose.sets, one.dose.reps, one.dose.hold_s)
        for stage in plan.stages
        for one in stage.items
    ]
    assert (draft.presentation, draft.opens_through) == ("short", "glutes")


def test_all_four_stages_stand_there_and_say_what_opens_them(pair):
    _, draft = proposed(pair)
    with tenancy.within(pair.clinic.pk):
        stages = list(draft.stages.all())
    assert [(stage.name, stage.is_open) for stage in stages] == [
        ("inhibit", True),
        ("glutes", True),
        ("core", False),
        ("balance", False),
    ]
    assert all(stage.unlocks_when["patient"]["text"] for stage in stages if not stage.is_open)


def test_every_sentence_is_kept_with_its_id_and_its_values(pair):
    """So that it can be said in another language later."""
    _, draft = proposed(pair)
    sentences = list(sentences_in(draft.plan))
    assert len(sentences) > 20
    assert all(one["id"] and one["text"] and isinstance(one["values"], dict) for one in sentences)
    json.dumps(draft.plan)


def sentences_in(part):
    if isinstance(part, dict):
        if {"id", "values", "text"} <= set(part):
            yield part
        for inner in part.values():
            yield from sentences_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from sentences_in(inner)


def test_a_new_proposal_takes_the_old_ones_place(pair):
    _, first = proposed(pair)
    _, second = proposed(pair)
    with tenancy.within(pair.clinic.pk):
        assert list(Programme.objects.drafts().filter(patient=pair.patient)) == [second]
    assert first.pk != second.pk


@pytest.mark.parametrize("status", STATUSES)
def test_what_may_not_be_prescribed_is_no_draft(pair, status):
    plan, draft = proposed(pair, make.changed(make.SHORT, **STATUSES[status]))
    assert (str(plan.status), draft) == (status, None)
    with tenancy.within(pair.clinic.pk):
        decision = Decision.objects.get(patient=pair.patient)
    assert decision.actions == [status]
    assert decision.urgency == (Urgency.ALERT if status.startswith("refer") else None)
    assert decision.programme_id is None


@pytest.mark.parametrize("status", STATUSES)
def test_its_page_has_no_way_around(pair, status):
    """The reason stands there, and neither an exercise nor a button to issue."""
    make.an_assessment(pair.patient, pair.therapist, make.changed(make.SHORT, **STATUSES[status]))
    page = make.visitor(pair.therapist).get(f"/patients/{pair.patient.pk}/propose/")
    said = page.content.decode()
    assert page.status_code == 200
    assert "/propose/issue/" not in said
    assert "/propose/stages/" not in said


def test_a_referral_takes_the_draft_away(pair):
    proposed(pair)
    proposed(pair, make.changed(make.SHORT, screening__red_flags=["chest_pain"]))
    with tenancy.within(pair.clinic.pk):
        assert not Programme.objects.drafts().filter(patient=pair.patient).exists()


def test_a_referral_stands_on_today_once(pair):
    make.an_emergency(pair.patient, pair.therapist)
    browser = make.visitor(pair.therapist)
    for _ in range(3):
        browser.get(f"/patients/{pair.patient.pk}/propose/")
    with tenancy.within(pair.clinic.pk):
        assert Decision.objects.waiting().filter(patient=pair.patient).count() == 1
    assert pair.patient.full_name in browser.get("/today/").content.decode()


def test_looking_at_the_draft_again_changes_nothing(pair):
    _, draft = proposed(pair)
    browser = make.visitor(pair.therapist)
    for _ in range(2):
        assert browser.get(f"/patients/{pair.patient.pk}/propose/").status_code == 200
    with tenancy.within(pair.clinic.pk):
        assert Programme.objects.drafts().get(patient=pair.patient) == draft


def test_the_board_shows_what_the_rows_hold(pair):
    _, draft = proposed(pair)
    with tenancy.within(pair.clinic.pk):
        shown = board.build(make.as_it_is(draft))
    assert [column.stage.name for column in shown.columns] == ["inhibit", "glutes", "core", "balance"]
    assert (shown.daily, shown.is_over_limit) == (3, False)
    assert all(row.because and row.dose for column in shown.columns for row in column.rows)
    assert all(row.form for column in shown.columns for row in column.rows)


def test_the_board_of_what_was_issued_has_no_forms(pair):
    programme = pair.programme()
    with tenancy.within(pair.clinic.pk):
        shown = board.build(programme)
    assert not any(row.form for column in shown.columns for row in column.rows)


def test_the_board_asks_no_more_for_more_exercises(pair, django_assert_max_num_queries):
    long = make.changed(make.SHORT, thomas__right__knee_flexion_deg=50)
    for case in (make.SHORT, long):
        draft = make.as_it_is(pair.proposal(case))
        with tenancy.within(pair.clinic.pk), django_assert_max_num_queries(3):
            board.build(draft)
