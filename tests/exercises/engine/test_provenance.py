"""Does every part of a plan and of a review carry its own rule, its sentence and its source?"""

import pytest

from assessments.facts import parse
from exercises import library, protocols
from exercises.engine import ENGINE_VERSION, Log, prescribe, review
from tests.exercises.engine.people import GLUTE, LONG, SHORT, TONE, assessment, thomas

PROTOCOL = protocols.load()
ADJUSTMENTS = {each.id: each for each in PROTOCOL.adjustments}
FULL = {"thomas__right": thomas(8, knee_flexion_deg=58), "patient__activities": ["runner"]}


def plan_for(presentation, **changes):
    return prescribe(parse(assessment(**{**presentation, **changes})), PROTOCOL, library.load())


def comes_from(part, entry, name=None):
    assert part.rule == entry.id
    assert part.basis == entry.basis
    assert part.because == (name or entry.wording).said()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"patient__conditions": ["labral_tear"]}, "painful_front_of_hip"),
        ({"patient__conditions": ["femoroacetabular_impingement"]}, "impingement"),
    ],
)
def test_what_was_contraindicated(changes, rule):
    left = plan_for(FULL, **changes).left_out
    assert {each.code for each in left if each.exercise == "pigeon-stretch"} == {"contraindicated"}
    comes_from(next(each for each in left if each.exercise == "pigeon-stretch"), ADJUSTMENTS[rule])


def test_what_the_day_had_no_room_for():
    (left,) = plan_for({**FULL, "patient__activities": []}, open_through="balance").left_out
    assert (left.exercise, left.code) == ("pigeon-stretch", "daily_limit")
    comes_from(left, next(step for step in PROTOCOL.daily_limit.steps if "pigeon-stretch" in step.drop))


def test_a_caution_says_what_to_watch_and_why_it_was_raised():
    (caution,) = plan_for(SHORT, patient__conditions=["kneeling_discomfort"]).cautions
    assert caution.code == "cushion_under_knee"
    assert caution.says == PROTOCOL.cautions["cushion_under_knee"].said()
    comes_from(caution, ADJUSTMENTS["kneeling_uncomfortable"])


def test_the_first_circumstance_that_raises_a_caution_names_the_reason():
    raised = plan_for(SHORT, patient__conditions=["vertigo"], patient__pregnancy_weeks=5).cautions
    rules = [each.id for each in PROTOCOL.adjustments if each.caution == "hand_support"]
    assert {each.rule for each in raised if each.code == "hand_support"} == set(rules[:1])


def test_a_runner_s_walking_lunge_and_caution():
    plan = plan_for(FULL)
    (walking,) = plan.before_run_items
    before = PROTOCOL.runner.before_run
    assert (walking.rule, walking.basis, walking.reasons) == (
        before.id,
        before.basis,
        (before.wording.said(),),
    )
    assert (walking.focus, walking.when, walking.dose.distance_m) == ((), "before_run", 10)
    after = next(each for each in plan.cautions if each.code == "static_stretch_after_run")
    assert (after.rule, after.basis, after.because) == (
        "runner",
        PROTOCOL.runner.basis,
        PROTOCOL.runner.wording.said(),
    )


def test_a_runner_who_lost_the_walking_lunge():
    lost = next(
        each
        for each in plan_for(FULL, screening__pain_at_rest=4).left_out
        if each.exercise == "walking-lunge"
    )
    comes_from(lost, PROTOCOL.runner.before_run, PROTOCOL.runner.before_run.lost)


@pytest.mark.parametrize(("presentation", "side"), [(SHORT, "right"), (TONE, ""), (LONG, ""), (GLUTE, "")])
def test_a_plan_its_stages_and_its_opening(presentation, side):
    plan = plan_for(presentation)
    rule = next(each for each in PROTOCOL.rules if each.presentation == plan.presentation)
    assert (plan.rule, plan.basis, plan.because) == (rule.id, rule.basis, rule.wording.said(side=side))
    assert (plan.protocol_id, plan.protocol_version) == (PROTOCOL.id, PROTOCOL.version)
    assert plan.engine_version == ENGINE_VERSION
    for stage in plan.stages:
        words = PROTOCOL.stages[stage.stage]
        assert (stage.because, stage.basis) == (words.wording.said(), words.basis)
        assert (stage.unlocks_when is None) == stage.open
        for item in stage.items:
            assert words.wording.said() in item.reasons
    assert plan.opening in [each.wording.said() for each in PROTOCOL.openings]


def test_a_rule_that_rests_on_something_short_names_its_side():
    quad = thomas(-2, knee_flexion_deg=60)
    both = plan_for(SHORT, thomas__left=quad)
    assert both.because.patient.text == "The front of your right and left hip may be short."
    against = plan_for(SHORT, thomas__left=quad, posture="sway_back")
    assert "a short iliopsoas on the right contradict" in against.because.clinician.text


def test_where_the_patient_already_is_needs_no_opening_s_reason():
    assert plan_for(SHORT, open_through="core").opening is None


@pytest.mark.parametrize("presentation", [LONG, GLUTE])
def test_an_exercise_chosen_for_no_finding_says_what_the_plan_stands_on(presentation):
    plan = plan_for(presentation)
    assert all(item.reasons[0] == plan.because for item in plan.items)


def test_a_substitute_keeps_why_it_was_chosen_and_names_the_change():
    plan = plan_for(SHORT, patient__conditions=["kneeling_pain"])
    edge = next(item for item in plan.items if item.exercise == "edge-of-bed-stretch")
    assert (edge.rule, edge.basis) == ("kneeling_hurts", ADJUSTMENTS["kneeling_hurts"].basis)
    assert edge.reasons[0] == plan.reading.findings[0].because
    assert edge.reasons[2] == ADJUSTMENTS["kneeling_hurts"].wording.said()


def test_a_substitute_that_fell_together_with_another_answers_both_findings():
    plan = plan_for(FULL, patient__conditions=["kneeling_pain"])
    edge = next(item for item in plan.items if item.exercise == "edge-of-bed-stretch")
    found = [each.because.clinician for each in plan.reading.findings]
    assert [each.clinician for each in edge.reasons[:2]] == found


def test_what_is_missing_and_what_was_not_tested():
    missing = plan_for(SHORT, core=None)
    assert missing.missing == (("core_observation", PROTOCOL.missing["core_observation"].said()),)
    untested = plan_for(SHORT, hip_flexor_strength=None).not_tested
    assert untested == (("hip_flexor_strength", PROTOCOL.not_tested["hip_flexor_strength"][1].said()),)
    assert plan_for(SHORT).missing == ()


def test_the_figures_in_what_opens_the_next_stage():
    closed = plan_for(SHORT).stages[2].unlocks_when
    assert closed.clinician.text == (
        "Opens after at least 7 days and 5 sessions in the stage before it, with at least 7 in 10 of the sessions "
        "asked for done, and the last 2 finished with little pain and an effort of 5 or less. A therapist confirms."
    )


def test_a_review():
    answer = review(Log(fall=True), PROTOCOL)
    step = next(each for each in PROTOCOL.steps if each.id == answer.rule)
    comes_from(answer, step)
    assert (answer.protocol_version, answer.engine_version) == (PROTOCOL.version, ENGINE_VERSION)


def test_a_dose_has_one_measure_and_says_why_it_is_not_the_usual_one():
    plan = plan_for(SHORT, patient__age=65, patient__conditions=["spinal_stenosis"], core={"overall": "poor"})
    items = {item.exercise: item for item in plan.items}
    bridge, bug, balance = items["bridge"], items["dead-bug"], items["balance"]
    starter = PROTOCOL.starter.wording.said()
    ladders = {(each.exercise, each.variant): each for each in PROTOCOL.ladders}
    assert (bridge.dose.reps, bridge.dose.hold_s, bridge.dose.distance_m) == (10, None, None)
    assert (balance.dose.reps, balance.dose.hold_s, balance.dose.distance_m) == (None, 10, None)
    assert balance.variant == "no_board"
    assert bridge.dosing == (ladders["bridge", None].cap.reason.wording.said(), starter)
    assert bug.dosing == (
        ladders["dead-bug", None].lower_start.reason.wording.said(),
        ladders["dead-bug", None].cap.reason.wording.said(),
        starter,
    )
    assert items["pigeon-stretch"].dosing == ()
