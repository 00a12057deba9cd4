"""Which moments make up one round of a movement, and how does time run from one to the next?

Between two moments an outline goes straight over into the next, so there are as many as keep a turning limb from
looking shorter on its way. The ease of each change is in its timing, not in its moments.
"""

from collections.abc import Iterator, Sequence
from math import acos, asin, ceil, degrees, sin

from .figure import Moment, Pose
from .motion import between
from .solve import Solved, solve
from .space import dot

WIDEST = 28.0  # degrees that anything may turn between two moments
MOST = 6  # moments a change may have, what keeps a figure small enough for a phone

Way = tuple[Pose, Pose, list[Solved]]  # from one pose to another, and the bodies between


def one_round(poses: Sequence[Pose], *, closed: bool) -> tuple[Moment, ...]:
    """Every pose, its hold and the way to the next; closed, also the way back to the first."""
    return tuple(_round(poses, closed=closed)) if len(poses) > 1 else (Moment(0.0, poses[0].solved, 0.0),)


def _round(poses: Sequence[Pose], *, closed: bool) -> Iterator[Moment]:
    clock = 0.0
    gone: list[Way] = []
    for count, (pose, following) in enumerate(zip(poses, (*poses[1:], *poses[:closed]), strict=False)):
        yield Moment(clock, pose.solved, count)
        clock += pose.hold_s
        if pose.hold_s:
            yield Moment(clock, pose.solved, count)
        way = _way_back(gone, pose, following) or _way(pose, following)
        gone.append((pose, following, way))
        for step, solved in enumerate(way, 1):
            done = step / (len(way) + 1)
            yield Moment(clock + following.move_s * time_of(done), solved, count + done)
        clock += following.move_s
    yield Moment(clock, poses[0 if closed else -1].solved, len(poses) - (not closed))


def _way_back(gone: Sequence[Way], a: Pose, b: Pose) -> list[Solved] | None:
    """The way that was gone before, the other way round or the same way again."""
    for start, end, way in gone:
        if start.solved is b.solved and end.solved is a.solved and (b.lift, b.swing) == (end.lift, end.swing):
            return way[::-1]
        if start.solved is a.solved and end.solved is b.solved and (b.lift, b.swing) == (end.lift, end.swing):
            return way
    return None


def _way(a: Pose, b: Pose) -> list[Solved]:
    if a.solved is b.solved:
        return []
    least = 4 if b.lift or b.swing else 2
    steps = max(least, min(MOST, ceil(_turned(a.solved, b.solved) / WIDEST)))
    return [solve(between(a.solved, b.solved, step / steps, b.lift, b.swing)) for step in range(1, steps)]


def _turned(a: Solved, b: Solved) -> float:
    """How far the segment turns that turns furthest, in degrees."""
    least = 1.0
    for name, (_, before) in a.frames.items():
        after = b.frames[name].turn
        least = min(least, dot(before.up, after.up), dot(before.front, after.front))
    return degrees(acos(max(-1.0, least)))


# A change is slow at both ends: after a part t of its time, t * t * (3 - 2 * t) of it is done.


def time_of(done: float) -> float:
    """The part of a change's time after which this much of it is done."""
    return 0.5 - sin(asin(1 - 2 * done) / 3)


def spline(start: float, end: float) -> str:
    """How time runs from one moment to a later one of the same change, as the control points of SMIL."""
    count = int(start)
    t0, t1 = time_of(start - count), time_of(end - count)
    third = (t1 - t0) / 3 / ((end - start) or 1.0)
    first, last = 6 * t0 * (1 - t0) * third, 1 - 6 * t1 * (1 - t1) * third
    return f".33 {first:.2f} .67 {last:.2f}"
