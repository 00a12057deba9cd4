"""Where is every segment of a posed body, and which joint angles does that take?

Forward from angles where the pose gives angles, backward from the contact where it plants a foot, a knee or a hand.
"""

from dataclasses import dataclass
from math import acos, asin, atan2, cos, degrees, sin, sqrt

from . import body
from .posture import Anchor, Free, Goal, Head, Kneel, Posture, Reach, Triple
from .space import (
    Frame,
    Turn,
    Vec,
    add,
    angle_between,
    bend,
    bring,
    carry,
    compose,
    cross,
    dot,
    length,
    place,
    relative,
    scale,
    spin,
    squared,
    sub,
    tip,
    unit,
)

Frames = dict[str, Frame]


@dataclass(frozen=True)
class Solved:
    """A body in the room: its segments, its joint angles, and how far each contact missed its place."""

    frames: Frames
    angles: dict[str, float]
    missed: dict[str, float]
    posture: Posture


def solve(posture: Posture) -> Solved:
    """The posture, worked out."""
    frames = trunk(posture)
    angles = _spine_angles(posture)
    missed: dict[str, float] = {}
    for limb, goal in _in_order(posture.limbs):
        found, joints, miss = _leg(limb, goal, frames) if limb.endswith("leg") else _arm(limb, goal, frames)
        frames.update(found)
        angles.update(joints)
        missed[limb] = miss
    bent = _head_bend(posture.head, frames["thorax"])
    frames.update(_head(posture.head, bent, frames["thorax"]))
    angles["neck.bend"] = bent
    return Solved(frames, angles, missed, posture)


def trunk(posture: Posture) -> Frames:
    """Pelvis, lumbar spine and thorax, where the anchor puts them."""
    spine = _spine(posture)
    shift = _shift(posture.anchor, spine)
    return {name: Frame(add(frame.at, shift), frame.turn) for name, frame in spine.items()}


def lowest(frames: Frames, segments: tuple[str, ...] = ("pelvis", "lumbar", "thorax")) -> float:
    """How high the lowest point of the trunk is."""
    return min(station_bottom(frames, s) for s in body.TRUNK if s.segment in segments)


def station_bottom(frames: Frames, station: body.Station) -> float:
    frame = frames[station.segment]
    f, u, r = frame.turn
    reach = sqrt((f[1] * station.depth) ** 2 + (u[1] * station.along) ** 2 + (r[1] * station.width) ** 2)
    return place(frame, station.at)[1] - reach


def _in_order(limbs: dict[str, Goal]) -> list[tuple[str, Goal]]:
    """Legs before arms, and what holds on to something after what it holds."""
    return sorted(
        limbs.items(), key=lambda item: (item[0].endswith("arm"), getattr(item[1], "on", None) is not None)
    )


# The trunk


def turned(angles: Triple) -> Turn:
    """A trunk joint's bend, side and turn as one turn."""
    forward, side, right = angles
    return compose(spin(right), compose(bend(-forward), tip(side)))


def pelvis_turn(posture: Posture) -> Turn:
    pitch, turn, roll = posture.pelvis
    return compose(posture.base, compose(spin(turn), compose(bend(pitch), tip(roll))))


def _spine(posture: Posture) -> Frames:
    pelvis = Frame((0.0, 0.0, 0.0), pelvis_turn(posture))
    lumbar = Frame(place(pelvis, body.LUMBAR_ON_PELVIS), compose(pelvis.turn, turned(posture.lumbar)))
    thorax = Frame(place(lumbar, body.THORAX_ON_LUMBAR), compose(lumbar.turn, turned(posture.thorax)))
    return {"pelvis": pelvis, "lumbar": lumbar, "thorax": thorax}


def _spine_angles(posture: Posture) -> dict[str, float]:
    angles = {"neck.side": posture.head.side, "neck.turn": posture.head.turn}
    for name, triple in (("lumbar", posture.lumbar), ("thorax", posture.thorax)):
        angles |= {
            f"{name}.{way}": value for way, value in zip(("bend", "side", "turn"), triple, strict=True)
        }
    return angles


PADS = {"back": ("thorax",), "seat": ("pelvis",), "trunk": ("pelvis", "lumbar", "thorax")}


def _shift(anchor: Anchor, spine: Frames) -> Vec:
    """How far the whole body is moved so that its anchor is where it should be."""
    if anchor.part in PADS:
        at = anchor_point(anchor.part, spine)
        return (anchor.at[0] - at[0], anchor.at[1] - lowest(spine, PADS[anchor.part]), anchor.at[2] - at[2])
    if anchor.part == "pelvis":
        return anchor.at
    hip = hip_at(anchor.part.split("_")[0], spine)
    return sub(add(anchor.at, scale(anchor.thigh, body.THIGH)), hip)


def anchor_point(part: str, frames: Frames) -> Vec:
    """Where an anchor is, as `Anchor.at` means it."""
    if part in PADS:
        segment = "pelvis" if part == "seat" else "thorax"
        at = place(frames[segment], body.TRUNK[1 if segment == "pelvis" else 5].at)
        return (at[0], lowest(frames, PADS[part]), at[2])
    return frames["pelvis"].at if part == "pelvis" else frames[part.replace("knee", "shank")].at


def _head_bend(head: Head, thorax: Frame) -> float:
    """Forward is positive. A resting head finds the bend that brings its back to the surface."""
    if head.gaze is None:
        return head.bend
    lean = degrees(atan2(-thorax.turn.up[0], thorax.turn.up[1]))
    return (lean - head.gaze + 180) % 360 - 180


def _head(head: Head, bent: float, thorax: Frame) -> Frames:
    """Neck and head share the bend; with the head at rest the neck takes what brings it down."""
    low = _resting_neck(head, thorax, bent) if head.rest is not None else bent / 2
    neck = Frame(
        place(thorax, body.NECK_ON_THORAX), compose(thorax.turn, turned((low, head.side / 2, head.turn / 2)))
    )
    top = compose(neck.turn, turned((bent - low, head.side / 2, head.turn / 2)))
    return {"neck": neck, "head": Frame(place(neck, body.HEAD_ON_NECK), top)}


def _resting_neck(head: Head, thorax: Frame, bent: float) -> float:
    """The neck's bend with which the back of the head lies at `rest`; of the two, the smaller bend."""
    skull = compose(thorax.turn, bend(-bent))
    wanted = (head.rest or 0.0) - place(thorax, body.NECK_ON_THORAX)[1]
    wanted += _drop(skull, body.SKULL_SIZE) - carry(skull, body.SKULL)[1]
    x, y, _ = body.HEAD_ON_NECK
    front, up = thorax.turn.front[1], thorax.turn.up[1]
    cosine, sine = front * x + up * y, up * x - front * y
    reach = sqrt(cosine**2 + sine**2) or 1.0
    level, spread = atan2(sine, cosine), acos(max(-1.0, min(1.0, wanted / reach)))
    return min((-degrees(level + spread), -degrees(level - spread)), key=abs)


def _drop(turn: Turn, sizes: Vec) -> float:
    """How far below its middle a turned ellipsoid reaches."""
    return sqrt(sum((axis[1] * size) ** 2 for axis, size in zip(turn, sizes, strict=True)))


def head_bottom(frames: Frames) -> float:
    head = frames["head"]
    return place(head, body.SKULL)[1] - _drop(head.turn, body.SKULL_SIZE)


# The limbs


def hip_at(side: str, frames: Frames) -> Vec:
    x, y, z = body.HIP_ON_PELVIS
    return place(frames["pelvis"], (x, y, z * body.SIGN[side]))


def _shoulder(side: str, frames: Frames) -> Vec:
    x, y, z = body.SHOULDER_ON_THORAX
    return place(frames["thorax"], (x, y, z * body.SIGN[side]))


def _root_turn(angles: tuple[float, ...], sign: float) -> Turn:
    """A hip or a shoulder: forward, then out from the body, then turned out."""
    return compose(bend(angles[0]), compose(tip(-sign * angles[1]), spin(sign * angles[2])))


def _root_angles(turn: Turn, sign: float) -> tuple[float, float, float]:
    """The three angles `_root_turn` would need."""
    f, u, r = turn
    out = degrees(asin(max(-1.0, min(1.0, u[2]))))
    return degrees(atan2(-u[0], u[1])), -sign * out, sign * degrees(atan2(f[2], r[2]))


def _leg(limb: str, goal: Goal, frames: Frames) -> tuple[Frames, dict[str, float], float]:
    side = limb.split("_", maxsplit=1)[0]
    hip = hip_at(side, frames)
    if isinstance(goal, Free):
        return _free_leg(side, goal, Frame(hip, frames["pelvis"].turn))
    if isinstance(goal, Kneel):
        return _kneeling_leg(side, goal, Frame(hip, frames["pelvis"].turn))
    return _reaching_leg(side, goal, hip, frames)


def _free_leg(side: str, goal: Free, hip: Frame) -> tuple[Frames, dict[str, float], float]:
    *root, knee, ankle, toes = goal.angles
    thigh = Frame(hip.at, compose(hip.turn, _root_turn(tuple(root), body.SIGN[side])))
    shank = Frame(place(thigh, (0, -body.THIGH, 0)), compose(thigh.turn, bend(-knee)))
    return (
        _leg_frames(side, hip.turn, thigh, shank, compose(shank.turn, goal.follow or bend(ankle)), toes),
        _leg_angles(side, _root_angles(relative(hip.turn, thigh.turn), body.SIGN[side]), knee, ankle, toes),
        0.0,
    )


def _kneeling_leg(side: str, goal: Kneel, hip: Frame) -> tuple[Frames, dict[str, float], float]:
    up = sub(hip.at, goal.at)
    thigh = Frame(hip.at, squared(cross(unit(up), goal.shank.right), up))
    shank = Frame(goal.at, goal.shank)
    knee = _hinge(thigh.turn, shank.turn)
    root = _root_angles(relative(hip.turn, thigh.turn), body.SIGN[side])
    return (
        _leg_frames(side, hip.turn, thigh, shank, compose(shank.turn, bend(goal.ankle)), goal.toes),
        _leg_angles(side, root, knee, goal.ankle, goal.toes),
        abs(length(up) - body.THIGH),
    )


def _reaching_leg(side: str, goal: Reach, hip: Vec, frames: Frames) -> tuple[Frames, dict[str, float], float]:
    pelvis = frames["pelvis"].turn
    at = place(frames[goal.on], goal.at) if goal.on else goal.at
    knee_at, ankle_at, across = _two_bones(
        hip, at, carry(pelvis, goal.to), (body.THIGH, body.SHANK), _lain(goal, body.KNEE_PAD)
    )
    thigh = Frame(hip, squared(across, sub(hip, knee_at)))
    shank = Frame(knee_at, squared(across, sub(knee_at, ankle_at)))
    foot = _end_turn(goal, frames) or compose(shank.turn, goal.follow or bend(goal.wrist))
    root = _root_angles(relative(pelvis, thigh.turn), body.SIGN[side])
    joints = _leg_angles(side, root, _hinge(thigh.turn, shank.turn), -_hinge(shank.turn, foot), goal.toes)
    return _leg_frames(side, pelvis, thigh, shank, foot, goal.toes), joints, length(sub(at, ankle_at))


def foot_bottom(foot: Turn, toes: float) -> float:
    """How far the lowest pad of a foot is from its ankle, upward."""
    tip = add(body.BALL, carry(bend(toes), body.TOE_ON_BALL))
    pads = ((body.HEEL, body.HEEL_PAD), (body.BALL, body.BALL_PAD), (tip, body.TOE_PAD))
    return min(carry(foot, at)[1] - pad for at, pad in pads)


def _leg_frames(side: str, pelvis: Turn, thigh: Frame, shank: Frame, foot: Turn, toes: float) -> Frames:
    ankle = Frame(place(shank, (0, -body.SHANK, 0)), foot)
    return {
        f"{side}_thigh": thigh,
        f"{side}_shank": shank,
        f"{side}_foot": ankle,
        f"{side}_toes": Frame(place(ankle, body.BALL), compose(foot, bend(toes))),
    }


def _leg_angles(
    side: str, root: tuple[float, float, float], knee: float, ankle: float, toes: float
) -> dict[str, float]:
    names = ("hip.bend", "hip.out", "hip.spin", "knee.bend", "ankle.bend", "toes.bend")
    return {f"{side} {name}": value for name, value in zip(names, (*root, knee, ankle, toes), strict=True)}


def _arm(limb: str, goal: Goal, frames: Frames) -> tuple[Frames, dict[str, float], float]:
    side = limb.split("_", maxsplit=1)[0]
    shoulder = Frame(_shoulder(side, frames), frames["thorax"].turn)
    if isinstance(goal, Reach):
        return _reaching_arm(side, goal, shoulder, frames)
    assert isinstance(goal, Free)
    *root, elbow, wrist, _ = goal.angles
    upper = Frame(shoulder.at, compose(shoulder.turn, _root_turn(tuple(root), body.SIGN[side])))
    fore = Frame(place(upper, (0, -body.UPPER_ARM, 0)), compose(upper.turn, bend(elbow)))
    hand = compose(fore.turn, goal.follow or bend(wrist))
    return (
        _arm_frames(side, upper, fore, hand),
        _arm_angles(side, (root[0], root[1], root[2]), elbow, wrist),
        0.0,
    )


def _reaching_arm(
    side: str, goal: Reach, shoulder: Frame, frames: Frames
) -> tuple[Frames, dict[str, float], float]:
    at = place(frames[goal.on], goal.at) if goal.on else goal.at
    shoulder = _shoulder_led(shoulder, at)
    elbow_at, wrist_at, across = _two_bones(
        shoulder.at,
        at,
        carry(shoulder.turn, goal.to),
        (body.UPPER_ARM, body.FOREARM),
        _lain(goal, body.ELBOW_PAD),
    )
    front = scale(across, -1)
    upper = Frame(shoulder.at, squared(front, sub(shoulder.at, elbow_at)))
    fore = Frame(elbow_at, squared(front, sub(elbow_at, wrist_at)))
    hand = _end_turn(goal, frames) or compose(fore.turn, goal.follow or bend(goal.wrist))
    root = _root_angles(relative(shoulder.turn, upper.turn), body.SIGN[side])
    joints = _arm_angles(side, root, -_hinge(upper.turn, fore.turn), _bent(fore.turn, hand))
    return _arm_frames(side, upper, fore, hand), joints, length(sub(at, wrist_at))


def _shoulder_led(shoulder: Frame, at: Vec) -> Frame:
    """The shoulder blade glides after a hand that reaches far."""
    way = sub(at, shoulder.at)
    short = length(way) - (body.UPPER_ARM + body.FOREARM - 0.6)
    return Frame(add(shoulder.at, scale(unit(way), max(0.0, min(body.SHOULDER_GLIDE, short)))), shoulder.turn)


def _arm_frames(side: str, upper: Frame, fore: Frame, hand: Turn) -> Frames:
    return {
        f"{side}_upper_arm": upper,
        f"{side}_forearm": fore,
        f"{side}_hand": Frame(place(fore, (0, -body.FOREARM, 0)), hand),
    }


def _arm_angles(side: str, root: tuple[float, float, float], elbow: float, wrist: float) -> dict[str, float]:
    names = ("shoulder.bend", "shoulder.out", "shoulder.spin", "elbow.bend", "wrist.bend")
    angles = {f"{side} {name}": value for name, value in zip(names, (*root, elbow, wrist), strict=True)}
    down = scale(_root_turn(root, body.SIGN[side]).up, -1)
    return angles | {f"{side} shoulder.back": degrees(asin(max(-1.0, min(1.0, -down[0]))))}


def _end_turn(goal: Reach, frames: Frames) -> Turn | None:
    if goal.end is None:
        return None
    return compose(frames[goal.on].turn, goal.end) if goal.on else goal.end


def _bent(fore: Turn, hand: Turn) -> float:
    """How far a hand is bent from its forearm, whichever way the forearm is turned."""
    return angle_between(fore.up, hand.up)


def _hinge(upper: Turn, lower: Turn) -> float:
    """How far the lower segment is bent back from the upper, about the upper's sideways axis."""
    seen = bring(upper, scale(lower.up, -1))
    return degrees(atan2(-seen[0], -seen[1]))


def _lain(goal: Reach, pad: float) -> float | None:
    return None if goal.rest is None else goal.rest + pad


def _two_bones(
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
