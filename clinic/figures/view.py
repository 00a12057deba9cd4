"""Where does the viewer stand, how large is everything, and where is the body on the paper?

One view for all renderings of a figure's side; what is costly in it is worked out once and kept.
"""

from functools import lru_cache

from . import draw, props
from .figure import Figure, Tint
from .outline import Camera, Eye, Paper, Point
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
        self.figure = figure
        self._draughtsman = draw.Draughtsman(self.eye)
        self.paper, self.high = _fitted(figure, self.eye)
        self.side = side

    def shapes(self, solved: Solved) -> draw.Shapes:
        return self._draughtsman.shapes(solved.frames, self.paper_at(solved), solved.posture.head.closed)

    def muscle(self, tint: Tint, solved: Solved) -> tuple[str, str]:
        return draw.muscle(tint.muscle, tint.side, solved.frames, self.eye, self.paper_at(solved))

    def paper_at(self, solved: Solved) -> Paper:
        """The picture goes along with a body that travels."""
        x, y = _origin(self.figure, solved, self.eye)
        scale, left, base = self.paper
        return Paper(scale, left - x * scale, base + y * scale)


@lru_cache(maxsize=256)
def view(figure: Figure, side: str) -> View:
    return View(figure, side)


@lru_cache(maxsize=256)
def worked_out(figure: Figure, side: str) -> list[draw.Shapes]:
    """The body's shapes at every moment of a round: the costly part of an animation, done once."""
    return [view(figure, side).shapes(solved) for _, solved in figure.frames]


@lru_cache(maxsize=512)
def tinted(figure: Figure, side: str, tint: Tint) -> list[tuple[str, str]]:
    """A muscle at every moment of a round: its outline and the line along it."""
    return [view(figure, side).muscle(tint, solved) for _, solved in figure.frames]


def _fitted(figure: Figure, eye: Eye) -> tuple[Paper, int]:
    points = [p for _, solved in figure.frames for p in _extent(figure, solved, eye)]
    points += [] if figure.travel else [eye.see(corner) for corner in floor(figure)]
    for prop in figure.props:
        points += props.corners(prop, eye)
    x0, y0, x1, y1 = draw.bounds(points)
    scale = min((WIDE - 2 * MARGIN) / (x1 - x0), (HIGHEST - 2 * MARGIN) / (y1 - y0), LARGEST)
    high = max(LOWEST, round((y1 - y0) * scale) + 2 * MARGIN)
    return Paper(scale, WIDE / 2 - (x0 + x1) / 2 * scale, high / 2 + (y0 + y1) / 2 * scale), high


def _extent(figure: Figure, solved: Solved, eye: Eye) -> list[Point]:
    x0, y0 = _origin(figure, solved, eye)
    return [(x - x0, y - y0) for x, y in draw.extent(solved.frames, eye)]


def _origin(figure: Figure, solved: Solved, eye: Eye) -> Point:
    """What a travelling body is followed by: the place under its pelvis."""
    return eye.see((solved.frames["pelvis"].at[0], 0.0, 0.0)) if figure.travel else (0.0, 0.0)


def floor(figure: Figure) -> list[Vec]:
    """The corners of the floor under everything the figure does."""
    if figure.travel:
        return [(-ENDLESS, 0, -14), (ENDLESS, 0, -14), (ENDLESS, 0, 14), (-ENDLESS, 0, 14)]
    places = [frame.at for _, solved in figure.frames for frame in solved.frames.values()]
    xs = [p[0] for p in places]
    for prop in figure.props:
        xs += prop["box"][:2] if "box" in prop else []
    x0, x1 = min(xs) - 9, max(xs) + 9
    z0, z1 = min(-14, min(p[2] for p in places) - 4), max(14, max(p[2] for p in places) + 4)
    return [(x0, 0, z0), (x1, 0, z0), (x1, 0, z1), (x0, 0, z1)]
