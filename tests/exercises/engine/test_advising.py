"""What speaks against an exercise chosen by hand? Each row of the protocol, and nothing that the plan holds."""

import pytest
from hypothesis import given, settings

from assessments.facts import parse
from assessments.vocabulary import Stage
from exercises import library, protocols
from exercises.engine import Objection, advise, prescribe
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
PROTOCOL = protocols.load()
ADJUSTMENTS = {each.id: each.wording for each in PROTOCOL.adjustments}
OBJECTIONS = {each.id: each.wording for each in PROTOCOL.objections}
NOT_FOR = {(each.id, entry.when): entry.because for each in library.load().values() for entry in each.not_for}
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


# One exercise of each kind of objection, whole: its rule, its sentence, and what would stand in its place.
WORDED = [
    (
        {"patient__conditions": ["kneeling_pain"]},
        "pigeon-stretch",
        Objection("kneeling_hurts", ADJUSTMENTS["kneeling_hurts"].clinician, "supine-figure-four"),
    ),
    (
        {"patient__conditions": ["labral_tear"]},
        "pigeon-stretch",
        Objection("painful_front_of_hip", ADJUSTMENTS["painful_front_of_hip"].clinician),
    ),
    (
        {"patient__conditions": ["kneeling_pain"]},
        "four-point-reach",
        Objection("kneeling_pain", NOT_FOR["four-point-reach", "kneeling_pain"]),
    ),
    (
        {"thomas__left": thomas(-15)},
        "edge-of-bed-stretch",
        Objection("very_mobile_is_not_lengthened", OBJECTIONS["very_mobile_is_not_lengthened"].clinician),
    ),
    (
        {"patient__conditions": ["neuropathy"]},
        "walking-lunge",
        Objection("walking_lunge_before_run", PROTOCOL.runner.before_run.lost.clinician),
    ),
]


@pytest.mark.parametrize(("circumstance", "exercise", "objection"), WORDED)
def test_an_objection_says_its_sentence_and_what_would_stand_instead(circumstance, exercise, objection):
    assert objection in advice_for(GLUTE, **circumstance).against(exercise)


@pytest.mark.parametrize(
    "condition", ["vertigo", "kneeling_pain", "labral_tear", "femoroacetabular_impingement"]
)
def test_a_circumstance_speaks_only_against_what_it_is_about(condition):
    assert advice_for(GLUTE, patient__conditions=[condition]).against("side-lying-glute-lift") == ()


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


# A circumstance, the exercise, the last level that is accepted, and the ladder that stops there.
LEVELS = [
    ({"patient__age": 65}, "balance", 2, "balance_ladder"),
    ({"patient__conditions": ["spinal_stenosis"]}, "bridge", 1, "bridge_ladder"),
    ({"patient__conditions": ["labral_tear"]}, "dead-bug", 1, "dead_bug_ladder"),
]


@pytest.mark.parametrize(("circumstance", "exercise", "top", "name"), LEVELS)
def test_the_last_level_is_accepted_and_the_next_is_questioned(circumstance, exercise, top, name):
    advice = advice_for(SHORT, **circumstance)
    (ladder,) = (each for each in PROTOCOL.ladders if each.id == name)
    assert advice.against_level(exercise, top) == ()
    assert advice.against_level(exercise, top + 1) == (
        Objection(f"{name}.cap", ladder.cap.reason.wording.clinician),
    )


@pytest.mark.parametrize(
    ("equipment", "exercise", "level"), [([], "bridge", 3), (["wobble_board"], "balance", 3)]
)
def test_without_a_cap_every_level_is_accepted(equipment, exercise, level):
    assert advice_for(SHORT, patient__equipment=equipment).against_level(exercise, level) == ()


# A presentation, a circumstance, the exercise, the most that is accepted, and the sentence against more.
FRAIL = "Starter dose: age 65 or over, pain at rest of 4 or more, pregnant, fragile bones, or deconditioned."
PRIMER = "A primer: 2 x 15 s, for the lunge stretch and whatever takes its place."
AMOUNTS = [
    (SHORT, {"patient__age": 65}, "bridge", 10, FRAIL),
    (SHORT, {"patient__age": 65}, "balance", 10, FRAIL),
    (GLUTE, {}, "bridge", 10, "Starter dose: the glutes are poor."),
    (TONE, {}, "standing-hip-flexor-stretch", 15, PRIMER),
    (TONE, {}, "lunge-hip-flexor-stretch", 15, PRIMER),
]


@pytest.mark.parametrize(("presentation", "circumstance", "exercise", "most", "sentence"), AMOUNTS)
def test_more_than_one_begins_with_is_questioned(presentation, circumstance, exercise, most, sentence):
    advice = advice_for(presentation, **circumstance)
    assert advice.against_amount(exercise, most) == ()
    assert advice.against_amount(exercise, most + 1) == (Objection("starter_dose", sentence),)


# The lunge is done twice a day beside the bridge: that is a reason, and none against holding it longer.
@pytest.mark.parametrize("exercise", ["bridge", "balance", "lunge-hip-flexor-stretch", "walking-lunge"])
def test_who_begins_with_the_full_dose_is_asked_about_no_amount(exercise):
    assert advice_for(SHORT).against_amount(exercise, 100) == ()


def test_four_a_day_are_accepted_and_five_questioned():
    assert advice_for(SHORT).against_count(4) == ()
    assert advice_for(SHORT).against_count(5) == (
        Objection("daily_limit", PROTOCOL.daily_limit.wording.clinician),
    )


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
