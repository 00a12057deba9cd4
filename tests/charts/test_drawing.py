"""Where does everything of a chart stand?"""

import pytest

from clinic.charts import Band, Chart, Line, draw


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
    drawing = draw(chart([4, 5], band=Band("Error", (3, 4), (5, 6))))
    assert [path.endswith("Z") for path in drawing.band] == [True]


@pytest.mark.parametrize("values", [[], [7]])
def test_little_is_drawn_too(values):
    assert len(draw(chart(values)).along) == len(values)


@pytest.mark.parametrize("wrong", [{"places": (0,)}, {"high": 0}, {"days": ("1 Nov",)}])
def test_what_does_not_fit_is_no_chart(wrong):
    with pytest.raises(ValueError, match=r"line|scale"):
        chart([1, 2], **wrong)
