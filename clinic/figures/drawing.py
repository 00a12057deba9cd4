"""What does the body of a figure look like at each moment, drawn once for both sides and every theme?

As it is seen from the right; the left side's picture is this one mirrored. A part that is where it was before is
not drawn again.
"""

from functools import lru_cache

from . import draw
from .figure import Figure, Tint
from .outline import Shapes
from .tracks import Place, Stops, nearly, stops, timing
from .view import view

LEVER = 6.0  # as far from its start as the turn of a segment is told, in percent of body height


class Drawing:
    """Draws parts of the body when they are asked for, and keeps them."""

    def __init__(self, figure: Figure) -> None:
        self.figure, self.view = figure, view(figure, "right")
        places = {name: [self._place(name, i) for i in range(len(figure.moments))] for name in draw.PARTS}
        self._stops = {name: stops(found, figure.moments) for name, found in places.items()}
        # Which of the moments before looked just the same: what was drawn for it serves again.
        self._like = {name: _first_alike(found) for name, found in places.items()}
        self._shapes: dict[tuple[str, int], Shapes] = {}
        self._muscles: dict[tuple[Tint, int, int], tuple[str, str]] = {}
        self._timings: dict[Stops, str] = {}

    def work_out(self) -> None:
        """All of it at once, so that no drawing of the figure has to wait for its body."""
        for name in draw.PARTS:
            for moment in self.stops(name):
                self.part(name, moment)
        for tint in self.figure.tints:
            for moment in self.stops_of(tint):
                self.muscle(tint, moment)

    def part(self, name: str, moment: int) -> Shapes:
        """One of `draw.PARTS`, as path data."""
        key = (name, self._like[name][moment])
        if key not in self._shapes:
            solved, seen = self.figure.moments[moment].solved, self.view.looks[moment]
            paper, closed = self.view.paper_at(solved), solved.posture.head.closed
            self._shapes[key] = draw.part(name, solved.frames, seen, self.view.eye, paper, closed)
        return self._shapes[key]

    def muscle(self, tint: Tint, moment: int) -> tuple[str, str]:
        """Its outline, and the line along it."""
        trunk, leg = (self._like[name][moment] for name in _parts_of(tint))
        key = (tint, trunk, leg)
        if key not in self._muscles:
            paper = self.view.paper_at(self.figure.moments[moment].solved)
            self._muscles[key] = draw.muscle(tint.muscle, tint.side, self.view.looks[moment], paper)
        return self._muscles[key]

    def stops(self, *parts: str) -> Stops:
        """The moments that all of these parts need."""
        return tuple(sorted({moment for part in parts for moment in self._stops[part]}))

    def stops_of(self, tint: Tint) -> Stops:
        return self.stops(*_parts_of(tint))

    def timing(self, at: Stops) -> str:
        if at not in self._timings:
            self._timings[at] = timing(at, self.figure.moments)
        return self._timings[at]

    def _place(self, name: str, moment: int) -> Place:
        """Where the segments of a part are on the paper, and where their fronts and right sides point."""
        solved, look = self.figure.moments[moment].solved, self.view.looks[moment]
        wide, left, base = self.view.paper_at(solved)
        found: list[float] = []
        lever = wide * LEVER
        for segment in draw.PARTS[name]:
            x, y, fx, fy, _, _, rx, ry = look[segment]
            found += (left + x * wide, base - y * wide, fx * lever, fy * lever, rx * lever, ry * lever)
        return [*found, 20 * solved.posture.head.closed] if name == "head" else found


def _first_alike(places: list[Place]) -> list[int]:
    first: dict[tuple[int, ...], int] = {}
    return [first.setdefault(nearly(place), i) for i, place in enumerate(places)]


def _parts_of(tint: Tint) -> tuple[str, str]:
    return "trunk", f"{tint.side}_leg"


@lru_cache(maxsize=256)
def drawing(figure: Figure) -> Drawing:
    return Drawing(figure)
