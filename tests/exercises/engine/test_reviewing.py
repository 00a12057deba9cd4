"""Section 6: each row at its figures, which row comes first, and when the alert is given."""

import pytest

from tests.exercises.engine.people import reviewed


def session(pain=1, effort=3, completed=True, **more):
    return {"pain": pain, "effort": effort, "completed": completed, **more}


CLEAN = session(control_kept=True, hold_s=20)
STAGE = {
    "ask": "stage",
    "presentation": "short",
    "open_through": "glutes",
    "days_in_stage": 7,
    "sessions_in_stage": 5,
    "adherence_14d": 0.7,
    "baseline_pain": 0,
    "sessions": [session(effort=5), session(effort=5)],
}
LEVEL = {
    "ask": "level",
    "at_top_level": False,
    "at_article_dose": True,
    "adherence_14d": 0.7,
    "baseline_pain": 0,
    "sessions": [session(effort=5), session(effort=5, control_kept=True), session(effort=5)],
}
EYES = {"ask": "eyes_closed", "eyes_closed_forbidden": False, "sessions": [session(effort=5, hold_s=20)] * 3}
DOSE = {"sessions": [session(effort=4), session(effort=4)]}


def rule(log, **changes):
    return reviewed({**log, **changes})["rule"]


ROWS = [
    ({"red_flag": True, "fall": True}, "red_flag"),
    ({"fall": True, "sessions": [session(6)] * 2}, "fall"),
    ({"sessions": [session(6), session(1), session(1, next_morning_pain=6)]}, "two_red_sessions"),
    ({"sessions": [session(5), session(6)]}, "red_session"),
    ({"sessions": [session(1), session(1, next_morning_pain=6)], "days_since_assessment": 90}, "red_session"),
    ({"sessions": [session(6), session(1)]}, "stay"),
    ({"days_since_assessment": 43, "days_since_last_session": 21}, "assessment_expired"),
    ({"days_since_assessment": 42}, "stay"),
    ({"days_since_last_session": 21}, "long_gap"),
    ({"days_since_last_session": 20}, "short_gap"),
    ({"days_since_last_session": 7, "sessions": [session(control_kept=False)]}, "short_gap"),
    ({"days_since_last_session": 6}, "stay"),
    ({"sessions": [session(control_kept=False)]}, "control_lost"),
    ({"sessions": [session(control_kept=False), session()]}, "more_dose"),
    ({"baseline_pain": 3, "sessions": [session(4), session(5)]}, "too_much"),
    ({"baseline_pain": 4, "sessions": [session(5), session(4)]}, "stay"),
    ({"baseline_pain": 3, "sessions": [session(3), session(4)]}, "amber_session"),
    ({"baseline_pain": 4, "sessions": [session(5)]}, "amber_session"),
    ({"baseline_pain": 5, "sessions": [session(5), session(5)]}, "more_dose"),
    ({"sessions": [session(5), session(5)]}, "stay"),
    ({"baseline_pain": 1, "sessions": [session(1, next_morning_pain=4)]}, "too_much"),
    ({"baseline_pain": 1, "sessions": [session(1, next_morning_pain=3)]}, "stay"),
    ({"baseline_pain": 1, "sessions": [session(1, next_morning_pain=4), session()]}, "stay"),
    ({"sessions": [session(effort=8), session(effort=8)]}, "too_much"),
    ({"sessions": [session(effort=8), session(effort=7)]}, "stay"),
    ({"sessions": [session(effort=8), session(completed=False)]}, "too_much"),
    ({"sessions": [session(completed=False), session(completed=False)]}, "too_much"),
    ({"sessions": [session(completed=False)]}, "stay"),
    ({"adherence_14d": 0.49}, "low_adherence"),
    ({"adherence_14d": 0.5}, "stay"),
    ({"adherence_14d": 0.4, "baseline_pain": 1, "sessions": [session(4)]}, "low_adherence"),
    ({"baseline_pain": 1, "sessions": [session(4, next_morning_pain=6), session(4)]}, "too_much"),
    ({}, "stay"),
]


@pytest.mark.parametrize(("log", "expected"), ROWS)
def test_each_row(log, expected):
    assert rule(log) == expected


PRIMER = {"presentation": "tone", "open_through": "inhibit"}
FORWARD = [
    (STAGE, {}, "next_stage"),
    (STAGE, {"days_in_stage": 6}, "stay"),
    (STAGE, {"sessions_in_stage": 4}, "stay"),
    (STAGE, {"adherence_14d": 0.69}, "stay"),
    (STAGE, {"sessions": [session(effort=5), session(effort=6)]}, "stay"),
    (STAGE, {"sessions": [session(effort=6), session(effort=5), session(effort=5)]}, "next_stage"),
    (STAGE, {"sessions": [session()]}, "stay"),
    (STAGE, {"open_through": "balance", "sessions_in_stage": 9}, "all_stages_open"),
    (STAGE, {"open_through": "core"}, "stay"),
    (STAGE, {"open_through": "core", "sessions_in_stage": 6}, "next_stage"),
    (STAGE, {"open_through": "inhibit"}, "next_stage"),
    (
        STAGE,
        {"presentation": "tone", "open_through": "inhibit", "sessions_in_stage": 3, "days_in_stage": 0},
        "next_stage",
    ),
    (
        STAGE,
        {"presentation": "tone", "open_through": "inhibit", "sessions_in_stage": 3, "days_in_stage": None},
        "next_stage",
    ),
    (STAGE, {"presentation": "tone", "open_through": "inhibit", "sessions_in_stage": 2}, "stay"),
    (STAGE, {"presentation": "tone", "open_through": "glutes", "sessions_in_stage": 3}, "stay"),
    (STAGE, {"presentation": "short", "open_through": "inhibit", "sessions_in_stage": 3}, "stay"),
    (STAGE, {"ask": "dose"}, "stay"),
    (LEVEL, {}, "next_level"),
    (LEVEL, {"at_top_level": True}, "stay"),
    (LEVEL, {"at_article_dose": False}, "stay"),
    (LEVEL, {"adherence_14d": 0.69}, "stay"),
    (LEVEL, {"sessions": [session(effort=5)] * 3}, "stay"),
    (LEVEL, {"sessions": [session(control_kept=True)] * 2}, "stay"),
    (LEVEL, {"sessions": [session(effort=6), CLEAN, CLEAN]}, "stay"),
    (LEVEL, {"sessions": [session(control_kept=False), CLEAN, CLEAN]}, "stay"),
    (LEVEL, {"sessions": [session(control_kept=False), CLEAN, CLEAN, CLEAN]}, "next_level"),
    (EYES, {}, "eyes_closed"),
    (EYES, {"eyes_closed_forbidden": True}, "stay"),
    (EYES, {"sessions": [session(hold_s=20), session(hold_s=19.9), session(hold_s=20)]}, "stay"),
    (EYES, {"sessions": [session(hold_s=20), session(hold_s=20)]}, "stay"),
    (EYES, {"sessions": [session(hold_s=20, effort=6)] * 3}, "stay"),
    (EYES, {"ask": "level"}, "stay"),
    (DOSE, {}, "more_dose"),
    (DOSE, {"at_article_dose": False}, "more_dose"),
    (DOSE, {"at_article_dose": True}, "stay"),
    (DOSE, {"sessions": [session(effort=4), session(effort=5)]}, "stay"),
    (DOSE, {"sessions": [session(effort=4)]}, "stay"),
    (DOSE, {"ask": "stage"}, "stay"),
    (DOSE, {"sessions": [session(3), session(3)]}, "more_dose"),
    (DOSE, {"sessions": [session(4), session(4)]}, "stay"),
    (DOSE, {"sessions": [session(4), session(4)], "baseline_pain": 4}, "more_dose"),
    (DOSE, {"sessions": [session(5), session(5)], "baseline_pain": 7}, "more_dose"),
    (DOSE, {"sessions": [session(next_morning_pain=2)] * 2}, "more_dose"),
    (DOSE, {"sessions": [session(next_morning_pain=3)] * 2}, "stay"),
    (DOSE, {"sessions": [session(next_morning_pain=3)] * 2, "baseline_pain": 1}, "more_dose"),
    (DOSE, {"sessions": [session(next_morning_pain=6), session()], "baseline_pain": 5}, "stay"),
]


@pytest.mark.parametrize(("log", "changes", "expected"), FORWARD)
def test_each_step_forward(log, changes, expected):
    assert rule(log, **changes) == expected


GATES = [
    *(
        (STAGE, key)
        for key in ("open_through", "days_in_stage", "sessions_in_stage", "adherence_14d", "sessions")
    ),
    *((LEVEL, key) for key in ("at_top_level", "at_article_dose", "adherence_14d", "sessions")),
    *((EYES, key) for key in ("eyes_closed_forbidden", "sessions")),
    (DOSE, "sessions"),
]


@pytest.mark.parametrize(("log", "key"), GATES)
@pytest.mark.parametrize("null", [True, False])
def test_an_absent_key_never_satisfies_a_gate(log, key, null):
    without = {**log, key: None} if null else {each: value for each, value in log.items() if each != key}
    assert rule(without) == "stay"


@pytest.mark.parametrize("key", ["pain", "effort", "completed"])
@pytest.mark.parametrize("log", [STAGE, LEVEL, EYES, DOSE])
def test_nor_does_an_absent_key_of_a_session(log, key):
    sessions = [{name: value for name, value in each.items() if name != key} for each in log["sessions"]]
    assert rule(log, sessions=sessions) == "stay"


ALERTS = [
    ({"red_flag": True}, True),
    ({"fall": True}, True),
    ({"sessions": [session(6), session(6), session()]}, True),
    ({"sessions": [session(6)]}, True),
    ({"sessions": [session(6), session()]}, False),
    ({"sessions": [session(control_kept=False)]}, False),
    ({"days_since_assessment": 90}, False),
    ({}, False),
]


@pytest.mark.parametrize(("log", "alert"), ALERTS)
def test_the_alert(log, alert):
    assert reviewed(log)["alert"] is alert


def test_the_actions_of_each_row():
    assert reviewed({"sessions": [session(6)]})["actions"] == ["stop_exercise_today", "regress_level"]
    assert reviewed({"adherence_14d": 0})["actions"] == ["hold", "support_adherence"]
    assert reviewed(STAGE)["actions"] == ["propose_next_stage"]
    assert reviewed({})["actions"] == ["hold"]


def test_an_answer_says_why_to_both_and_names_its_source():
    answer = reviewed({"fall": True})
    assert answer["because"]["clinician"]
    assert answer["because"]["patient"]
    assert answer["source"] == "[D] [26] Vellas 1997 (abstract)"
