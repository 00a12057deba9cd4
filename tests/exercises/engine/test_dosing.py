"""Section 5: dose, level and top, at each figure and for each circumstance."""

import pytest

from tests.exercises.engine.people import (
    CLEARED,
    GLUTE,
    LONG,
    SHORT,
    TONE,
    assessment,
    item,
    prescribed,
    thomas,
)

LUNGE, HALF = "lunge-hip-flexor-stretch", "half-kneeling-quad-stretch"
STARTER = [
    {"patient__age": 65},
    {"screening__pain_at_rest": 4},
    {"patient__pregnancy_weeks": 1},
    {"patient__conditions": ["osteoporosis"]},
    {"patient__conditions": ["vertebral_fracture"]},
    {"patient__conditions": ["deconditioned"]},
]
FULL = [{}, {"patient__age": 64}, {"screening__pain_at_rest": 3}, {"patient__conditions": ["neuropathy"]}]


def plan(**changes):
    return prescribed(assessment(**changes))


def dose(exercise, **changes):
    given = item(plan(**changes), exercise)
    return given["sets"], given["reps"], given["hold_s"], given["hold_max_s"], given["times_per_day"]


@pytest.mark.parametrize("circumstance", STARTER)
def test_who_starts_small(circumstance):
    changes = {**SHORT, **circumstance}
    assert dose("bridge", **changes) == (2, 10, None, None, 2)
    assert dose("dead-bug", **changes) == (2, 5, None, None, 1)
    assert dose("balance", **changes) == (2, None, 10, None, 1)


@pytest.mark.parametrize("circumstance", FULL)
def test_everyone_else_starts_at_the_full_dose(circumstance):
    changes = {**SHORT, **circumstance}
    assert dose("bridge", **changes) == (2, 30, None, None, 2)
    assert dose("dead-bug", **changes) == (2, 30, None, None, 1)
    assert dose("balance", **changes) == (2, None, 15, 20, 1)


def test_each_ladder_has_its_own_reason_to_start_small():
    assert dose("bridge", **GLUTE)[1] == 10
    assert dose("dead-bug", **GLUTE)[1] == 30
    for rating in ("poor", "fair"):
        assert dose("dead-bug", **{**SHORT, "core__overall": rating})[1] == 5
    assert dose("bridge", **TONE)[1] == 30
    stance = {"balance__single_leg_stance_s": {"left": 9.9, "right": 30}}
    assert dose("balance", **SHORT, **stance)[2:4] == (10, None)
    assert dose("bridge", **SHORT, **stance)[1] == 30


SINGLE = [
    (LUNGE, SHORT, (2, None, 15, None, 2)),
    (HALF, {"thomas__right": thomas(knee_flexion_deg=60)}, (3, None, 30, None, 2)),
    (HALF, {**SHORT, "patient__conditions": ["vertigo"]}, (3, None, 30, None, 2)),
    (HALF, {**TONE, "patient__conditions": ["vertigo"]}, (2, None, 15, None, 2)),
    ("edge-of-bed-stretch", {**SHORT, "patient__conditions": ["kneeling_pain"]}, (2, None, 30, None, 2)),
    ("edge-of-bed-stretch", {**TONE, "patient__conditions": ["kneeling_pain"]}, (2, None, 15, None, 2)),
    (
        "standing-hip-flexor-stretch",
        {**SHORT, "patient__surgery": {**CLEARED, "kind": "replacement_posterior"}},
        (2, None, 30, None, 2),
    ),
    (
        "standing-hip-flexor-stretch",
        {**TONE, "patient__conditions": ["kneeling_pain"], "patient__pregnancy_weeks": 13},
        (2, None, 15, None, 1),
    ),
    ("pigeon-stretch", SHORT, (2, None, 30, None, 1)),
    ("supine-figure-four", {**SHORT, "patient__conditions": ["osteoporosis"]}, (2, None, 30, None, 1)),
    ("seated-figure-four", {**SHORT, "patient__pregnancy_weeks": 13}, (2, None, 30, None, 1)),
    ("hamstring-stretch", LONG, (2, None, 30, None, 1)),
    ("hip-flexor-march", LONG, (2, 10, None, None, 1)),
    ("side-lying-glute-lift", {**SHORT, "patient__pregnancy_weeks": 13}, (2, 10, None, None, 1)),
    ("four-point-reach", {**SHORT, "patient__pregnancy_weeks": 13}, (2, 10, None, None, 1)),
    (
        "heel-slide",
        {**SHORT, "patient__surgery": {**CLEARED, "kind": "replacement_posterior"}},
        (2, 10, None, None, 1),
    ),
    ("supported-tandem-stance", {**SHORT, "balance": None}, (2, None, 10, None, 1)),
]


@pytest.mark.parametrize(("exercise", "changes", "expected"), SINGLE)
def test_each_exercise_of_one_dose(exercise, changes, expected):
    assert dose(exercise, **changes) == expected
    given = item(plan(**changes), exercise)
    assert (given["level"], given["max_level"], given["equipment"]) == (1, 1, [])


def test_the_release_is_as_often_as_the_bridge_only_where_the_bridge_is_open():
    assert dose(LUNGE, **SHORT, open_through="inhibit")[4] == 1
    assert dose(LUNGE, **SHORT, open_through="glutes")[4] == 2
    assert dose(HALF, **SHORT, patient__pregnancy_weeks=13)[4] == 1
    assert dose(HALF, **SHORT, patient__pregnancy_weeks=12, patient__conditions=["vertigo"])[4] == 2


EXTENSION = [
    {"patient__conditions": ["labral_tear"]},
    {"patient__surgery": {**CLEARED, "extension_cleared": False}},
    {"patient__conditions": ["spinal_stenosis"]},
]


def rung(exercise, **changes):
    given = item(plan(**changes), exercise)
    return given["level"], given["max_level"]


@pytest.mark.parametrize("circumstance", EXTENSION)
def test_bridge_and_dead_bug_stop_at_one_while_extension_is_limited(circumstance):
    assert rung("bridge", **SHORT, **circumstance) == (1, 1)
    assert rung("dead-bug", **SHORT, **circumstance) == (1, 1)
    assert rung("dead-bug", **{**TONE, **circumstance}) == (0, 1)
    assert rung("balance", **SHORT, **circumstance) == (1, 3)


def test_where_the_ladders_start_and_stop():
    assert rung("bridge", **SHORT) == rung("bridge", **GLUTE) == (1, 3)
    assert rung("dead-bug", **SHORT) == (1, 2)
    assert rung("dead-bug", **{**SHORT, "core__overall": "fair"}) == (1, 2)
    assert rung("dead-bug", **TONE) == (0, 2)
    assert rung("balance", **SHORT) == (1, 3)
    assert rung("balance", **SHORT, balance__single_leg_stance_s={"left": 9.9, "right": 30}) == (0, 2)
    assert rung("balance", **SHORT, patient__age=65) == (1, 2)


BOARD = {"patient__equipment": ["wobble_board"]}
NO_BOARD = [
    {"patient__conditions": ["vertigo"]},
    {"patient__conditions": ["falls_in_last_year"]},
    {"patient__conditions": ["neuropathy"]},
    {"patient__conditions": ["osteoporosis"]},
    {"patient__conditions": ["vertebral_fracture"]},
    {"patient__pregnancy_weeks": 1},
    {"patient__age": 65},
    {"balance__single_leg_stance_s": {"left": 9.9, "right": 30}},
]


def test_a_board_is_used_where_there_is_one():
    assert rung("balance", **SHORT, **BOARD) == (0, 2)
    assert item(plan(**SHORT, **BOARD), "balance")["equipment"] == ["wobble_board"]
    assert item(plan(**SHORT, patient__equipment=["step", "weight"]), "balance")["equipment"] == []


@pytest.mark.parametrize("circumstance", NO_BOARD)
def test_and_by_whom_it_is_not(circumstance):
    given = item(plan(**SHORT, **BOARD, **circumstance), "balance")
    assert (given["equipment"], given["max_level"]) == ([], 2)
