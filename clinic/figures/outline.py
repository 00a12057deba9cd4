"""What does a segment look like from where the viewer stands?

A segment is a chain of ellipsoids; its outline is one smooth closed curve round their shadows on the picture. This is
where a drawing's time goes, so the sums stand here at length instead of being called.
"""

from collections.abc import Sequence
from functools import cache
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import NamedTuple

from .eye import Point, Seen
from .space import Vec

Shapes = dict[str, str]  # path data by name
Ball = tuple[float, float, float]  # a round thing seen: its middle and its radius
Shadow = tuple[
    float, float, float, float, float
]  # an ellipsoid seen: its middle, its ellipse's spread (xx, xy, yy)


def ball(seen: Seen, at: Vec, radius: float) -> Ball:
    x, y, fx, fy, ux, uy, rx, ry = seen
    f, u, r = at
    return (x + f * fx + u * ux + r * rx, y + f * fy + u * uy + r * ry, radius)


def ellipsoid(seen: Seen, at: Vec, sizes: Vec) -> Shadow:
    x, y, fx, fy, ux, uy, rx, ry = seen
    (f, u, r), (deep, long, wide) = at, sizes
    x, y = x + f * fx + u * ux + r * rx, y + f * fy + u * uy + r * ry
    fx, fy, ux, uy, rx, ry = fx * deep, fy * deep, ux * long, uy * long, rx * wide, ry * wide
    return (x, y, fx * fx + ux * ux + rx * rx, fx * fy + ux * uy + rx * ry, fy * fy + uy * uy + ry * ry)


def disc(at: Ball) -> Shadow:
    """A ball among ellipsoids."""
    x, y, radius = at
    return (x, y, radius * radius, 0.0, radius * radius)


def _ways(middles: Sequence[tuple[float, ...]]) -> list[Point]:
    """The direction of a chain at each of its members."""
    found = []
    for (ax, ay, *_), (bx, by, *_) in zip([middles[0], *middles], [*middles[1:], middles[-1]], strict=False):
        x, y = bx - ax, by - ay
        size = hypot(x, y)
        found.append((x / size, y / size) if size > 1e-6 else (0.0, -1.0))
    return found


def tube(balls: Sequence[Ball], *, flat_end: bool = False) -> list[Point]:
    """Round a chain of balls: along one side, over the end, back along the other."""
    ways = _ways(balls)
    left = [(x - r * wy, y + r * wx) for (x, y, r), (wx, wy) in zip(balls, ways, strict=True)]
    right = [(x + r * wy, y - r * wx) for (x, y, r), (wx, wy) in zip(balls, ways, strict=True)]
    (x0, y0, r0), (wx, wy) = balls[0], ways[0]
    start = (x0 - r0 * wx, y0 - r0 * wy)
    if flat_end:
        return [*left, left[-1], right[-1], *right[::-1], start]  # a point that comes twice is a corner
    (x1, y1, r1), (vx, vy) = balls[-1], ways[-1]
    return [*left, (x1 + r1 * vx, y1 + r1 * vy), *right[::-1], start]


def chain(shadows: Sequence[Shadow], *, flat_end: bool = False) -> list[Point]:
    """Round a chain of ellipses, as `tube`."""
    ways = _ways(shadows)
    left, right = [], []
    for (cx, cy, xx, xy, yy), (wx, wy) in zip(shadows, ways, strict=True):
        gx, gy = xy * wx - xx * wy, yy * wx - xy * wy
        far = sqrt(gy * wx - gx * wy + 1e-9)
        dx, dy = gx / far, gy / far
        left.append((cx + dx, cy + dy))
        right.append((cx - dx, cy - dy))
    end = [left[-1], right[-1]] if flat_end else [_end(shadows[-1], ways[-1], 1.0)]
    return [*left, *end, *reversed(right), _end(shadows[0], ways[0], -1.0)]


def _end(shadow: Shadow, way: Point, sign: float) -> Point:
    (cx, cy, xx, xy, yy), (x, y) = shadow, way
    gx, gy = xx * x + xy * y, xy * x + yy * y
    far = sqrt(gx * x + gy * y + 1e-9)
    return cx + sign * gx / far, cy + sign * gy / far


def hull(shadows: Sequence[Shadow], points: int = 12, first: Point = (1.0, 0.0)) -> list[Point]:
    """The taut curve round several ellipses, starting in a direction that turns with the body.

    `points` is even: what an ellipse reaches one way it reaches the other way too.
    """
    begin = atan2(first[1], first[0])
    one, other = [], []
    for turn in _turns(points):
        x, y = cos(begin - turn), sin(begin - turn)
        most = least = 0.0
        ahead = behind = None
        for cx, cy, xx, xy, yy in shadows:
            gx, gy = xx * x + xy * y, xy * x + yy * y
            far = sqrt(gx * x + gy * y + 1e-9)
            middle, dx, dy = cx * x + cy * y, gx / far, gy / far
            if ahead is None or middle + far > most:
                most, ahead = middle + far, (cx + dx, cy + dy)
            if behind is None or middle - far < least:
                least, behind = middle - far, (cx - dx, cy - dy)
        assert ahead
        assert behind
        one.append(ahead)
        other.append(behind)
    return one + other


@cache
def _turns(points: int) -> tuple[float, ...]:
    return tuple(pi * i / (points // 2) for i in range(points // 2))


def curve(points: Sequence[Point], to_paper: "Paper", tension: float = 0.38) -> str:
    """A smooth closed curve through the points, in whole paper units, written relative to keep it short.

    At each point it runs along the line of its neighbours, by no more than the shorter stretch allows.
    """
    scale, left, base = to_paper
    knots = [(left + x * scale, base - y * scale) for x, y in points]
    (ax, ay), (x, y), *after = knots[-1], *knots, knots[0]
    before = hypot(x - ax, y - ay)
    numbers: list[int] = []
    px = py = 0
    for bx, by in (*after, knots[1]):
        following = hypot(bx - x, by - y)
        long = min(before, following) * tension / (hypot(bx - ax, by - ay) or 1.0)
        hx, hy = (bx - ax) * long, (by - ay) * long
        qx, qy = round(x), round(y)
        if numbers:
            numbers += (round(x - hx) - px, round(y - hy) - py, qx - px, qy - py)
        else:
            numbers += (qx, qy, round(x + hx) - qx, round(y + hy) - qy)
        px, py, ax, ay, x, y, before = qx, qy, x, y, bx, by, following
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
