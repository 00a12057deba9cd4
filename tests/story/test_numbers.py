"""Which lines are drawn, with which error, and what is said where there is too little to draw?"""

from datetime import date, timedelta

import pytest

from assessments import facts, thresholds
from clinic import numbers
from clinic.numbers import Visit
from exercises.adherence import Week
from tests.make import SHORT, changed

DAY = date(2026, 11, 2)


def visit(days, rater="Tamsin", **paths):
    case = changed(SHORT | {"patient": {"age": 40}}, **paths)
    return Visit(DAY + timedelta(days=days), facts.parse(case), rater)


def hip(*visits):
    return numbers.hip(visits, thresholds.load())


def of_right(shown):
    return shown.drawing.chart.lines[0]


def test_right_and_left_each_with_the_error_of_the_instrument():
    line = of_right(hip(visit(0), visit(14, thomas__right__hip_angle_deg=2)))
    assert line.values == (8, 2)
    assert line.errors == (5, 5)


ERRORS = {
    "another rater": ({"rater": "Ruben"}, numbers.hip, 10),
    "a goniometer": ({"thomas__right__instrument": "goniometer"}, numbers.hip, 10),
    "the knee by eye": ({"thomas__right__instrument": "visual"}, numbers.knee, 19),
    "the same again": ({}, numbers.knee, 5),
}


@pytest.mark.parametrize("case", ERRORS)
def test_the_band_is_as_wide_as_what_cannot_be_told_apart(case):
    differs, drawn, error = ERRORS[case]
    assert of_right(drawn([visit(0), visit(7, **differs)], thresholds.load())).errors[1] == error


def test_an_angle_with_the_pelvis_free_is_not_drawn():
    free = visit(7, thomas__right__pelvis_controlled=False)
    assert of_right(hip(visit(0), free, visit(14))).values == (8, None, 8)


def test_a_line_crosses_where_the_reading_changes():
    marks = hip(visit(0), visit(7)).drawing.chart.marks
    assert [(mark.value, mark.name) for mark in marks] == [
        (0, "short above 0°"),
        (-15, "very mobile from \N{MINUS SIGN}15°"),
    ]


@pytest.mark.parametrize(
    ("visits", "words"),
    [
        ([], "Nothing to draw yet"),
        ([visit(0)], "One measurement so far, on 2 November: right 8°, left \N{MINUS SIGN}11°."),
        ([visit(0, thomas__right__pelvis_controlled=False)], "left \N{MINUS SIGN}11°"),
    ],
)
def test_too_little_is_said_and_not_drawn(visits, words):
    shown = hip(*visits)
    assert shown.drawing is None
    assert words in shown.sentence


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ([], "Nothing has been asked for yet."),
        ([Week(DAY, 3, 5)], "The first week so far: 3 of 5 practices."),
    ],
)
def test_a_week_is_said_and_not_drawn(weeks, words):
    assert numbers.practised(weeks).sentence == words


def test_weeks_are_drawn_in_percent():
    drawn = numbers.practised([Week(DAY, 3, 4), Week(DAY + timedelta(days=7), 9, 7)]).drawing
    assert [values for _, values in drawn.rows] == [("75%",), ("100%",)]


def test_no_practice_is_said():
    assert numbers.pain_and_effort([]).sentence == "No practice yet."
