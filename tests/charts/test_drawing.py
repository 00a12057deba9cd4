"""Where does everything of a chart stand?"""

import pytest

from clinic.charts import Chart, Line, Mark, draw
from clinic.charts.draw import MINUS, NONE


def chart(values, **more):
    count = len(values)
    given = {
        "title": "Pain",
        "days_name": "Day",
        "days": tuple(f"{n} Nov" for n in range(1, count + 1)),
        "places": tuple(range(count)),
        "lines": (Line("Pain", tuple(values)),),
        "low": 0,
        "high": 10,
        "ticks": (0, 5, 10),
    }
    return Chart(**(given | more))


def test_a_line_breaks_where_nothing_was_told():
    (stroke,) = draw(chart([1, None, 3, 4])).strokes
    assert [path.count("L") for path in stroke.paths] == [0, 1]
    assert len(stroke.dots) == 3


def test_higher_is_further_up_and_later_further_along():
    first, second = draw(chart([0, 10])).strokes[0].dots
    assert float(second.y) < float(first.y)
    assert float(first.x) < float(second.x)


def test_days_apart_stand_apart():
    one, two, three = (float(dot.x) for dot in draw(chart([1, 1, 1], places=(0, 1, 10))).strokes[0].dots)
    assert (three - two) > 8 * (two - one)


def test_the_table_holds_the_same_numbers():
    assert draw(chart([1, None, 2.5])).rows == (
        ("1 Nov", ("1",)),
        ("2 Nov", ("\N{EN DASH}",)),
        ("3 Nov", ("2.5",)),
    )


def test_a_band_closes_around_its_line():
    drawing = draw(chart([], days=("1", "2"), places=(0, 1), lines=(Line("Hip", (4, 5), (1, 2)),)))
    (band,) = drawing.strokes[0].bands
    assert band.count("L") == 3
    assert band.endswith("Z")


def test_each_line_has_its_own_band_and_its_error_in_the_table():
    lines = (Line("Right", (4, None), (1, None)), Line("Left", (-2.5, 6), (None, 2)))
    drawing = draw(chart([], days=("1", "2"), places=(0, 1), lines=lines, unit="°"))
    assert [len(stroke.bands) for stroke in drawing.strokes] == [1, 1]
    assert drawing.rows == (("1", ("4° ± 1°", f"{MINUS}2.5°")), ("2", (NONE, "6° ± 2°")))


def test_a_mark_stands_where_its_value_does():
    drawing = draw(chart([5], marks=(Mark(5, "short above"),)))
    assert [(mark.at, mark.text) for mark in drawing.marks] == [(drawing.strokes[0].dots[0].y, "short above")]


@pytest.mark.parametrize("values", [[], [7]])
def test_little_is_drawn_too(values):
    assert len(draw(chart(values)).along) == len(values)


@pytest.mark.parametrize("wrong", [{"places": (0,)}, {"high": 0}, {"days": ("1 Nov",)}])
def test_what_does_not_fit_is_no_chart(wrong):
    with pytest.raises(ValueError, match=r"line|scale"):
        chart([1, 2], **wrong)
