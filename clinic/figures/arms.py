"""Where are the segments of an arm: posed by angles, or with its hand put somewhere?"""

from math import asin, degrees

from . import body
from .joints import bent, end_turn, hinge, root_angles, root_turn, two_bones
from .legs import Found
from .posture import Free, Goal, Reach
from .space import (
    Frame,
    Turn,
    Vec,
    add,
    bend,
    carry,
    compose,
    length,
    place,
    relative,
    scale,
    squared,
    sub,
    unit,
)
from .spine import Frames


def arm(limb: str, goal: Goal, frames: Frames) -> Found:
    side = limb.split("_", maxsplit=1)[0]
    shoulder = Frame(_shoulder(side, frames), frames["thorax"].turn)
    if isinstance(goal, Reach):
        return _reaching_arm(side, goal, shoulder, frames)
    assert isinstance(goal, Free)
    *root, elbow, wrist, _ = goal.angles
    upper = Frame(shoulder.at, compose(shoulder.turn, root_turn(tuple(root), body.SIGN[side])))
    fore = Frame(place(upper, (0, -body.UPPER_ARM, 0)), compose(upper.turn, bend(elbow)))
    hand = compose(fore.turn, goal.follow or bend(wrist))
    return (
        _arm_frames(side, upper, fore, hand),
        _arm_angles(side, (root[0], root[1], root[2]), elbow, wrist),
        0.0,
    )


def _reaching_arm(side: str, goal: Reach, shoulder: Frame, frames: Frames) -> Found:
    at = place(frames[goal.on], goal.at) if goal.on else goal.at
    shoulder = _shoulder_led(shoulder, at)
    elbow_at, wrist_at, across = two_bones(
        shoulder.at,
        at,
        carry(shoulder.turn, goal.to),
        (body.UPPER_ARM, body.FOREARM),
        goal.lying(body.ELBOW_PAD),
    )
    front = scale(across, -1)
    upper = Frame(shoulder.at, squared(front, sub(shoulder.at, elbow_at)))
    fore = Frame(elbow_at, squared(front, sub(elbow_at, wrist_at)))
    hand = end_turn(goal, frames) or compose(fore.turn, goal.follow or bend(goal.wrist))
    root = root_angles(relative(shoulder.turn, upper.turn), body.SIGN[side])
    joints = _arm_angles(side, root, -hinge(upper.turn, fore.turn), bent(fore.turn, hand))
    return _arm_frames(side, upper, fore, hand), joints, length(sub(at, wrist_at))


def _shoulder_led(shoulder: Frame, at: Vec) -> Frame:
    """The shoulder blade glides after a hand that reaches far."""
    way = sub(at, shoulder.at)
    short = length(way) - (body.UPPER_ARM + body.FOREARM - 0.6)
    return Frame(add(shoulder.at, scale(unit(way), max(0.0, min(body.SHOULDER_GLIDE, short)))), shoulder.turn)


def _shoulder(side: str, frames: Frames) -> Vec:
    x, y, z = body.SHOULDER_ON_THORAX
    return place(frames["thorax"], (x, y, z * body.SIGN[side]))


def _arm_frames(side: str, upper: Frame, fore: Frame, hand: Turn) -> Frames:
    return {
        f"{side}_upper_arm": upper,
        f"{side}_forearm": fore,
        f"{side}_hand": Frame(place(fore, (0, -body.FOREARM, 0)), hand),
    }


def _arm_angles(side: str, root: tuple[float, float, float], elbow: float, wrist: float) -> dict[str, float]:
    names = ("shoulder.bend", "shoulder.out", "shoulder.spin", "elbow.bend", "wrist.bend")
    angles = {f"{side} {name}": value for name, value in zip(names, (*root, elbow, wrist), strict=True)}
    down = scale(root_turn(root, body.SIGN[side]).up, -1)
    return angles | {f"{side} shoulder.back": degrees(asin(max(-1.0, min(1.0, -down[0]))))}
