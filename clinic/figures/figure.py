"""What is a figure? Its poses in order, what is drawn with them, and one whole round of its movement."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .motion import between, eased
from .solve import Solved, solve

Key = tuple[int, str | None]
Drawn = tuple[dict[str, Any], ...]
STEPS_IN_A_ROUND = 16  # what keeps an animated figure small enough for a phone


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


@dataclass(frozen=True)
class Tint:
    """A muscle that works or is stretched, on one side of the drawing as authored."""

    muscle: str
    side: str
    does: str  # "works" or "stretches"
    pose: str | None = None  # only in stills of this pose, where the sides take turns


@dataclass(frozen=True, eq=False)
class Figure:
    """One drawing: an exercise at one level, or one view of a test."""

    id: str
    key: Key
    name: dict[str, str]
    alt: dict[str, str]
    poses: tuple[Pose, ...]
    tints: tuple[Tint, ...]
    view: dict[str, float]
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

    def at(self, pose: str, drawn: Drawn) -> list[dict[str, Any]]:
        """Those of the arrows, marks or lines that belong to a pose; unsaid, they belong to the still."""
        return [entry for entry in drawn if entry.get("pose", self.still_pose) == pose]

    @property
    def moves(self) -> bool:
        return len(self.poses) > 1

    @cached_property
    def frames(self) -> tuple[tuple[float, Solved], ...]:
        """One whole round: when, and the body then; the last is the first again, or the first further on."""
        return tuple(_round(self.poses, closed=not self.travel))

    @property
    def round_s(self) -> float:
        return self.frames[-1][0]


def _round(poses: tuple[Pose, ...], *, closed: bool) -> Iterator[tuple[float, Solved]]:
    clock = 0.0
    for pose, following in zip(poses, (*poses[1:], *poses[:closed]), strict=False):
        yield clock, pose.solved
        clock += pose.hold_s
        if pose.hold_s:
            yield clock, pose.solved
        yield from _change(pose, following, clock, max(3, min(8, STEPS_IN_A_ROUND // len(poses))))
        clock += following.move_s
    yield clock, poses[0 if closed else -1].solved


def _change(a: Pose, b: Pose, clock: float, longest: int) -> Iterator[tuple[float, Solved]]:
    steps = steps_between(a.solved, b.solved, longest)
    for step in range(1, steps):
        t = step / steps
        yield clock + b.move_s * t, solve(between(a.solved, b.solved, eased(t), b.lift, b.swing))


def steps_between(a: Solved, b: Solved, longest: int) -> int:
    """As many as keep each step small, within what one round may hold."""
    most = max((abs(a.angles[name] - b.angles[name]) for name in a.angles), default=0.0)
    most = max(
        most, *(3 * abs(x - y) for x, y in zip(a.frames["pelvis"].at, b.frames["pelvis"].at, strict=True))
    )
    return max(3, min(longest, round(most / 9)))
