"""How are points and directions in the room added, turned and measured?

Three axes, in percent of body height: x the way an upright figure faces, y up, z to the figure's right.
A turn is kept as the three directions its own axes (front, up, right) point to in the room.
"""

from math import acos, cos, degrees, radians, sin, sqrt
from typing import NamedTuple

Vec = tuple[float, float, float]


class Turn(NamedTuple):
    """Where a segment's own front, up and right point in the room."""

    front: Vec
    up: Vec
    right: Vec


class Frame(NamedTuple):
    """A segment in the room: where it starts and how it is turned."""

    at: Vec
    turn: Turn


STRAIGHT = Turn((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, by: float) -> Vec:
    return (a[0] * by, a[1] * by, a[2] * by)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    return sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    size = length(a)
    return scale(a, 1 / size) if size > 1e-9 else (1.0, 0.0, 0.0)


def mix(a: Vec, b: Vec, t: float) -> Vec:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def angle_between(a: Vec, b: Vec) -> float:
    """Degrees between two directions."""
    return degrees(acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))


def carry(turn: Turn, v: Vec) -> Vec:
    """A direction given in a segment's own axes, in the room."""
    f, u, r = turn
    return (
        f[0] * v[0] + u[0] * v[1] + r[0] * v[2],
        f[1] * v[0] + u[1] * v[1] + r[1] * v[2],
        f[2] * v[0] + u[2] * v[1] + r[2] * v[2],
    )


def bring(turn: Turn, v: Vec) -> Vec:
    """A direction in the room, in a segment's own axes."""
    return (dot(turn.front, v), dot(turn.up, v), dot(turn.right, v))


def compose(outer: Turn, inner: Turn) -> Turn:
    return Turn(carry(outer, inner.front), carry(outer, inner.up), carry(outer, inner.right))


def relative(outer: Turn, inner: Turn) -> Turn:
    """How `inner` is turned as seen from `outer`."""
    return Turn(bring(outer, inner.front), bring(outer, inner.up), bring(outer, inner.right))


def place(frame: Frame, v: Vec) -> Vec:
    """A point given in a segment's own axes, in the room."""
    return add(frame.at, carry(frame.turn, v))


def bend(deg: float) -> Turn:
    """About the sideways axis: the front rises."""
    c, s = cos(radians(deg)), sin(radians(deg))
    return Turn((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0))


def tip(deg: float) -> Turn:
    """About the forward axis: the top goes to the right."""
    c, s = cos(radians(deg)), sin(radians(deg))
    return Turn((1.0, 0.0, 0.0), (0.0, c, s), (0.0, -s, c))


def spin(deg: float) -> Turn:
    """About the upward axis: the front goes to the right."""
    c, s = cos(radians(deg)), sin(radians(deg))
    return Turn((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def squared(front: Vec, up: Vec) -> Turn:
    """The turn whose up is `up` and whose front is as near to `front` as that allows."""
    top = unit(up)
    ahead = unit(sub(front, scale(top, dot(front, top))))
    return Turn(ahead, top, cross(ahead, top))
