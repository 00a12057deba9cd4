"""What has changed between two assessments, and is it real?"""

from datetime import date
from uuid import uuid4

import pytest

from assessments import comparing, facts, thresholds
from assessments.comparing import Compared
from assessments.visits import Visit
from tests.make import SHORT, changed, recorded

FIGURES = thresholds.load()


def compared(rater="Tamsin", **paths):
    case = changed(SHORT, **paths)
    parsed = facts.parse(case | {"patient": {"age": 40}})
    noted = recorded(case)
    values = {(one.kind, one.side): one.value for one in noted.seen if one.value is not None}
    return Compared(Visit(uuid4(), date(2026, 11, 3), values, {}, parsed, rater, FIGURES), noted)


def row(name, first, second):
    made = comparing.compare(first, second, FIGURES)
    return next(one for section in made.sections for one in section.rows if one.name == name)


RIGHT = "thomas__right__hip_angle_deg"
VERDICTS = {
    "as large as the error": ({RIGHT: 3}, f"{chr(0x2212)}5°", "real"),
    "just under it": ({RIGHT: 4}, f"{chr(0x2212)}4°", "within"),
    "nothing": ({}, "unchanged", "within"),
    "by another rater": ({RIGHT: 0, "rater": "Ruben"}, f"{chr(0x2212)}8°", "within"),
    "the pelvis free": (
        {RIGHT: -20, "thomas__right__pelvis_controlled": False},
        f"{chr(0x2212)}28°",
        "unjudged",
    ),
}


@pytest.mark.parametrize("case", VERDICTS)
def test_a_hip_angle_is_judged(case):
    differs, change, verdict = VERDICTS[case]
    found = row("Hip angle, right", compared(), compared(**differs))
    assert (found.change, found.verdict) == (change, verdict)


def test_the_knee_has_its_own_figure():
    by_eye = {"thomas__left__instrument": "visual", "thomas__left__knee_flexion_deg": 70}
    found = row("Knee flexion, left", compared(), compared(**by_eye))
    assert (found.verdict, found.why) == ("within", "within measurement error: under 19°")


def test_seconds_are_shown_and_not_judged():
    found = row("Prone bridge", compared(), compared(core__prone_bridge_s=80))
    assert (found.first, found.second, found.change, found.verdict) == ("62 s", "80 s", "+18 s", "")


def test_what_was_not_tested_has_no_change():
    found = row("Dead bug, quality", compared(), compared(core__dead_bug_quality=2))
    assert (found.first, found.second, found.change) == ("not tested", "2 of 3", "")


def test_an_angle_by_the_tape_is_compared_as_an_angle():
    tape = changed(SHORT)
    tape["thomas"]["right"] = {
        **{name: value for name, value in tape["thomas"]["right"].items() if name != "hip_angle_deg"},
        "instrument": "tape",
        "tape": {"thigh_length_cm": 40, "knee_above_hip_cm": 0},
    }
    parsed = facts.parse(tape | {"patient": {"age": 40}})
    second = Compared(
        Visit(uuid4(), date(2026, 11, 20), {}, {}, parsed, "Tamsin", FIGURES),
        recorded(tape),
    )
    found = row("Hip angle, right", compared(), second)
    assert (found.second, found.verdict) == ("0° by the tape", "real")


def test_what_is_no_measurement_is_listed_besides():
    made = comparing.compare(compared(), compared(posture="sway_back"), FIGURES)
    assert [(one.what, one.second) for one in made.others] == [("Posture", "Sway-back")]
    assert made.real == []
