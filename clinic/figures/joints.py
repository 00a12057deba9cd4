"""How do two bones reach a place, and which angles of hip, knee, shoulder and elbow is that?"""

from math import acos, asin, atan2, cos, degrees, sin, sqrt

from .posture import Reach
from .space import (
    Frame,
    Turn,
    Vec,
    add,
    angle_between,
    bend,
    bring,
    compose,
    cross,
    dot,
    length,
    scale,
    spin,
    sub,
    tip,
    unit,
)


def root_turn(angles: tuple[float, ...], sign: float) -> Turn:
    """A hip or a shoulder: forward, then out from the body, then turned out."""
    return compose(bend(angles[0]), compose(tip(-sign * angles[1]), spin(sign * angles[2])))


def root_angles(turn: Turn, sign: float) -> tuple[float, float, float]:
    """The three angles `root_turn` would need."""
    f, u, r = turn
    out = degrees(asin(max(-1.0, min(1.0, u[2]))))
    return degrees(atan2(-u[0], u[1])), -sign * out, sign * degrees(atan2(f[2], r[2]))


def hinge(upper: Turn, lower: Turn) -> float:
    """How far the lower segment is bent back from the upper, about the upper's sideways axis."""
    seen = bring(upper, scale(lower.up, -1))
    return degrees(atan2(-seen[0], -seen[1]))


def bent(fore: Turn, hand: Turn) -> float:
    """How far a hand is bent from its forearm, whichever way the forearm is turned."""
    return angle_between(fore.up, hand.up)


def two_bones(
    root: Vec, end: Vec, to: Vec, bones: tuple[float, float], height: float | None
) -> tuple[Vec, Vec, Vec]:
    """Middle joint, end as far as it is reached, and the way the middle joint points.

    With a `height` the middle joint swings round to lie there, no further than it must.
    """
    upper, lower = bones
    line = unit(sub(end, root))
    away = unit(sub(to, scale(line, dot(to, line))))
    far = max(abs(upper - lower) + 0.05, min(upper + lower - 0.001, length(sub(end, root))))
    lean = acos(max(-1.0, min(1.0, (upper**2 + far**2 - lower**2) / (2 * upper * far))))
    along, off = add(root, scale(line, upper * cos(lean))), upper * sin(lean)
    if height is not None:
        away = _swung(line, away, (height - along[1]) / max(off, 0.001))
    return add(along, scale(away, off)), add(root, scale(line, far)), away


def _swung(line: Vec, away: Vec, rise: float) -> Vec:
    """`away` turned about the line by the smaller angle that gives it this rise."""
    over = cross(line, away)
    level, steep = atan2(over[1], away[1]), sqrt(over[1] ** 2 + away[1] ** 2) or 1.0
    spread = acos(max(-1.0, min(1.0, rise / steep)))
    swing = min((_wrapped(level + spread), _wrapped(level - spread)), key=abs)
    return add(scale(away, cos(swing)), scale(over, sin(swing)))


def _wrapped(angle: float) -> float:
    return atan2(sin(angle), cos(angle))


def end_turn(goal: Reach, frames: dict[str, Frame]) -> Turn | None:
    """How the goal wants hand or foot turned in the room, if it says so."""
    if goal.end is None:
        return None
    return compose(frames[goal.on].turn, goal.end) if goal.on else goal.end
