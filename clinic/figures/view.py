"""Where does the viewer stand, how large is everything, and where is the body on the paper?

One view for all renderings of a figure. The left side's drawing is the mirror image of the right side's, so the body
is drawn once for both; what is costly in it is worked out once and kept.
"""

from functools import lru_cache

from . import draw, props
from .draw import Look
from .eye import Camera, Eye, Point
from .figure import Figure
from .outline import Paper
from .solve import Solved
from .space import Vec

WIDE, LOWEST, HIGHEST = 640, 300, 540
MARGIN = 18
ENDLESS = 260.0  # beyond the picture on both sides
LARGEST = 5.2  # units for one percent of body height


class View:
    """Where the viewer stands and how large everything is: one for all renderings of a figure's side."""

    def __init__(self, figure: Figure, side: str) -> None:
        turn, above = figure.view.get("turn", 0.0), figure.view.get("above", 8.0)
        self.eye = Eye(Camera(turn, above, -1.0 if side == "left" else 1.0))
        self.figure, self.side = figure, side
        self.looks: list[Look] = []  # the body at every moment, as it is seen from the right
        if side == "right":
            self.looks += [draw.look(moment.solved.frames, self.eye) for moment in figure.moments]
        self.paper, self.high = self._fitted() if side == "right" else _mirrored(view(figure, "right"))

    def _fitted(self) -> tuple[Paper, int]:
        figure, eye = self.figure, self.eye
        points = [
            point
            for moment, look in zip(figure.moments, self.looks, strict=True)
            for point in self._extent(moment.solved, look)
        ]
        points += [] if figure.travel else [eye.see(corner) for corner in floor(figure)]
        for prop in figure.props:
            points += props.corners(prop, eye)
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        scale = min((WIDE - 2 * MARGIN) / (x1 - x0), (HIGHEST - 2 * MARGIN) / (y1 - y0), LARGEST)
        high = max(LOWEST, round((y1 - y0) * scale) + 2 * MARGIN)
        return Paper(scale, WIDE / 2 - (x0 + x1) / 2 * scale, high / 2 + (y0 + y1) / 2 * scale), high

    def _extent(self, solved: Solved, look: Look) -> list[Point]:
        x0, y0 = self._origin(solved)
        return [(x - x0, y - y0) for x, y in draw.extent(look)]

    def _origin(self, solved: Solved) -> Point:
        """What a travelling body is followed by: the place under its pelvis."""
        return self.eye.see((solved.frames["pelvis"].at[0], 0.0, 0.0)) if self.figure.travel else (0.0, 0.0)

    def paper_at(self, solved: Solved) -> Paper:
        """The picture goes along with a body that travels."""
        x, y = self._origin(solved)
        scale, left, base = self.paper
        return Paper(scale, left - x * scale, base + y * scale)


def _mirrored(other: View) -> tuple[Paper, int]:
    scale, left, base = other.paper
    return Paper(scale, WIDE - left, base), other.high


@lru_cache(maxsize=256)
def view(figure: Figure, side: str) -> View:
    return View(figure, side)


def floor(figure: Figure) -> list[Vec]:
    """The corners of the floor under everything the figure does."""
    if figure.travel:
        return [(-ENDLESS, 0, -14), (ENDLESS, 0, -14), (ENDLESS, 0, 14), (-ENDLESS, 0, 14)]
    places = [frame.at for moment in figure.moments for frame in moment.solved.frames.values()]
    xs = [p[0] for p in places]
    for prop in figure.props:
        xs += prop["box"][:2] if "box" in prop else []
    x0, x1 = min(xs) - 9, max(xs) + 9
    z0, z1 = min(-14, min(p[2] for p in places) - 4), max(14, max(p[2] for p in places) + 4)
    return [(x0, 0, z0), (x1, 0, z0), (x1, 0, z1), (x0, 0, z1)]
