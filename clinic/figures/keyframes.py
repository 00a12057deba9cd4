"""How does a line of data become a posture?

A pose says only what changes since the pose before it. What it says of a limb is one of:
free angles, a planted `foot`, a straight leg that `lies`, a `kneel`ing knee, a foot that `rests` on the other
leg, or a `hand` put somewhere.
"""

from math import asin, cos, degrees, radians, sin, sqrt
from typing import Any

from . import body
from .legs import foot_bottom
from .posture import Anchor, Free, Goal, Head, Kneel, Posture, Reach, Triple
from .space import (
    STRAIGHT,
    Turn,
    Vec,
    add,
    bend,
    carry,
    compose,
    spin,
    squared,
    sub,
    unit,
)
from .spine import Frames, hip_at, trunk

Spec = dict[str, Any]

BASES = {
    "upright": STRAIGHT,
    # On the left side, head to the right of the picture, facing the viewer.
    "side": Turn((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    # On the right side, head to the left of the picture, facing the viewer.
    "right side": Turn((0.0, 0.0, 1.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0)),
}
LEG_ANGLES = ("hip", "out", "spin", "knee", "ankle", "toes")
ARM_ANGLES = ("shoulder", "out", "spin", "elbow", "wrist")
LEG_KEYS = {
    "foot": {"foot", "on", "pitch", "heading", "to"},
    "lies": {"lies", "on", "heading", "to"},
    "kneel": {"kneel", "on", "heading", "ankle", "toes", "lean", "tilt"},
    "rests": {"rests", "at", "to", "ankle"},
    "ankle_at": {"ankle_at", "to", "ankle", "toes", "knee_on"},
}
ARM_KEYS = {"hand": {"hand", "holds", "points", "palm", "to", "wrist", "elbow_on"}}
POSE_KEYS = {
    "anchor",
    "pelvis",
    "lumbar",
    "thorax",
    "head",
    "right_leg",
    "left_leg",
    "right_arm",
    "left_arm",
    "base",
}


def posture_of(spec: Spec) -> Posture:
    """The posture a complete pose describes."""
    bare = Posture(
        anchor=_anchor(spec),
        pelvis=_triple(spec.get("pelvis", {}), ("pitch", "turn", "roll")),
        lumbar=_triple(spec.get("lumbar", {}), ("bend", "side", "turn")),
        thorax=_triple(spec.get("thorax", {}), ("bend", "side", "turn")),
        head=Head(**spec.get("head", {})),
        base=BASES[spec.get("base", "upright")],
    )
    frames = trunk(bare)
    limbs: dict[str, Goal] = {}
    for side in body.SIDES:
        limbs[f"{side}_leg"] = _leg_goal(spec[f"{side}_leg"], side, frames)
        limbs[f"{side}_arm"] = _arm_goal(spec[f"{side}_arm"], side)
    return Posture(bare.anchor, bare.pelvis, bare.lumbar, bare.thorax, bare.head, limbs, bare.base)


def _triple(spec: Spec, names: tuple[str, str, str]) -> Triple:
    _only(spec, set(names))
    return (float(spec.get(names[0], 0)), float(spec.get(names[1], 0)), float(spec.get(names[2], 0)))


def _only(spec: Spec, known: set[str]) -> None:
    if unknown := set(spec) - known:
        raise ValueError(f"unknown key {sorted(unknown)[0]!r}")


def _anchor(spec: Spec) -> Anchor:
    anchor = spec["anchor"]
    _only(anchor, {"part", "at", "on"})
    part = anchor["part"]
    if not part.endswith("knee"):
        x, y, z = (
            anchor["at"]
            if len(anchor["at"]) == 3
            else (anchor["at"][0], anchor.get("on", 0), anchor["at"][1])
        )
        return Anchor(part, (x, y, z))
    leg = spec[part.replace("knee", "leg")]
    lean, tilt = radians(leg.get("lean", 0)), radians(leg.get("tilt", 0))
    return Anchor(part, _knee_at(leg), (sin(lean) * cos(tilt), cos(lean) * cos(tilt), sin(tilt)))


def _knee_at(leg: Spec) -> Vec:
    return (leg["kneel"][0], leg.get("on", 0) + body.KNEE_PAD, leg["kneel"][1])


def _leg_goal(leg: Spec, side: str, frames: Frames) -> Goal:
    for key, build in (
        ("foot", _planted),
        ("lies", _lying),
        ("kneel", _kneeling),
        ("rests", _resting),
        ("ankle_at", _put),
    ):
        if key in leg:
            _only(leg, LEG_KEYS[key])
            return build(leg, side, frames)
    _only(leg, set(LEG_ANGLES))
    a = [float(leg.get(name, 0)) for name in LEG_ANGLES]
    return Free((a[0], a[1], a[2], a[3], a[4], a[5]))


def _knees_to(leg: Spec) -> Vec:
    to = leg.get("to", (1.0, 0.7, 0.0))
    return (to[0], to[1], to[2])


def _planted(leg: Spec, side: str, frames: Frames) -> Reach:
    """`foot` is where the ankle stands over a flat foot; tilted, the foot stays on its heel or its ball."""
    pitch = leg.get("pitch", 0)
    flat = spin(body.SIGN[side] * leg.get("heading", 0))
    turned = compose(flat, bend(pitch))
    pivot, pad = (body.HEEL, body.HEEL_PAD) if pitch > 0 else (body.BALL, body.BALL_PAD)
    contact = add((leg["foot"][0], 0.0, leg["foot"][1]), carry(flat, (pivot[0], 0.0, 0.0)))
    centre = (contact[0], leg.get("on", 0) + pad, contact[2])
    return Reach(sub(centre, carry(turned, pivot)), _knees_to(leg), end=turned, toes=max(0.0, -pitch))


def _lying(leg: Spec, side: str, frames: Frames) -> Reach:
    """A straight leg with its heel on the surface; `lies` is how far the toes point up, 90 for straight up."""
    away = spin(body.SIGN[side] * leg.get("heading", 0))
    foot = compose(away, bend(leg["lies"]))
    height = leg.get("on", 0) + body.HEEL_PAD - carry(foot, body.HEEL)[1]
    start, reach = hip_at(side, frames), body.THIGH + body.SHANK - 0.02
    flat = sqrt(reach**2 - (start[1] - height) ** 2)
    at = add((start[0], height, start[2]), carry(away, (flat, 0.0, 0.0)))
    return Reach(at, _knees_to(leg), end=foot)


def _kneeling(leg: Spec, side: str, frames: Frames) -> Kneel:
    """The shank lies along the ground behind the knee, its toes or the ball of its foot touching."""
    ankle, toes = float(leg.get("ankle", -62)), float(leg.get("toes", 0))
    ahead = spin(body.SIGN[side] * leg.get("heading", 0))
    lying = compose(ahead, Turn((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    slope = 0.0
    for _ in range(4):
        shank = compose(lying, bend(-slope))
        foot = compose(shank, bend(ankle))
        low = foot_bottom(foot, toes)
        slope -= degrees(
            asin(max(-1.0, min(1.0, (body.KNEE_PAD - body.SHANK * shank.up[1] + low) / body.SHANK)))
        )
    return Kneel(_knee_at(leg), compose(lying, bend(-slope)), ankle, toes)


def _resting(leg: Spec, side: str, frames: Frames) -> Reach:
    x, y, z = leg["at"]
    return Reach((x, y, z), _knees_to(leg), on=leg["rests"], wrist=float(leg.get("ankle", 0)))


def _put(leg: Spec, side: str, frames: Frames) -> Reach:
    """The ankle put somewhere in the room, the foot following the shank."""
    x, y, z = leg["ankle_at"]
    return Reach(
        (x, y, z),
        _knees_to(leg),
        wrist=float(leg.get("ankle", 0)),
        toes=float(leg.get("toes", 0)),
        rest=leg.get("knee_on"),
    )


def _arm_goal(arm: Spec, side: str) -> Goal:
    if "hand" in arm:
        return _placed_hand(arm, side)
    _only(arm, set(ARM_ANGLES))
    a = [float(arm.get(name, 0)) for name in ARM_ANGLES]
    return Free((a[0], a[1], a[2], a[3], a[4], 0.0))


def _placed_hand(arm: Spec, side: str) -> Reach:
    """`hand` is the wrist's place; `points` where the fingers point; `palm` where the palm looks."""
    _only(arm, ARM_KEYS["hand"])
    x, y, z = arm["hand"]
    to = arm.get("to", (-1.0, -0.4, 0.4 * body.SIGN[side]))
    end = None
    if "points" in arm:
        palm = unit(tuple(arm.get("palm", (0.0, -1.0, 0.0))))
        fingers = unit(tuple(arm["points"]))
        side_on = squared(palm, (-fingers[0], -fingers[1], -fingers[2]))
        end = compose(side_on, spin(-90 * body.SIGN[side]))
    return Reach(
        (x, y, z),
        (to[0], to[1], to[2]),
        on=arm.get("holds"),
        end=end,
        wrist=float(arm.get("wrist", 0)),
        rest=arm.get("elbow_on"),
    )
