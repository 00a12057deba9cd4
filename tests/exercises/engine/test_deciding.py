"""Section 3: which rule decides, row by row, and what follows from it?"""

import pytest

from assessments.vocabulary import RedFlag
from exercises import protocols
from exercises.protocols.vocabulary import Urgency
from tests.exercises.engine.people import (
    CLEARED,
    GLUTE,
    LONG,
    PRESENTATIONS,
    SHORT,
    TONE,
    assessment,
    ids,
    item,
    prescribed,
    thomas,
)

EMERGENCY = protocols.load().red_flags[Urgency.EMERGENCY]


def status(**changes):
    return prescribed(assessment(**changes))["status"]


@pytest.mark.parametrize("flag", list(RedFlag))
def test_every_red_flag(flag):
    assert status(screening__red_flags=[flag]) == ("refer_emergency" if flag in EMERGENCY else "refer_urgent")


def test_how_many_flags_of_each_kind():
    assert (len(EMERGENCY), len(RedFlag)) == (13, 25)


ROWS = [
    ({"screening__red_flags": ["constant_night_pain", "chest_pain"]}, "refer_emergency"),
    ({"screening__red_flags": ["chest_pain"], "screening__asked": False}, "refer_emergency"),
    ({"screening__red_flags": ["major_trauma"], "patient__surgery": {}}, "refer_urgent"),
    ({"patient__surgery": {**CLEARED, "weeks_ago": 11}}, "hold_post_operative"),
    ({"patient__surgery": {**CLEARED, "weeks_ago": 12}, **SHORT}, "ready"),
    ({"patient__surgery": {**CLEARED, "weeks_ago": None}}, "hold_post_operative"),
    ({"patient__surgery": {**CLEARED, "surgeon_cleared": False}}, "hold_post_operative"),
    ({"patient__surgery": {"kind": "other", "weeks_ago": 30}}, "hold_post_operative"),
    ({"patient__surgery": {}, "screening__pain_at_rest": 6}, "hold_post_operative"),
    ({"screening__pain_at_rest": 6, "patient__age": 15}, "hold_review"),
    ({"screening__pain_at_rest": 5, **SHORT}, "ready"),
    ({"patient__age": 15, "core": {}}, "therapist_decides"),
    ({"patient__age": 16, **SHORT}, "ready"),
    ({"hip_flexor_strength": {"left": 2}}, "therapist_decides"),
    ({"hip_flexor_strength": {"right": 3}, **SHORT}, "ready"),
    ({**LONG, **SHORT}, "therapist_decides"),
    ({"posture": "flat_back", "thomas__left": thomas(0.1)}, "therapist_decides"),
    ({"posture": "flat_back", "thomas__left": thomas(0)}, "ready"),
    ({"posture": "lordotic"}, "not_indicated"),
    ({"core__overall": "fair"}, "not_indicated"),
    ({}, "not_indicated"),
]


@pytest.mark.parametrize(("changes", "expected"), ROWS)
def test_each_row_and_which_comes_first(changes, expected):
    assert status(**changes) == expected


MISSING = [
    ({"screening__asked": False}, ["red_flag_screening"]),
    ({"screening__asked": None}, ["red_flag_screening"]),
    ({"screening__red_flags": None}, ["red_flag_screening"]),
    ({"screening__pain_at_rest": None}, ["pain_at_rest"]),
    ({"screening": None}, ["pain_at_rest", "red_flag_screening"]),
    ({"thomas__left": None}, ["thomas_left"]),
    ({"thomas__right": thomas(3, pelvis_controlled=False)}, ["thomas_right"]),
    ({"thomas__right": thomas(None)}, ["thomas_right"]),
    ({"thomas": None}, ["thomas_left", "thomas_right"]),
    ({"core": {}}, ["core_observation"]),
    ({"core": None, "thomas": {}}, ["core_observation", "thomas_left", "thomas_right"]),
]


@pytest.mark.parametrize(("changes", "expected"), MISSING)
def test_what_is_missing(changes, expected):
    plan = prescribed(assessment(**changes))
    assert (plan["status"], plan["missing"]) == ("incomplete", expected)


def test_missing_belongs_to_incomplete():
    plan = prescribed(assessment(screening__red_flags=["chest_pain"], thomas=None))
    assert (plan["status"], plan["missing"], plan["not_tested"]) == ("refer_emergency", [], [])


PRESENTED = [
    ({**LONG, "thomas__left": thomas(knee_flexion_deg=60), "core__overall": "poor"}, "long"),
    ({**SHORT, **TONE, **GLUTE}, "short"),
    ({"thomas__left": thomas(knee_flexion_deg=66)}, "short"),
    ({"thomas__left": thomas(abduction_deg=16)}, "short"),
    ({"core__overall": "poor", "glutes__overall": "poor"}, "tone"),
    ({**GLUTE, "core__overall": "fair"}, "glute"),
]


@pytest.mark.parametrize(("changes", "expected"), PRESENTED)
def test_which_presentation(changes, expected):
    assert prescribed(assessment(**changes))["presentation"] == expected


CONTENTS = [
    (SHORT, ["lunge-hip-flexor-stretch", "pigeon-stretch"]),
    ({"thomas__left": thomas(j_sign=True)}, ["lunge-hip-flexor-stretch", "pigeon-stretch"]),
    ({"thomas__left": thomas(knee_flexion_deg=60)}, ["half-kneeling-quad-stretch", "pigeon-stretch"]),
    (
        {"thomas__left": thomas(2, knee_flexion_deg=60)},
        ["lunge-hip-flexor-stretch", "half-kneeling-quad-stretch", "pigeon-stretch"],
    ),
    (TONE, ["lunge-hip-flexor-stretch", "pigeon-stretch"]),
    ({**LONG, "hip_flexor_strength": None}, ["hamstring-stretch"]),
    ({**LONG, "hip_flexor_strength": {"left": 4}}, ["hamstring-stretch", "hip-flexor-march"]),
    ({**LONG, "hip_flexor_strength": {"left": 5, "right": 4}}, ["hamstring-stretch", "hip-flexor-march"]),
    ({**LONG, "hip_flexor_strength": {"left": 5, "right": 5}}, ["hamstring-stretch"]),
    (GLUTE, []),
]


@pytest.mark.parametrize(("changes", "expected"), CONTENTS)
def test_what_the_inhibit_stage_holds(changes, expected):
    plan = prescribed(assessment(**changes))
    assert ids(plan, "inhibit") == expected
    assert (ids(plan, "glutes"), ids(plan, "core"), ids(plan, "balance")) == (
        ["bridge"],
        ["dead-bug"],
        ["balance"],
    )


@pytest.mark.parametrize(
    ("name", "opens"), [("short", "glutes"), ("tone", "core"), ("long", "glutes"), ("glute", "core")]
)
def test_how_far_it_opens(name, opens):
    plan = prescribed(assessment(**PRESENTATIONS[name]))
    assert plan["opens_through"] == opens
    poor = prescribed(assessment(**{**PRESENTATIONS[name], "core": {"overall": "poor"}}))
    assert poor["opens_through"] == "core"


@pytest.mark.parametrize("stage", ["inhibit", "glutes", "core", "balance"])
def test_the_patient_may_have_come_further_or_less_far(stage):
    assert prescribed(assessment(**TONE, open_through=stage))["opens_through"] == stage


def test_an_opening_that_holds_nothing_moves_on():
    plan = prescribed(assessment(**GLUTE, open_through="inhibit"))
    assert (plan["opens_through"], plan["today"]) == ("glutes", ["bridge"])
    gone = prescribed(assessment(**SHORT, patient__conditions=["labral_tear"], open_through="inhibit"))
    assert (gone["opens_through"], gone["today"]) == ("glutes", ["bridge"])
    assert [stage["open"] for stage in gone["stages"]] == [True, True, False, False]


def test_the_daily_limit_of_a_full_short_day():
    both = {"thomas__left": thomas(2, knee_flexion_deg=60)}
    plan = prescribed(assessment(**both, open_through="balance"))
    assert plan["today"] == ["lunge-hip-flexor-stretch", "bridge", "dead-bug", "balance"]
    assert plan["alternate"] == [["lunge-hip-flexor-stretch", "half-kneeling-quad-stretch"]]
    assert plan["left_out"] == [{"exercise": "pigeon-stretch", "because": "daily_limit"}]
    core = prescribed(assessment(**both, open_through="core"))
    assert (len(core["today"]), core["alternate"]) == (4, [])
    glutes = prescribed(assessment(**both, open_through="glutes"))
    assert (len(glutes["today"]), glutes["left_out"]) == (4, [])


def test_the_daily_limit_names_the_substitute():
    plan = prescribed(assessment(**TONE, patient__conditions=["kneeling_pain"], open_through="balance"))
    assert plan["left_out"] == [{"exercise": "supine-figure-four", "because": "daily_limit"}]


def test_the_hamstrings_every_other_day_from_tomorrow():
    plan = prescribed(assessment(**LONG, open_through="balance"))
    assert plan["today"] == ["hip-flexor-march", "bridge", "dead-bug", "balance"]
    assert plan["alternate"] == [["hamstring-stretch"]]
    assert plan["left_out"] == []
    four = prescribed(assessment(**LONG, hip_flexor_strength=None, open_through="balance"))
    assert (four["today"][0], four["alternate"]) == ("hamstring-stretch", [])


RUNNER = {"patient__activities": ["runner"]}
BLOCKERS = [
    {"screening__pain_at_rest": 4},
    {"balance__single_leg_stance_s": {"left": 9.9, "right": 30}},
    {"balance": None},
    {"patient__conditions": ["neuropathy"]},
    {"patient__conditions": ["spinal_stenosis"]},
    {"thomas__left": thomas(-15)},
    {"patient__pregnancy_weeks": 1},
    {"patient__conditions": ["osteoporosis"]},
    {"patient__conditions": ["vertebral_fracture"]},
]


def test_a_runner_stretches_later_and_may_warm_up_with_the_walking_lunge():
    plan = prescribed(assessment(**SHORT, **RUNNER, screening__pain_at_rest=3))
    assert "static_stretch_after_run" in plan["cautions"]
    assert plan["before_run"] == ["walking-lunge"]
    lunge = plan["before_run_items"][0]
    assert (lunge["sets"], lunge["distance_m"], lunge["when"], lunge["sides"]) == (
        1,
        10,
        "before_run",
        "alternating",
    )
    assert (lunge["reps"], lunge["hold_s"], lunge["times_per_day"]) == (None, None, 1)
    assert item(plan, "lunge-hip-flexor-stretch")["when"] == "later_in_day"
    assert item(plan, "pigeon-stretch")["when"] == item(plan, "bridge")["when"] == "any"


@pytest.mark.parametrize("blocker", BLOCKERS)
def test_a_runner_who_loses_the_walking_lunge(blocker):
    plan = prescribed(assessment(**{**SHORT, **RUNNER, **blocker}))
    assert plan["before_run"] == []
    assert {"exercise": "walking-lunge", "because": "contraindicated"} in plan["left_out"]
    assert "static_stretch_after_run" in plan["cautions"]


@pytest.mark.parametrize(
    ("changes", "static"),
    [({"patient__conditions": ["kneeling_pain"]}, True), ({"patient__conditions": ["labral_tear"]}, False)],
)
def test_a_runner_without_lunge_or_half_kneeling_was_never_offered_it(changes, static):
    plan = prescribed(assessment(**SHORT, **RUNNER, **changes))
    assert plan["before_run"] == []
    assert ("static_stretch_after_run" in plan["cautions"]) is static
    assert "walking-lunge" not in [each["exercise"] for each in plan["left_out"]]


@pytest.mark.parametrize("found", [LONG, GLUTE])
def test_a_runner_with_nothing_to_stretch(found):
    plan = prescribed(assessment(**found, **RUNNER))
    assert (plan["before_run"], plan["left_out"]) == ([], [])
    assert "static_stretch_after_run" not in plan["cautions"]


NOT_TESTED = [
    ({}, []),
    ({"thomas__left": thomas(2, knee_flexion_deg=None)}, ["knee_flexion"]),
    ({"thomas__left": thomas(2, abduction_deg=None)}, ["abduction"]),
    ({"thomas__left": thomas(2, abduction_deg=None, j_sign=True)}, []),
    ({"glutes": None}, ["trendelenburg"]),
    ({"glutes": {"trendelenburg_hold_s": {"left": 30}}}, ["trendelenburg"]),
    ({"glutes": {"trendelenburg_hold_s": {"left": 30, "right": 30}}}, []),
    ({"glutes": {"trendelenburg_hold_s": {"left": 20}}}, []),
    ({"balance": None}, ["single_leg_stance"]),
    ({"hip_flexor_strength": {"left": 4}}, ["hip_flexor_strength"]),
]


@pytest.mark.parametrize(("changes", "expected"), NOT_TESTED)
def test_what_was_not_tested(changes, expected):
    assert prescribed(assessment(**{**SHORT, **changes}))["not_tested"] == expected


def test_focus_names_the_short_sides_in_the_inhibit_stage():
    both = {"thomas__left": thomas(2), "thomas__right": thomas(knee_flexion_deg=60)}
    plan = prescribed(assessment(**both))
    assert item(plan, "lunge-hip-flexor-stretch")["focus"] == ["right", "left"]
    assert item(plan, "bridge")["focus"] == []
    assert item(prescribed(assessment(**TONE)), "lunge-hip-flexor-stretch")["focus"] == []


def test_reasons_name_the_finding_the_choice_and_the_place():
    lunge = item(prescribed(assessment(**SHORT)), "lunge-hip-flexor-stretch")
    assert "Iliopsoas short on the right: thigh at +8°" in lunge["because"]["clinician"]
    assert "It comes first in every session" in lunge["because"]["clinician"]
    assert (lunge["rule"], lunge["source"]) == ("short_lunge", "[A] The article the programme is built on")
    pigeon = item(prescribed(assessment(**SHORT)), "pigeon-stretch")
    assert pigeon["because"]["clinician"].startswith("A hip flexor is short on the right,")
    core = prescribed(assessment(**SHORT))["stages"][2]
    assert core["unlocks_when"].startswith("Opens after at least 7 days and 5 sessions")
    balance = prescribed(assessment(**SHORT))["stages"][3]
    assert "6 sessions" in balance["unlocks_when"]
    primer = prescribed(assessment(**TONE, open_through="inhibit"))["stages"][1]
    assert primer["unlocks_when"].startswith("Opens after 3 sessions of the primer")


def test_two_stretches_that_fall_together_keep_both_findings():
    both = {"thomas__right": thomas(8), "thomas__left": thomas(knee_flexion_deg=60)}
    edge = item(prescribed(assessment(**both, patient__conditions=["kneeling_pain"])), "edge-of-bed-stretch")
    assert "Iliopsoas short on the right" in edge["because"]["clinician"]
    assert "Rectus femoris short on the left" in edge["because"]["clinician"]
    half = item(prescribed(assessment(**both, patient__conditions=["vertigo"])), "half-kneeling-quad-stretch")
    assert "Iliopsoas short on the right" in half["because"]["clinician"]
    lunge = item(prescribed(assessment(**both)), "lunge-hip-flexor-stretch")
    assert "Rectus femoris" not in lunge["because"]["clinician"]


def test_a_finding_on_both_sides_is_told_to_a_patient_once():
    both = assessment(thomas__right=thomas(8), thomas__left=thomas(3))
    because = item(prescribed(both), "lunge-hip-flexor-stretch")["because"]
    assert because["patient"].startswith("The front of your right and left hip may be short. This")
    assert "on the right: thigh at +8°" in because["clinician"]
    assert "on the left: thigh at +3°" in because["clinician"]


def test_a_patient_s_reason_is_short_enough_for_a_phone():
    for case in (SHORT, TONE, LONG, GLUTE):
        for stage in prescribed(assessment(**case))["stages"]:
            for each in stage["items"]:
                assert len(each["because"]["patient"].split()) <= 45, each["because"]["patient"]


def test_several_short_muscles_are_one_sentence_to_a_patient_and_each_its_own_to_a_clinician():
    several = assessment(thomas__right=thomas(8, abduction_deg=20), thomas__left=thomas(3))
    because = item(prescribed(several), "lunge-hip-flexor-stretch")["because"]
    assert because["patient"].count("may be short") == 1
    assert because["patient"].startswith("The front of your right and left hip may be short. ")
    assert because["clinician"].count("right") == 2
    assert because["clinician"].count("left") == 1


def test_a_patient_is_told_of_the_last_change_only():
    """The chair belongs to a stretch that has gone: the one in its place is done on a bed."""
    twice = assessment(**SHORT, patient__conditions=["vertigo", "kneeling_pain"])
    because = item(prescribed(twice), "edge-of-bed-stretch")["because"]
    assert "chair" in because["clinician"]
    assert "chair" not in because["patient"]
    assert "Kneeling hurts" in because["patient"]
