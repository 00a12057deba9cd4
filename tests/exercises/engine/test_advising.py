"""What speaks against an exercise chosen by hand? Each row of the protocol, and nothing that the plan holds."""

import pytest
from hypothesis import given, settings

from assessments.facts import parse
from assessments.vocabulary import Stage
from exercises import library, protocols
from exercises.engine import advise, prescribe
from tests.exercises.engine.people import (
    CLEARED,
    GLUTE,
    LONG,
    SHORT,
    TONE,
    assessment,
    measured,
    thomas,
    treatable,
)

FLEXOR_STRETCHES = (
    "lunge-hip-flexor-stretch",
    "half-kneeling-quad-stretch",
    "edge-of-bed-stretch",
    "standing-hip-flexor-stretch",
)
POSTERIOR = {**CLEARED, "kind": "replacement_posterior"}
NOT_CLEARED = {**CLEARED, "extension_cleared": False}
# A presentation, a circumstance, the exercise, and the rule that speaks against it.
AGAINST = [
    *(
        (LONG, {}, each, "long_is_not_stretched")
        for each in (*FLEXOR_STRETCHES, "pigeon-stretch", "walking-lunge")
    ),
    *(
        (GLUTE, {"thomas__left": thomas(-15)}, each, "very_mobile_is_not_lengthened")
        for each in FLEXOR_STRETCHES
    ),
    (GLUTE, {"thomas__left": thomas(-15)}, "walking-lunge", "walking_lunge_before_run"),
    (
        LONG,
        {"hip_flexor_strength": {"left": 5, "right": 5}},
        "hip-flexor-march",
        "strong_flexors_need_no_march",
    ),
    (
        GLUTE,
        {"patient__conditions": ["labral_tear"]},
        "standing-hip-flexor-stretch",
        "hip_kept_out_of_extension",
    ),
    (GLUTE, {"patient__surgery": NOT_CLEARED}, "edge-of-bed-stretch", "hip_kept_out_of_extension"),
    (GLUTE, {"thomas__left": thomas(-11, pain=4)}, "seated-figure-four", "no_figure_four_where_no_pigeon"),
    (GLUTE, {"patient__surgery": POSTERIOR}, "supine-figure-four", "no_figure_four_where_no_pigeon"),
    (GLUTE, {"patient__conditions": ["kneeling_pain"]}, "pigeon-stretch", "kneeling_hurts"),
    (GLUTE, {"patient__conditions": ["neuropathy"]}, "walking-lunge", "walking_lunge_before_run"),
    (
        GLUTE,
        {"patient__conditions": ["femoroacetabular_impingement"]},
        "lunge-hip-flexor-stretch",
        "impingement",
    ),
    (SHORT, {"patient__pregnancy_weeks": 13}, "bridge", "pregnant"),
    (SHORT, {"patient__pregnancy_weeks": 13}, "bridge", "pregnant_13_weeks"),
    (SHORT, {"balance": {"single_leg_stance_s": {"left": 4, "right": 30}}}, "balance", "stance_too_short"),
    (SHORT, {"patient__conditions": ["kneeling_pain"]}, "four-point-reach", "kneeling_pain"),
]


def advice_for(presentation, **circumstance):
    data = assessment(**{**presentation, **circumstance})
    return advise(parse(data), protocols.load(), library.load())


@pytest.mark.parametrize(("presentation", "circumstance", "exercise", "rule"), AGAINST)
def test_it_speaks_against(presentation, circumstance, exercise, rule):
    assert rule in {one.rule for one in advice_for(presentation, **circumstance).against(exercise)}


@pytest.mark.parametrize("exercise", library.EXERCISE_IDS)
def test_nothing_speaks_against_anything_for_somebody_healthy(exercise):
    assert advice_for(GLUTE).against(exercise) == ()


def test_what_would_stand_in_its_place_is_named():
    objections = advice_for(SHORT, patient__conditions=["kneeling_pain"]).against("lunge-hip-flexor-stretch")
    assert "edge-of-bed-stretch" in {one.instead for one in objections}


@pytest.mark.thorough
@pytest.mark.parametrize("person", [treatable, measured], ids=["anyone", "measured"])
def test_nothing_speaks_against_what_the_plan_holds(person):
    @settings(deadline=None)
    @given(person)
    def holds(one):
        facts = parse(one)
        plan, advice = (each(facts, protocols.load(), library.load()) for each in (prescribe, advise))
        assert (advice is None) == (plan.status != "ready")
        for item in (*plan.items, *plan.before_run_items):
            assert not advice.against(item.exercise)
            assert not advice.against_level(item.exercise, item.max_level)
            assert not advice.against_amount(
                item.exercise, item.dose.reps or item.dose.hold_s or item.dose.distance_m
            )

    holds()


@pytest.mark.thorough
@pytest.mark.parametrize("person", [treatable, measured], ids=["anyone", "measured"])
def test_an_exercise_added_by_hand_is_done_as_in_the_plan(person):
    @settings(deadline=None)
    @given(person)
    def holds(one):
        facts = parse(one)
        plan, advice = (each(facts, protocols.load(), library.load()) for each in (prescribe, advise))
        opened = {stage.stage for stage in plan.stages if stage.open}
        beside = Stage.GLUTES in opened and any(item.exercise == "bridge" for item in plan.items)
        for stage in plan.stages:
            for item in stage.items:
                way = advice.way(item.exercise, stage.stage, beside_bridge=beside)
                assert (way.rung.level, way.rung.max_level) == (item.level, item.max_level)
                assert (way.rung.variant, way.rung.equipment) == (item.variant, item.equipment)
                assert (way.dose, way.focus) == (item.dose, item.focus)

    holds()


@pytest.mark.parametrize(
    ("circumstance", "exercise", "top"),
    [
        ({"patient__age": 65}, "balance", 2),
        ({"patient__conditions": ["spinal_stenosis"]}, "bridge", 1),
        ({"patient__conditions": ["labral_tear"]}, "dead-bug", 1),
    ],
)
def test_the_last_level_is_accepted_and_the_next_is_questioned(circumstance, exercise, top):
    advice = advice_for(SHORT, **circumstance)
    assert advice.against_level(exercise, top) == ()
    assert len(advice.against_level(exercise, top + 1)) == 1


def test_without_a_cap_every_level_is_accepted():
    assert advice_for(SHORT).against_level("bridge", 3) == ()


def test_more_than_the_starter_dose_is_questioned_where_there_is_one():
    frail = advice_for(SHORT, patient__age=65)
    assert frail.against_amount("bridge", 10) == ()
    assert len(frail.against_amount("bridge", 15)) == 1
    assert advice_for(SHORT).against_amount("bridge", 30) == ()


def test_more_than_the_primer_is_questioned():
    advice = advice_for(TONE)
    assert advice.against_amount("standing-hip-flexor-stretch", 15) == ()
    assert len(advice.against_amount("standing-hip-flexor-stretch", 30)) == 1


def test_four_a_day_are_accepted_and_five_questioned():
    assert advice_for(SHORT).against_count(4) == ()
    assert [one.rule for one in advice_for(SHORT).against_count(5)] == ["daily_limit"]


@pytest.mark.parametrize(
    "stopped",
    [
        {"screening__red_flags": ["chest_pain"]},
        {"screening__red_flags": ["fever_or_unwell"]},
        {"patient__surgery": {**CLEARED, "weeks_ago": 11}},
        {"screening__pain_at_rest": 6},
        {"patient__age": 15},
        {"screening__asked": False},
    ],
)
def test_there_is_no_advice_around_a_hard_stop(stopped):
    assert advice_for(SHORT, **stopped) is None


@pytest.mark.parametrize("presentation", [SHORT, TONE, LONG, GLUTE])
def test_every_item_of_a_plan_would_be_added_by_hand_as_it_stands(presentation):
    facts = parse(assessment(**presentation, patient__activities=["runner"], patient__age=65))
    plan, advice = (each(facts, protocols.load(), library.load()) for each in (prescribe, advise))
    for stage in plan.stages:
        for item in stage.items:
            way = advice.way(item.exercise, stage.stage, beside_bridge=True)
            assert (way.rung.level, way.rung.max_level, way.rung.variant) == (
                item.level,
                item.max_level,
                item.variant,
            )
            assert (way.dose, way.dosing, way.focus, way.when) == (
                item.dose,
                item.dosing,
                item.focus,
                item.when,
            )
