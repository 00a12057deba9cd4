"""Is an assessment read strictly: the last value accepted, the first refused, and nothing overlooked?"""

import copy
import math

import pytest

from assessments.facts import FactsError, parse
from assessments.strict import Repeated
from assessments.vocabulary import Side
from exercises.engine import parse_log


def put(path: str, value: object, data: dict | None = None) -> dict:
    whole = {"patient": {"age": 44}} if data is None else copy.deepcopy(data)
    *parents, key = path.split(".")
    inner = whole
    for parent in parents:
        inner = inner.setdefault(parent, {})
    inner[key] = value
    return whole


def problems(data: object) -> dict[str, str]:
    with pytest.raises(FactsError) as raised:
        parse(data)
    return raised.value.fields


RANGES = [
    ("patient.age", 0, 120),
    ("patient.pregnancy_weeks", 1, 42),
    ("screening.pain_at_rest", 0, 10),
    ("thomas.left.hip_angle_deg", -40, 60),
    ("thomas.right.knee_flexion_deg", 0, 150),
    ("thomas.left.abduction_deg", -20, 45),
    ("thomas.left.pain", 0, 10),
    ("thomas.left.tape.thigh_length_cm", 30, 60),
    ("thomas.left.tape.knee_above_hip_cm", -40, 40),
    ("core.sahrmann_level", 0, 5),
    ("core.dead_bug_quality", 0, 3),
    ("core.pressure_change_mmhg", 0, 40),
    ("core.double_leg_lowering_deg", 0, 90),
    ("core.active_straight_leg_raise.left", 0, 5),
    ("glutes.trendelenburg_hold_s.right", 0, 30),
    ("hip_flexor_strength.left", 0, 5),
]
FLOORS = [
    "patient.surgery.weeks_ago",
    "core.prone_bridge_s",
    "core.side_bridge_s.left",
    "glutes.single_leg_bridge_reps.left",
    "balance.single_leg_stance_s.right",
]
WHOLE = [
    "patient.age",
    "patient.pregnancy_weeks",
    "patient.surgery.weeks_ago",
    "screening.pain_at_rest",
    "thomas.left.pain",
    "core.sahrmann_level",
    "core.dead_bug_quality",
    "core.active_straight_leg_raise.right",
    "glutes.single_leg_bridge_reps.right",
    "hip_flexor_strength.right",
]
DECIMAL = [
    "thomas.left.hip_angle_deg",
    "thomas.left.knee_flexion_deg",
    "core.prone_bridge_s",
    "core.pressure_change_mmhg",
    "balance.single_leg_stance_s.left",
    "glutes.trendelenburg_hold_s.left",
]


@pytest.mark.parametrize(("path", "low", "high"), RANGES)
def test_the_last_accepted_and_the_first_refused(path, low, high):
    parse(put(path, low))
    parse(put(path, high))
    assert list(problems(put(path, low - 1))) == [path]
    assert list(problems(put(path, high + 1))) == [path]


@pytest.mark.parametrize("path", FLOORS)
def test_no_less_than_nothing(path):
    parse(put(path, 0))
    parse(put(path, 10_000))
    assert list(problems(put(path, -1))) == [path]


@pytest.mark.parametrize("path", WHOLE)
def test_whole_numbers_only(path):
    for wrong in (2.5, 2.0, "2", True, [2], {}):
        assert path in problems(put(path, wrong))


@pytest.mark.parametrize("path", DECIMAL)
def test_angles_and_seconds_may_be_decimals_but_must_be_numbers(path):
    parse(put(path, 12.5))
    for wrong in (math.nan, math.inf, -math.inf, "12", False, []):
        assert list(problems(put(path, wrong))) == [path]


@pytest.mark.parametrize(
    "path",
    [
        "screening.asked",
        "thomas.left.pelvis_controlled",
        "thomas.left.j_sign",
        "patient.surgery.surgeon_cleared",
    ],
)
def test_yes_or_no_only(path):
    for wrong in (0, 1, "true", []):
        assert list(problems(put(path, wrong))) == [path]


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        ("patient.surgery.kind", "arthroscopy", "replacement"),
        ("thomas.left.variant", "classic", "Modified"),
        ("thomas.left.instrument", "tape", "ruler"),
        ("core.overall", "fair", "adequate"),
        ("glutes.overall", "adequate", "good"),
        ("posture", "sway_back", "swayback"),
        ("open_through", "balance", "all"),
    ],
)
def test_one_word_of_the_list(path, right, wrong):
    parse(put(path, right))
    for each in (wrong, 1, [right]):
        assert list(problems(put(path, each))) == [path]


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("patient.activities", "runner"),
        ("patient.conditions", "vertigo"),
        ("patient.equipment", "step"),
        ("screening.red_flags", "chest_pain"),
    ],
)
def test_lists_of_known_words_each_once(path, right):
    parse(put(path, [right]))
    for wrong in (right, ["no_such_word"], [right, right], [1], [[right]], {right: True}):
        assert list(problems(put(path, wrong))) == [path]


@pytest.mark.parametrize(
    "path",
    [
        "red_flags",
        "patient.condition",
        "patient.surgery.cleared",
        "screening.redflags",
        "thomas.middle",
        "thomas.left.angle",
        "thomas.left.tape.thigh",
        "core.sahrmann",
        "core.side_bridge_s.both",
        "core.active_straight_leg_raise.sum",
        "glutes.trendelenburg",
        "glutes.trendelenburg_hold_s.middle",
        "balance.stance",
        "balance.single_leg_stance_s.weaker",
        "hip_flexor_strength.both",
    ],
)
@pytest.mark.parametrize("value", [None, 1])
def test_an_unknown_key_at_any_depth(path, value):
    assert list(problems(put(path, value))) == [path]


@pytest.mark.parametrize(
    "path", ["patient", "screening", "thomas", "thomas.left", "core", "glutes.trendelenburg_hold_s"]
)
def test_an_object_where_an_object_belongs(path):
    for wrong in (1, "text", [], True):
        assert path in problems(put(path, wrong))


def test_the_age_is_needed():
    for data in ({}, {"patient": None}, {"patient": {}}, {"patient": {"age": None}}):
        assert list(problems(data)) == ["patient.age"]


@pytest.mark.parametrize("data", [None, [], 3, "text", True])
def test_an_assessment_is_an_object(data):
    assert list(problems(data)) == ["."]


def test_all_problems_at_once_with_what_to_do():
    data = put("thomas.left.hip_angle_deg", 61, put("patient.age", -1, put("posture", "bent")))
    found = problems(data)
    assert set(found) == {"thomas.left.hip_angle_deg", "patient.age", "posture"}
    assert found["thomas.left.hip_angle_deg"].startswith("Write a number from -40 to 60")
    assert "neutral, lordotic, sway_back, flat_back" in found["posture"]


@pytest.mark.parametrize(
    "path",
    [
        "screening",
        "screening.red_flags",
        "patient.surgery",
        "patient.conditions",
        "thomas.left",
        "thomas.left.tape",
        "core",
    ],
)
def test_a_key_written_twice(path):
    assert list(problems(put(path, Repeated()))) == [path]


TAPE = {"thigh_length_cm": 40, "knee_above_hip_cm": 20}


def test_tape_and_angle_together_are_an_error():
    both = put("thomas.left.hip_angle_deg", 0, put("thomas.left.tape", TAPE))
    assert list(problems(both)) == ["thomas.left.tape"]
    parse(put("thomas.left.hip_angle_deg", None, put("thomas.left.tape", TAPE)))


@pytest.mark.parametrize(
    ("knee", "thigh", "angle"), [(20, 40, 30), (-20, 40, -30), (0, 40, 0), (30, 30, 90), (-30, 30, -90)]
)
def test_tape_becomes_an_angle(knee, thigh, angle):
    test = parse(put("thomas.left.tape", {"thigh_length_cm": thigh, "knee_above_hip_cm": knee})).thomas.of(
        Side.LEFT
    )
    assert test is not None
    assert test.angle_deg == pytest.approx(angle)


@pytest.mark.parametrize("knee", [31, -31, 30.1])
def test_the_knee_is_no_further_than_the_thigh_is_long(knee):
    tape = {"thigh_length_cm": 30, "knee_above_hip_cm": knee}
    assert list(problems(put("thomas.right.tape", tape))) == ["thomas.right.tape.knee_above_hip_cm"]


@pytest.mark.parametrize("missing", ["thigh_length_cm", "knee_above_hip_cm"])
def test_half_a_tape_pair_gives_no_angle(missing):
    tape = {key: value for key, value in TAPE.items() if key != missing}
    test = parse(put("thomas.left", {"pelvis_controlled": True, "tape": tape})).thomas.of(Side.LEFT)
    assert test is not None
    assert test.angle_deg is None
    assert not test.counts


def test_not_tested_is_none_and_never_nought():
    facts = parse({"patient": {"age": 44}, "core": {"prone_bridge_s": None}, "thomas": {"left": None}})
    assert facts.core.prone_bridge_s is None
    assert facts.thomas.of(Side.LEFT) is None
    assert facts.stance_s.values() == facts.strength.values() == []
    assert facts.screening.red_flags is None
    assert parse(put("core.prone_bridge_s", 0)).core.prone_bridge_s == 0


LOG_RANGES = [
    ("adherence_14d", 0, 1),
    ("baseline_pain", 0, 10),
    ("sessions.0.pain", 0, 10),
    ("sessions.0.effort", 0, 10),
    ("sessions.0.next_morning_pain", 0, 10),
]


def put_log(path: str, value: object) -> dict:
    if path.startswith("sessions.0."):
        return {"sessions": [{path.removeprefix("sessions.0."): value}]}
    return {path: value}


def log_problems(data: object) -> list[str]:
    with pytest.raises(FactsError) as raised:
        parse_log(data)
    return list(raised.value.fields)


@pytest.mark.parametrize(("path", "low", "high"), LOG_RANGES)
def test_a_logs_ranges(path, low, high):
    parse_log(put_log(path, low))
    parse_log(put_log(path, high))
    assert log_problems(put_log(path, low - 1)) == [path]
    assert log_problems(put_log(path, high + 1)) == [path]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"red_flags": True}, "red_flags"),
        ({"red_flag": 1}, "red_flag"),
        ({"ask": "more"}, "ask"),
        ({"presentation": "ready"}, "presentation"),
        ({"days_in_stage": 1.5}, "days_in_stage"),
        ({"days_since_assessment": -1}, "days_since_assessment"),
        ({"sessions": {}}, "sessions"),
        ({"sessions": [None]}, "sessions.0"),
        ({"sessions": [{}, {"pian": 3}]}, "sessions.1.pian"),
        ({"sessions": [{"hold_s": -1}]}, "sessions.0.hold_s"),
        ({"sessions": Repeated()}, "sessions"),
        ([], "."),
    ],
)
def test_a_log_that_does_not_fit(data, path):
    assert log_problems(data) == [path]


@pytest.mark.parametrize(
    "path",
    [
        "days_since_assessment",
        "days_since_last_session",
        "days_in_stage",
        "sessions_in_stage",
        "sessions.0.hold_s",
    ],
)
def test_nought_is_an_answer_and_less_is_none(path):
    parse_log(put_log(path, 0))
    assert log_problems(put_log(path, -1)) == [path]


def test_a_log_that_is_no_object_says_what_to_give():
    with pytest.raises(FactsError) as raised:
        parse_log([])
    assert raised.value.fields == {".": "Give one JSON object for each log."}


def test_an_empty_log_says_nothing():
    log = parse_log({"sessions": None, "ask": None})
    assert (log.sessions, log.ask, log.red_flag) == ((), "dose", None)
