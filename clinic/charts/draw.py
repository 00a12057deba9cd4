"""Where does everything of a chart stand? Coordinates as text, so that no language puts a comma into them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from clinic.charts.chart import Chart, Line, Value

WIDTH, HEIGHT = 340, 220
LEFT, RIGHT, TOP, BOTTOM = 30, 12, 12, 30
# More labels than these run into each other on a phone.
MOST_LABELS = 3
NONE, MINUS, PLUS_MINUS = "\N{EN DASH}", "\N{MINUS SIGN}", "\N{PLUS-MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line: its unbroken pieces as paths, a dot for each value, the bands around it. `number` counts from 1."""

    number: int
    name: str
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Drawing:
    chart: Chart
    size: tuple[int, int]
    strokes: tuple[Stroke, ...]
    across: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    along: tuple[Tick, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def middle(self) -> int:
        return (self.left + self.right) // 2

    @property
    def foot(self) -> int:
        return HEIGHT - 6


def draw(chart: Chart) -> Drawing:
    return Drawing(
        chart=chart,
        size=(WIDTH, HEIGHT),
        strokes=tuple(_stroke(chart, number, line) for number, line in enumerate(chart.lines, 1)),
        across=tuple(Tick(_y(chart, tick), plain(tick)) for tick in chart.ticks),
        marks=tuple(Tick(_y(chart, mark.value), mark.name) for mark in chart.marks),
        along=_along(chart),
        rows=tuple(
            (day, tuple(_in_table(chart, line, place) for line in chart.lines))
            for place, day in enumerate(chart.days)
        ),
    )


def plain(value: Value) -> str:
    """A number as one reads it; a dash where there is none."""
    return NONE if value is None else f"{value:g}".replace("-", MINUS)


def _in_table(chart: Chart, line: Line, place: int) -> str:
    value, error = line.values[place], line.errors[place] if line.errors else None
    if value is None:
        return NONE
    said = f"{plain(value)}{chart.unit}"
    return said if error is None else f"{said} {PLUS_MINUS} {plain(error)}{chart.unit}"


def _stroke(chart: Chart, number: int, line: Line) -> Stroke:
    pieces = list(_pieces(line.values))
    return Stroke(
        number=number,
        name=line.name,
        paths=tuple("M" + " L".join(_point(chart, n, line.values[n]) for n in piece) for piece in pieces),
        dots=tuple(Dot(_x(chart, n), _y(chart, line.values[n] or 0)) for piece in pieces for n in piece),
        bands=tuple(_bands(chart, line)),
    )


def _bands(chart: Chart, line: Line) -> Iterator[str]:
    """Between which values the line may really lie."""
    pairs = [
        None if value is None or error is None else (value - error, value + error)
        for value, error in zip(line.values, line.errors, strict=bool(line.errors))
    ]
    for piece in _pieces([None if pair is None else pair[0] for pair in pairs]):
        known = [(n, pair) for n in piece if (pair := pairs[n])]
        up = [_point(chart, n, pair[1]) for n, pair in known]
        down = [_point(chart, n, pair[0]) for n, pair in reversed(known)]
        yield "M" + " L".join([*up, *down]) + " Z"


def _pieces(values: Sequence[Value]) -> Iterator[list[int]]:
    """A line breaks where there is no value."""
    for is_known, places in groupby(range(len(values)), key=lambda n: values[n] is not None):
        if is_known:
            yield list(places)


def _along(chart: Chart) -> tuple[Tick, ...]:
    count = len(chart.days)
    if not count:
        return ()
    shown = sorted({round(n * (count - 1) / (MOST_LABELS - 1)) for n in range(MOST_LABELS)})
    return tuple(Tick(_x(chart, n), chart.days[n], _anchor(n, count)) for n in shown)


def _anchor(place: int, count: int) -> str:
    if count == 1:
        return "middle"
    return {0: "start", count - 1: "end"}.get(place, "middle")


def _point(chart: Chart, place: int, value: Value) -> str:
    return f"{_x(chart, place)} {_y(chart, value or 0)}"


def _x(chart: Chart, place: int) -> str:
    span = (chart.places[-1] - chart.places[0]) or 1
    share = (chart.places[place] - chart.places[0]) / span if len(chart.places) > 1 else 0.5
    return f"{LEFT + 6 + share * (WIDTH - LEFT - RIGHT - 6):.1f}"


def _y(chart: Chart, value: float) -> str:
    share = (min(max(value, chart.low), chart.high) - chart.low) / (chart.high - chart.low)
    return f"{HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM):.1f}"
