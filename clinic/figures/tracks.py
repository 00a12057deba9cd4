"""Which moments of a round does a thing need to be drawn at, to move as it should?

It goes straight over from one to the next, so what goes straight anyway needs only the two ends of a change, and
what stays where it is only the ends of its rest.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from .figure import Moment
from .moments import spline

STRAIGHT_ENOUGH = 3.0  # units of the picture, of which 640 are its width
Place = Sequence[float]  # numbers that say where a thing is and how it is turned, in units of the picture
Stops = tuple[int, ...]  # numbers of moments


def stops(places: Sequence[Place], moments: Sequence[Moment]) -> Stops:
    """The moments it takes to follow a thing through its places, one for each moment."""
    found = [0]
    for first, last in _stretches(moments):
        found += (*_bends(places, moments, first, last), last)
    return _rested(found, [nearly(place) for place in places])


def nearly(place: Place) -> tuple[int, ...]:
    """As finely as a picture can show."""
    return tuple([round(2 * number) for number in place])


def _stretches(moments: Sequence[Moment]) -> Iterable[tuple[int, int]]:
    """From pose to pose, by the numbers of their moments."""
    return pairwise(i for i, moment in enumerate(moments) if moment.done == int(moment.done))


def _bends(places: Sequence[Place], moments: Sequence[Moment], first: int, last: int) -> Stops:
    """The moments between two at which a straight way from one to the other would be too far out."""
    start, end, begun = places[first], places[last], moments[first].done
    furthest, most = first, STRAIGHT_ENOUGH
    for i in range(first + 1, last):
        t = (moments[i].done - begun) / (moments[last].done - begun)
        out = max(abs(a + (b - a) * t - now) for a, b, now in zip(start, end, places[i], strict=True))
        if out > most:
            furthest, most = i, out
    if furthest == first:
        return ()
    return (*_bends(places, moments, first, furthest), furthest, *_bends(places, moments, furthest, last))


def _rested(found: list[int], places: Sequence[tuple[int, ...]]) -> Stops:
    """Without the moments at which the thing is where it was before and is after."""
    between = [
        i
        for a, i, b in zip(found, found[1:], found[2:], strict=False)
        if not places[a] == places[i] == places[b]
    ]
    ends = (found[0],) if not between and places[found[0]] == places[found[-1]] else (found[0], found[-1])
    return (ends[0], *between, *ends[1:])


def timing(at: Stops, moments: Sequence[Moment]) -> str:
    """The same stops as attributes of an animation."""
    whole = moments[-1].clock
    times = ";".join(short(moments[i].clock / whole) for i in at)
    splines = ";".join(_spline(moments[i].done, moments[j].done) for i, j in pairwise(at))
    return f'dur="{whole:g}s" repeatCount="indefinite" calcMode="spline" keyTimes="{times}" keySplines="{splines}"'


def _spline(start: float, end: float) -> str:
    return spline(start, end) if end <= int(start) + 1 and start != end else "0 0 1 1"


def short(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".") or "0"
