"""Does the engine agree with the second writing, circumstance by circumstance? The quick part of the sweep."""

from itertools import combinations, product

import pytest

from assessments.vocabulary import Condition, Stage
from tests.exercises.engine import plain
from tests.exercises.engine.people import CLEARED, PRESENTATIONS, assessment, prescribed, reviewed, thomas

STIFF = thomas(6, knee_flexion_deg=58, abduction_deg=20)
STANCE = "balance__single_leg_stance_s"
# What changes a plan by itself or beside another.
INTERACTING = {
    **{str(each): {"patient__conditions": [str(each)]} for each in Condition},
    "pregnant": {"patient__pregnancy_weeks": 13},
    "posterior": {"patient__surgery": CLEARED | {"kind": "replacement_posterior"}},
    "not cleared": {"patient__surgery": CLEARED | {"extension_cleared": False}},
    "unsteady": {STANCE: {"left": 4, "right": 30}},
    "runner": {"patient__activities": ["runner"]},
    "both stiff": {"thomas__right": STIFF, "thomas__left": STIFF},
    "stiff and mobile": {"thomas__right": STIFF, "thomas__left": thomas(-15)},
}
# What stands at an edge.
ALONE = {
    "nothing": {},
    "12 weeks": {"patient__pregnancy_weeks": 12},
    "anterior": {"patient__surgery": CLEARED | {"kind": "replacement_anterior"}},
    "anterolateral": {"patient__surgery": CLEARED | {"kind": "replacement_anterolateral"}},
    "operated 12 weeks ago": {"patient__surgery": CLEARED | {"weeks_ago": 12}},
    "operated 11 weeks ago": {"patient__surgery": CLEARED | {"weeks_ago": 11}},
    "weeks unknown": {"patient__surgery": CLEARED | {"weeks_ago": None}},
    "surgeon has not cleared": {"patient__surgery": CLEARED | {"surgeon_cleared": False}},
    **{f"age {age}": {"patient__age": age} for age in (15, 16, 64, 65)},
    **{f"pain {pain}": {"screening__pain_at_rest": pain} for pain in (0, 3, 4, 5, 6, None)},
    **{f"stance {held}": {STANCE: {"left": 30, "right": held}} for held in (0, 4.9, 5, 9.9, 10)},
    **{f"stance, {side} only": {STANCE: {side: 30}} for side in ("left", "right")},
    **{f"strength {grade}": {"hip_flexor_strength": {"left": grade, "right": 5}} for grade in range(6)},
    **{f"strength, {side} only": {"hip_flexor_strength": {side: 5}} for side in ("left", "right")},
    **{f"Thomas pain {pain}": {"thomas__left": thomas(pain=pain)} for pain in (0, 3, 4)},
    **{f"hip {hip}": {"thomas__right": thomas(hip)} for hip in (-15, -14.9, 0, 0.1)},
    **{f"knee {knee}": {"thomas__right": thomas(knee_flexion_deg=knee)} for knee in (66.9, 67, None)},
    **{f"abduction {drift}": {"thomas__right": thomas(abduction_deg=drift)} for drift in (15, 15.1, None)},
    "J sign": {"thomas__left": thomas(abduction_deg=None, j_sign=True)},
    "no left side": {"thomas__left": None},
    "no right side": {"thomas__right": None},
    "pelvis not controlled": {"thomas__right": thomas(pelvis_controlled=False)},
    "no core": {"core": None},
    "not asked": {"screening__asked": False},
    "flags not given": {"screening__red_flags": None},
    "emergency": {"screening__red_flags": ["chest_pain"]},
    "urgent": {"screening__red_flags": ["fever_or_unwell"]},
    "flat back": {"posture": "flat_back"},
    "lordotic": {"posture": "lordotic"},
    "board": {"patient__equipment": ["wobble_board"]},
    "board at 65": {"patient__equipment": ["wobble_board"], "patient__age": 65},
    "glutes not tested": {"glutes": None},
    "hold on one side": {"glutes": {"trendelenburg_hold_s": {"left": 30}}},
    "hold outlasts balance": {
        "glutes": {"trendelenburg_hold_s": {"left": 29, "right": 30}},
        STANCE: {"left": 29},
    },
}
PAIRS = list(combinations(INTERACTING, 2))
WORDS_TO_A_PATIENT = 45


def check(**changes):
    person = assessment(**changes)
    plan = prescribed(person)
    assert plain.comparable(plan) == plain.Plan(person).expected()
    items = [*plan["before_run_items"], *(item for stage in plan["stages"] for item in stage["items"])]
    for reason in (item["because"]["patient"] for item in items):
        assert len(reason.split()) <= WORDS_TO_A_PATIENT, reason


@pytest.mark.parametrize("presentation", PRESENTATIONS)
@pytest.mark.parametrize("stage", [None, *Stage])
def test_every_circumstance_alone(presentation, stage):
    for circumstance in (*ALONE.values(), *INTERACTING.values()):
        check(**{**PRESENTATIONS[presentation], **circumstance}, open_through=stage and str(stage))


@pytest.mark.parametrize("first", INTERACTING)
def test_every_pair_that_interacts(first):
    for second in (other for one, other in PAIRS if one == first):
        together = {**INTERACTING["both stiff"], **INTERACTING[first], **INTERACTING[second]}
        if "patient__conditions" in INTERACTING[first] and "patient__conditions" in INTERACTING[second]:
            together["patient__conditions"] = [first, second]
        check(**together)


LOG = {
    "presentation": "short",
    "open_through": "glutes",
    "days_in_stage": 7,
    "sessions_in_stage": 6,
    "adherence_14d": 0.7,
    "baseline_pain": 2,
    "at_article_dose": True,
    "at_top_level": False,
    "eyes_closed_forbidden": False,
    "sessions": [{"pain": 2, "effort": 4, "completed": True, "control_kept": True, "hold_s": 20}] * 3,
}
# What a log, or its last session, may say otherwise.
LOGGED = [
    *({"days_since_assessment": days} for days in (42, 43)),
    *({"days_since_last_session": days} for days in (0, 6, 7, 20, 21)),
    *({"days_in_stage": days} for days in (None, 6, 0)),
    *({"sessions_in_stage": count} for count in (None, 2, 3, 4, 5)),
    *({"adherence_14d": share} for share in (None, 0.49, 0.5, 0.69)),
    *({"baseline_pain": pain} for pain in (None, 0, 4, 6)),
    *({key: True} for key in ("red_flag", "fall", "at_top_level", "eyes_closed_forbidden")),
    *(
        {key: None}
        for key in ("red_flag", "fall", "at_top_level", "eyes_closed_forbidden", "at_article_dose")
    ),
    {"at_article_dose": False},
    *({"presentation": each, "open_through": "inhibit"} for each in ("tone", "short", "long")),
    *({"open_through": each} for each in ("core", "balance", None)),
    *({"presentation": each} for each in ("glute", None)),
    {"sessions": []},
    {},
]
LAST = [
    {},
    *({"pain": pain} for pain in (None, 3, 4, 5, 6)),
    *({"effort": effort} for effort in (None, 5, 6, 8)),
    *({"completed": done} for done in (None, False)),
    *({"next_morning_pain": pain} for pain in (3, 4, 5, 6)),
    *({"control_kept": kept} for kept in (None, False)),
    *({"hold_s": seconds} for seconds in (None, 19.9)),
]


def agrees(log):
    answer = reviewed(log)
    assert (answer["actions"], answer["alert"]) == plain.review(log), log


@pytest.mark.parametrize("ask", ["dose", "level", "stage", "eyes_closed"])
def test_every_row_of_a_review(ask):
    for said in LOGGED:
        agrees({**LOG, **said, "ask": ask})
    for last, how_many in product(LAST, (1, 2, 3)):
        sessions = LOG["sessions"][how_many:] + [{**each, **last} for each in LOG["sessions"][:how_many]]
        agrees({**LOG, "ask": ask, "sessions": sessions})
