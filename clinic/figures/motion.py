"""Where is the body between two poses, and when?

Each change of pose is made towards the contacts of the pose it leads to: what is planted in both stays
exactly where it is, and at the start of the change nothing jumps.
"""

from math import atan2, degrees

from . import ways
from .posture import Anchor, Head, Posture, Triple
from .solve import Solved
from .space import mix, unit
from .spine import Frames, anchor_point, head_bottom


def eased(t: float) -> float:
    """Slow at both ends."""
    return t * t * (3 - 2 * t)


def between(a: Solved, b: Solved, t: float, lift: float = 0.0, swing: tuple[str, ...] = ()) -> Posture:
    """The posture a part `t` of the way from `a` to `b`; `lift` raises a foot on its way, `swing` names legs
    that leave the ground and go by their joints."""
    start, end = a.posture, b.posture
    return Posture(
        anchor=_anchor(a, b, t),
        pelvis=_lerp3(start.pelvis, end.pelvis, t),
        lumbar=_lerp3(start.lumbar, end.lumbar, t),
        thorax=_lerp3(start.thorax, end.thorax, t),
        head=_head(a, end.head, t),
        limbs={
            limb: ways.goal_between(limb, a, b, t, lift * 4 * t * (1 - t), swing=limb in swing)
            for limb in end.limbs
        },
        base=end.base,
    )


def _lerp(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def _lerp3(a: Triple, b: Triple, t: float) -> Triple:
    return mix(a, b, t)


def _anchor(a: Solved, b: Solved, t: float) -> Anchor:
    part = b.posture.anchor.part
    at = mix(anchor_point(part, a.frames), anchor_point(part, b.frames), t)
    if not part.endswith("knee"):
        return Anchor(part, at)
    thigh = part.replace("knee", "thigh")
    return Anchor(part, at, unit(mix(a.frames[thigh].turn.up, b.frames[thigh].turn.up, t)))


def _head(a: Solved, end: Head, t: float) -> Head:
    gaze = None if end.gaze is None else _lerp(head_pitch(a.frames), end.gaze, t)
    rest = None if end.rest is None else _lerp(head_bottom(a.frames), end.rest, t)
    return Head(
        bend=_lerp(a.angles["neck.bend"], end.bend, t),
        side=_lerp(a.posture.head.side, end.side, t),
        turn=_lerp(a.posture.head.turn, end.turn, t),
        gaze=gaze,
        rest=rest,
        closed=_lerp(a.posture.head.closed, end.closed, t),
    )


def head_pitch(frames: Frames) -> float:
    up = frames["head"].turn.up
    return degrees(atan2(-up[0], up[1]))
