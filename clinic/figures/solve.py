"""Where is every segment of a posed body, and which joint angles does that take?

Forward from angles where the pose gives angles, backward from the contact where it plants a foot, a knee or a hand.
"""

from dataclasses import dataclass

from .arms import arm
from .legs import leg
from .posture import Goal, Posture
from .spine import Frames, head_bend, head_frames, spine_angles, trunk


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
    angles = spine_angles(posture)
    missed: dict[str, float] = {}
    for limb, goal in _in_order(posture.limbs):
        found, joints, miss = leg(limb, goal, frames) if limb.endswith("leg") else arm(limb, goal, frames)
        frames.update(found)
        angles.update(joints)
        missed[limb] = miss
    bent = head_bend(posture.head, frames["thorax"])
    frames.update(head_frames(posture.head, bent, frames["thorax"]))
    angles["neck.bend"] = bent
    return Solved(frames, angles, missed, posture)


def _in_order(limbs: dict[str, Goal]) -> list[tuple[str, Goal]]:
    """Legs before arms, and what holds on to something after what it holds."""
    return sorted(
        limbs.items(), key=lambda item: (item[0].endswith("arm"), getattr(item[1], "on", None) is not None)
    )
