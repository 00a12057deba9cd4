"""Where is the body between two poses, and when?

Each change of pose is made towards the contacts of the pose it leads to: what is planted in both stays
exactly where it is, and at the start of the change nothing jumps.
"""

from collections.abc import Sequence
from math import atan2, degrees

from . import body
from .posture import Anchor, Free, Goal, Head, Kneel, Posture, Reach, Triple
from .solve import Frames, Solved, anchor_point, head_bottom
from .space import (
    Turn,
    Vec,
    add,
    bring,
    mix,
    relative,
    scale,
    squared,
    sub,
    unit,
)


def eased(t: float) -> float:
    """Slow at both ends."""
    return t * t * (3 - 2 * t)


def between(a: Solved, b: Solved, t: float, lift: float = 0.0) -> Posture:
    """The posture a part `t` of the way from `a` to `b`; `lift` raises a moving foot or hand on its way."""
    start, end = a.posture, b.posture
    return Posture(
        anchor=_anchor(a, b, t),
        pelvis=_lerp3(start.pelvis, end.pelvis, t),
        lumbar=_lerp3(start.lumbar, end.lumbar, t),
        thorax=_lerp3(start.thorax, end.thorax, t),
        head=_head(a, end.head, t),
        limbs={limb: _limb(limb, a, b, goal, t, lift * 4 * t * (1 - t)) for limb, goal in end.limbs.items()},
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


LEG = ("hip.bend", "hip.out", "hip.spin", "knee.bend", "ankle.bend", "toes.bend")
ARM = ("shoulder.bend", "shoulder.out", "shoulder.spin", "elbow.bend", "wrist.bend")


def _limb(limb: str, a: Solved, b: Solved, goal: Goal, t: float, raised: float) -> Goal:
    side, kind = limb.split("_")
    if isinstance(goal, Free):
        return _free(side, LEG if kind == "leg" else ARM, a, goal, t)
    if isinstance(goal, Kneel):
        return _kneel(side, a, goal, t)
    return _reach(side, kind, a, b, goal, t, raised)


def _free(side: str, names: tuple[str, ...], a: Solved, goal: Free, t: float) -> Free:
    old = [a.angles[f"{side} {name}"] for name in names] + [0.0] * (6 - len(names))
    old[:3] = _same_turn_nearer(old[:3], goal.angles[:3])
    new = [_lerp(o, n, t) for o, n in zip(old, goal.angles, strict=True)]
    return Free((new[0], new[1], new[2], new[3], new[4], new[5]))


def _same_turn_nearer(old: Sequence[float], goal: Sequence[float]) -> list[float]:
    """The same turn of a ball joint can be told by two sets of angles: the one nearer to where it goes."""
    forward, out, turned = old
    tellings = ((forward, out, turned), (forward + 180, 180 - out, turned + 180))
    near = [[g + (o - g + 180) % 360 - 180 for o, g in zip(told, goal, strict=True)] for told in tellings]
    return min(near, key=lambda told: sum(abs(o - g) for o, g in zip(told, goal, strict=True)))


def _kneel(side: str, a: Solved, goal: Kneel, t: float) -> Kneel:
    shank = a.frames[f"{side}_shank"]
    return Kneel(
        mix(shank.at, goal.at, t),
        _mix_turn(shank.turn, goal.shank, t),
        _lerp(a.angles[f"{side} ankle.bend"], goal.ankle, t),
        _lerp(a.angles[f"{side} toes.bend"], goal.toes, t),
    )


def _reach(side: str, kind: str, a: Solved, b: Solved, goal: Reach, t: float, raised: float) -> Reach:
    end = a.frames[f"{side}_foot" if kind == "leg" else f"{side}_hand"]
    at, turn = end.at, end.turn
    if goal.on:
        at, turn = _seen_from(a.frames, goal.on, at, turn)
    moved = mix(at, goal.at, t)
    return Reach(
        add(moved, (0.0, raised, 0.0)) if sub(at, goal.at) != (0, 0, 0) and _apart(at, goal.at) else moved,
        _mix_way(_pointing(side, kind, a), _pointing(side, kind, b), t),
        on=goal.on,
        end=None if goal.end is None else _mix_turn(turn, goal.end, t),
        wrist=_lerp(a.angles[f"{side} ankle.bend" if kind == "leg" else f"{side} wrist.bend"], goal.wrist, t),
        toes=_lerp(a.angles[f"{side} toes.bend"], goal.toes, t) if kind == "leg" else 0.0,
        rest=None if goal.rest is None else _lerp(_lain_on(side, kind, a), goal.rest, t),
    )


def _lain_on(side: str, kind: str, a: Solved) -> float:
    """The surface the knee or the elbow would be lying on now."""
    if kind == "leg":
        return a.frames[f"{side}_shank"].at[1] - body.KNEE_PAD
    return a.frames[f"{side}_forearm"].at[1] - body.ELBOW_PAD


def _apart(a: Vec, b: Vec) -> bool:
    gap = sub(a, b)
    return gap[0] ** 2 + gap[2] ** 2 > 1


def _seen_from(frames: Frames, on: str, at: Vec, turn: Turn) -> tuple[Vec, Turn]:
    part = frames[on]
    return bring(part.turn, sub(at, part.at)), relative(part.turn, turn)


def _pointing(side: str, kind: str, solved: Solved) -> Vec:
    """Where knee or elbow point now, in the axes of the trunk segment the limb hangs on."""
    if kind == "leg":
        return bring(solved.frames["pelvis"].turn, solved.frames[f"{side}_thigh"].turn.front)
    return bring(solved.frames["thorax"].turn, scale(solved.frames[f"{side}_upper_arm"].turn.front, -1))


def _mix_way(a: Vec, b: Vec, t: float) -> Vec:
    return unit(mix(a, b, t))


def _mix_turn(a: Turn, b: Turn, t: float) -> Turn:
    return squared(mix(a.front, b.front, t), mix(a.up, b.up, t))
