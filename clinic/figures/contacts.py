"""What touches the ground, what stays where it was put, and what would sink or float?

The load of a figure works contacts out; this looks at the finished body and says whether they hold.
"""

from collections.abc import Iterator

from . import body
from .solve import Solved
from .space import Vec, length, place, sub
from .spine import Frames, head_bottom, station_bottom

# A round part of the body that may lie on something: segment without its side, place, radius.
PADS: dict[str, tuple[str, Vec, float]] = {
    "knee": ("shank", (0.0, 0.0, 0.0), body.KNEE_PAD),
    "heel": ("foot", body.HEEL, body.HEEL_PAD),
    "ball": ("foot", body.BALL, body.BALL_PAD),
    "toes": ("toes", body.TOE_ON_BALL, body.TOE_PAD),
    "elbow": ("forearm", (0.0, 0.0, 0.0), body.ELBOW_PAD),
    "wrist": ("hand", (0.0, 0.0, 0.0), 1.4),
    "palm": ("hand", body.PALM_ON_HAND, body.PALM_PAD),
}
STAYS = ("knee", "heel", "ball", "wrist")


def pad_at(name: str, side: str, frames: Frames) -> Vec:
    segment, at, _ = PADS[name]
    return place(frames[f"{side}_{segment}"], at)


def heights(frames: Frames) -> dict[str, float]:
    """How high the underside of every part is that could touch the ground."""
    found = {f"{s.segment} {i}": station_bottom(frames, s) for i, s in enumerate(body.TRUNK)}
    found["head"] = head_bottom(frames)
    for side in body.SIDES:
        for name, (_, _, radius) in PADS.items():
            found[f"{side} {name}"] = pad_at(name, side, frames)[1] - radius
    return found


def planted(a: Solved, b: Solved) -> Iterator[tuple[str, str]]:
    """The parts that are in the same place in two poses that follow each other, and touch something there."""
    for side in body.SIDES:
        for name in STAYS:
            if _still_there(name, side, a.frames, b.frames) and _put(name, side, a) and _put(name, side, b):
                yield side, name


def _still_there(name: str, side: str, a: Frames, b: Frames) -> bool:
    return length(sub(pad_at(name, side, a), pad_at(name, side, b))) < 0.05


def _put(name: str, side: str, solved: Solved) -> bool:
    """Whether the pose puts this part there: a kneeling knee, a planted foot, a hand with a place in the room."""
    goal = solved.posture.limbs[f"{side}_arm" if name == "wrist" else f"{side}_leg"]
    kind = type(goal).__name__
    return kind == "Kneel" if name == "knee" else kind == "Reach" and getattr(goal, "on", None) is None


def slid(name: str, side: str, start: Solved, later: Solved) -> float:
    """How far a part has moved."""
    return length(sub(pad_at(name, side, start.frames), pad_at(name, side, later.frames)))
