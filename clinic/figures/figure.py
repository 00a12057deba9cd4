"""What is a figure? Its poses in order, what is drawn with them, and one whole round of its movement."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from .solve import Solved

Key = tuple[int, str | None]
Drawn = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Pose:
    """One keyframe: how the body is then, how long it takes to get there and how long it stays."""

    name: str
    says: dict[str, str]
    move_s: float
    hold_s: float
    lift: float
    swing: tuple[str, ...]
    solved: Solved


class Moment(NamedTuple):
    """The body at one time of a round; `done` counts the poses passed: 2.5 is half-way on from the third."""

    clock: float
    solved: Solved
    done: float


@dataclass(frozen=True)
class Tint:
    """A muscle that works or is stretched, on one side of the drawing as authored."""

    muscle: str
    side: str
    does: str  # "works" or "stretches"
    pose: str | None = None  # only in this pose, where the sides take turns


@dataclass(frozen=True, eq=False)
class Figure:
    """One drawing: an exercise at one level, or one view of a test."""

    id: str
    key: Key
    name: dict[str, str]
    alt: dict[str, str]
    poses: tuple[Pose, ...]
    moments: tuple[Moment, ...]  # one whole round; the last is the first again, or the first further on
    tints: tuple[Tint, ...]
    view: dict[str, Any]
    layers: tuple[tuple[str, ...], ...]
    props: Drawn
    arrows: Drawn
    marks: Drawn
    lines: Drawn
    measures: Drawn
    still_pose: str
    ghost_pose: str | None
    strip_poses: tuple[str, ...]
    travel: float  # how far a round leads: the last pose is the first, that much further on
    tag: str | None  # the joint the letter of the side stands under; else beyond the toes
    sided: bool  # whether right and left mean something in it

    def pose(self, name: str) -> Pose:
        return next(pose for pose in self.poses if pose.name == name)

    def moment(self, pose: str) -> int:
        """The number of the moment at which a pose is reached."""
        return [moment.done for moment in self.moments].index(self.poses.index(self.pose(pose)))

    def at(self, pose: str, drawn: Drawn) -> list[dict[str, Any]]:
        """Those of the arrows, marks or lines that belong to a pose; unsaid, they belong to the still."""
        return [entry for entry in drawn if entry.get("pose", self.still_pose) == pose]

    @property
    def moves(self) -> bool:
        return len(self.poses) > 1

    @property
    def head_first(self) -> bool:
        """Whether the viewer is nearer to the head than to the feet, so that the chest is seen before the hips."""
        return bool(self.view.get("head_first"))

    @property
    def round_s(self) -> float:
        return self.moments[-1].clock
