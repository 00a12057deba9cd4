"""What does a segment look like from where the viewer stands?

A segment is a chain of ellipsoids; its outline is one smooth closed curve round their shadows on the picture.
"""

from collections.abc import Sequence
from functools import cache
from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

from .space import Frame, Vec, cross, dot, place, scale

Point = tuple[float, float]


class Shadow(NamedTuple):
    """An ellipsoid seen: its middle, and the spread of its ellipse (xx, xy, yy)."""

    at: Point
    xx: float
    xy: float
    yy: float


class Camera(NamedTuple):
    """Where the viewer stands: turned round the figure (0 its right side, -90 its front) and how far above."""

    turn: float
    above: float
    side: float = 1.0  # -1 draws the mirror image

    def axes(self) -> tuple[Vec, Vec]:
        """The picture's two axes, in the room."""
        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        e, h = cos(radians(self.above)), sin(radians(self.above))
        return (c * self.side, 0.0, s * self.side), (s * h, e, -c * h)


class Eye:
    """A camera with its axes worked out once."""

    def __init__(self, camera: Camera) -> None:
        self.across, self.up = camera.axes()
        self.mirrored = camera.side < 0
        self.towards = scale(cross(self.across, self.up), camera.side)

    def see(self, p: Vec) -> Point:
        a, u = self.across, self.up
        return (a[0] * p[0] + a[1] * p[1] + a[2] * p[2], u[0] * p[0] + u[1] * p[1] + u[2] * p[2])

    def faces(self, direction: Vec) -> bool:
        """Whether something that points this way points towards the viewer."""
        return dot(direction, self.towards) > 0.02

    def ball(self, at: Vec, radius: float) -> Shadow:
        return Shadow(self.see(at), radius * radius, 0.0, radius * radius)

    def ellipsoid(self, frame: Frame, at: Vec, sizes: Vec) -> Shadow:
        (ax, ay, az), (ux, uy, uz) = self.across, self.up
        xx = xy = yy = 0.0
        for (x, y, z), size in zip(frame.turn, sizes, strict=True):
            sx, sy = (ax * x + ay * y + az * z) * size, (ux * x + uy * y + uz * z) * size
            xx, xy, yy = xx + sx * sx, xy + sx * sy, yy + sy * sy
        return Shadow(self.see(place(frame, at)), xx, xy, yy)


def reach(shadow: Shadow, x: float, y: float) -> Point:
    """From an ellipse's middle to the point of it that lies furthest in a direction."""
    _, xx, xy, yy = shadow
    gx, gy = xx * x + xy * y, xy * x + yy * y
    far = sqrt(gx * x + gy * y + 1e-9)
    return gx / far, gy / far


def chain(shadows: Sequence[Shadow], *, flat_end: bool = False) -> list[Point]:
    """Round a chain of ellipses: along one side, over the end, back along the other."""
    ways = _ways([s.at for s in shadows])
    left, right = [], []
    for shadow, (x, y) in zip(shadows, ways, strict=True):
        (cx, cy), (dx, dy) = shadow.at, reach(shadow, -y, x)
        left.append((cx + dx, cy + dy))
        right.append((cx - dx, cy - dy))
    end = [] if flat_end else [_end(shadows[-1], ways[-1], 1.0)]
    return [*left, *end, *reversed(right), _end(shadows[0], ways[0], -1.0)]


def _end(shadow: Shadow, way: Point, sign: float) -> Point:
    dx, dy = reach(shadow, *way)
    return shadow.at[0] + sign * dx, shadow.at[1] + sign * dy


def _ways(points: list[Point]) -> list[Point]:
    """The direction of the chain at each of its points."""
    found = []
    for (ax, ay), (bx, by) in zip([points[0], *points], [*points[1:], points[-1]], strict=False):
        size = hypot(bx - ax, by - ay)
        found.append(((bx - ax) / size, (by - ay) / size) if size > 1e-6 else (0.0, -1.0))
    return found


def hull(shadows: Sequence[Shadow], points: int = 12, first: Point = (1.0, 0.0)) -> list[Point]:
    """The taut curve round several ellipses, starting in a direction that turns with the body.

    `points` is even: what an ellipse reaches one way it reaches the other way too.
    """
    begin, half = atan2(first[1], first[0]), points // 2
    one, other = [], []
    for i in range(half):
        angle = begin - pi * i / half
        x, y = cos(angle), sin(angle)
        ahead, behind = _furthest(shadows, x, y)
        one.append(ahead)
        other.append(behind)
    return one + other


def _furthest(shadows: Sequence[Shadow], x: float, y: float) -> tuple[Point, Point]:
    """The points of several ellipses furthest one way, and furthest the other way."""
    most = least = 0.0
    ahead = behind = None
    for shadow in shadows:
        (cx, cy), (dx, dy) = shadow.at, reach(shadow, x, y)
        middle, far = cx * x + cy * y, dx * x + dy * y
        if ahead is None or middle + far > most:
            most, ahead = middle + far, (cx + dx, cy + dy)
        if behind is None or middle - far < least:
            least, behind = middle - far, (cx - dx, cy - dy)
    assert ahead
    assert behind
    return ahead, behind


def curve(points: Sequence[Point], to_paper: "Paper", tension: float = 0.38) -> str:
    """A smooth closed curve through the points, in whole paper units, written relative to keep it short.

    At each point it runs along the line of its neighbours, by no more than the shorter stretch allows.
    """
    scale, left, base = to_paper
    knots = [(left + x * scale, base - y * scale) for x, y in points]
    ax, ay = knots[-1]
    x, y = knots[0]
    before = hypot(x - ax, y - ay)
    bends = []
    for bx, by in (*knots[1:], knots[0]):
        after = hypot(bx - x, by - y)
        across = hypot(bx - ax, by - ay) or 1.0
        long = (min(before, after)) * tension / across
        bends.append((x, y, (bx - ax) * long, (by - ay) * long))
        ax, ay, x, y, before = x, y, bx, by, after
    x, y, hx, hy = bends[0]
    px, py = round(x), round(y)
    numbers = [px, py, round(x + hx) - px, round(y + hy) - py]
    for x, y, hx, hy in (*bends[1:], bends[0]):
        qx, qy = round(x), round(y)
        numbers += (round(x - hx) - px, round(y - hy) - py, qx - px, qy - py)
        px, py = qx, qy
    return (_written(len(points)) % tuple(numbers)).replace(" -", "-")


@cache
def _written(points: int) -> str:
    """The form of a closed curve with so many points."""
    stretch = "%d %d %d %d"
    return f"M%d %dc%d %d {stretch}s" + " ".join([stretch] * (points - 1)) + "z"


class Paper(NamedTuple):
    """From body units to the picture's own units, y downward."""

    scale: float
    left: float
    base: float

    def __call__(self, p: Point) -> Point:
        return (self.left + p[0] * self.scale, self.base - p[1] * self.scale)
