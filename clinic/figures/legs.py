"""Where are the segments of a leg: posed by angles, planted, kneeling, or with its ankle put somewhere?"""

from . import body
from .joints import end_turn, hinge, root_angles, root_turn, two_bones
from .posture import Free, Goal, Kneel, Reach
from .space import (
    Frame,
    Turn,
    Vec,
    add,
    bend,
    carry,
    compose,
    cross,
    length,
    place,
    relative,
    squared,
    sub,
    unit,
)
from .spine import Frames, hip_at

Found = tuple[Frames, dict[str, float], float]  # segments, angles, by how much the contact was missed


def leg(limb: str, goal: Goal, frames: Frames) -> Found:
    side = limb.split("_", maxsplit=1)[0]
    hip = hip_at(side, frames)
    if isinstance(goal, Free):
        return _free_leg(side, goal, Frame(hip, frames["pelvis"].turn))
    if isinstance(goal, Kneel):
        return _kneeling_leg(side, goal, Frame(hip, frames["pelvis"].turn))
    return _reaching_leg(side, goal, hip, frames)


def _free_leg(side: str, goal: Free, hip: Frame) -> Found:
    *root, knee, ankle, toes = goal.angles
    thigh = Frame(hip.at, compose(hip.turn, root_turn(tuple(root), body.SIGN[side])))
    shank = Frame(place(thigh, (0, -body.THIGH, 0)), compose(thigh.turn, bend(-knee)))
    return (
        _leg_frames(side, hip.turn, thigh, shank, compose(shank.turn, goal.follow or bend(ankle)), toes),
        _leg_angles(side, root_angles(relative(hip.turn, thigh.turn), body.SIGN[side]), knee, ankle, toes),
        0.0,
    )


def _kneeling_leg(side: str, goal: Kneel, hip: Frame) -> Found:
    up = sub(hip.at, goal.at)
    thigh = Frame(hip.at, squared(cross(unit(up), goal.shank.right), up))
    shank = Frame(goal.at, goal.shank)
    knee = hinge(thigh.turn, shank.turn)
    root = root_angles(relative(hip.turn, thigh.turn), body.SIGN[side])
    return (
        _leg_frames(side, hip.turn, thigh, shank, compose(shank.turn, bend(goal.ankle)), goal.toes),
        _leg_angles(side, root, knee, goal.ankle, goal.toes),
        abs(length(up) - body.THIGH),
    )


def _reaching_leg(side: str, goal: Reach, hip: Vec, frames: Frames) -> Found:
    pelvis = frames["pelvis"].turn
    at = place(frames[goal.on], goal.at) if goal.on else goal.at
    knee_at, ankle_at, across = two_bones(
        hip, at, carry(pelvis, goal.to), (body.THIGH, body.SHANK), goal.lying(body.KNEE_PAD)
    )
    thigh = Frame(hip, squared(across, sub(hip, knee_at)))
    shank = Frame(knee_at, squared(across, sub(knee_at, ankle_at)))
    foot = end_turn(goal, frames) or compose(shank.turn, goal.follow or bend(goal.wrist))
    root = root_angles(relative(pelvis, thigh.turn), body.SIGN[side])
    joints = _leg_angles(side, root, hinge(thigh.turn, shank.turn), -hinge(shank.turn, foot), goal.toes)
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
