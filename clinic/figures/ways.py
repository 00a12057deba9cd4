"""Which way does a limb take from one pose to the next?

Along the ground where it stays down, round the shoulder where a hand changes its hold, by the joints where it is free.
"""

from collections.abc import Sequence

from . import body
from .legs import foot_bottom
from .posture import Free, Goal, Kneel, Reach
from .solve import Solved
from .space import Turn, Vec, add, bring, carry, length, mix, place, relative, scale, squared, sub, unit
from .spine import Frames

LEG = ("hip.bend", "hip.out", "hip.spin", "knee.bend", "ankle.bend", "toes.bend")
ARM = ("shoulder.bend", "shoulder.out", "shoulder.spin", "elbow.bend", "wrist.bend")
CLOSE = 0.05


def goal_between(limb: str, a: Solved, b: Solved, t: float, raised: float, *, swing: bool) -> Goal:
    goal = b.posture.limbs[limb]
    if isinstance(goal, Free) or swing:
        return _by_the_joints(limb, a, b, t, raised if swing else 0.0)
    if isinstance(goal, Kneel):
        return _kneeling(limb, a, goal, t)
    if limb.endswith("arm"):
        return _hand(limb, a, b, goal, t)
    return _foot(limb, a, b, goal, t, raised)


def _lerp(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def _mix_turn(a: Turn, b: Turn, t: float) -> Turn:
    return squared(mix(a.front, b.front, t), mix(a.up, b.up, t))


def _angles(limb: str, solved: Solved) -> list[float]:
    side, names = limb.split("_", maxsplit=1)[0], LEG if limb.endswith("leg") else ARM
    return [solved.angles[f"{side} {name}"] for name in names] + [0.0] * (6 - len(names))


def _by_the_joints(limb: str, a: Solved, b: Solved, t: float, raised: float) -> Free:
    """A swinging leg bends its knee further on its way, by `raised` degrees, so that its foot clears the ground."""
    old, goal = _angles(limb, a), _angles(limb, b)
    if isinstance(free := b.posture.limbs[limb], Free):
        goal = list(free.angles)
    old[:3] = _same_turn_nearer(old[:3], goal[:3])
    new = [_lerp(o, n, t) for o, n in zip(old, goal, strict=True)]
    return Free((new[0], new[1], new[2], new[3] + raised, new[4], new[5]), _end_on_limb(limb, a, b, t))


def _same_turn_nearer(old: Sequence[float], goal: Sequence[float]) -> list[float]:
    """The same turn of a ball joint can be told by two sets of angles: the one nearer to where it goes."""
    forward, out, turned = old
    tellings = ((forward, out, turned), (forward + 180, 180 - out, turned + 180))
    near = [[g + (o - g + 180) % 360 - 180 for o, g in zip(told, goal, strict=True)] for told in tellings]
    return min(near, key=lambda told: sum(abs(o - g) for o, g in zip(told, goal, strict=True)))


def _end_on_limb(limb: str, a: Solved, b: Solved, t: float) -> Turn:
    """How the hand is turned on its forearm, or the foot on its shank."""
    return _mix_turn(_on_limb(limb, a.frames), _on_limb(limb, b.frames), t)


def _on_limb(limb: str, frames: Frames) -> Turn:
    side = limb.split("_", maxsplit=1)[0]
    lower, end = ("shank", "foot") if limb.endswith("leg") else ("forearm", "hand")
    return relative(frames[f"{side}_{lower}"].turn, frames[f"{side}_{end}"].turn)


def _kneeling(limb: str, a: Solved, goal: Kneel, t: float) -> Kneel:
    side = limb.split("_", maxsplit=1)[0]
    shank = a.frames[f"{side}_shank"]
    return Kneel(
        mix(shank.at, goal.at, t),
        _mix_turn(shank.turn, goal.shank, t),
        _lerp(a.angles[f"{side} ankle.bend"], goal.ankle, t),
        _lerp(a.angles[f"{side} toes.bend"], goal.toes, t),
    )


# A hand


def _hand(limb: str, a: Solved, b: Solved, goal: Reach, t: float) -> Reach:
    side = limb.split("_", maxsplit=1)[0]
    to = unit(mix(_pointing(limb, a), _pointing(limb, b), t))
    rest = (
        None if goal.rest is None else _lerp(a.frames[f"{side}_forearm"].at[1] - body.ELBOW_PAD, goal.rest, t)
    )
    if _held(limb, a, b, goal):
        return Reach(goal.at, to, on=goal.on, end=goal.end, wrist=goal.wrist, rest=goal.rest)
    if _slides(limb, a, b):
        moved = mix(a.frames[f"{side}_hand"].at, goal.at, t)
        return Reach(
            moved,
            to,
            rest=rest,
            end=_mix_turn(a.frames[f"{side}_hand"].turn, b.frames[f"{side}_hand"].turn, t),
        )
    at = _round_the_shoulder(_from_shoulder(side, a), _from_shoulder(side, b), t)
    shoulder = (
        body.SHOULDER_ON_THORAX[0],
        body.SHOULDER_ON_THORAX[1],
        body.SHOULDER_ON_THORAX[2] * body.SIGN[side],
    )
    return Reach(add(shoulder, at), to, on="thorax", rest=rest, follow=_end_on_limb(limb, a, b, t))


def _held(limb: str, a: Solved, b: Solved, goal: Reach) -> bool:
    """Whether the hand already is where it should be, on the same thing and turned the same way."""
    before = a.posture.limbs[limb]
    if not isinstance(before, Reach) or before.on != goal.on:
        return False
    return length(sub(before.at, goal.at)) < CLOSE and before.end == goal.end


def _slides(limb: str, a: Solved, b: Solved) -> bool:
    """Whether the hand goes from one place in the room to another at the same height."""
    before, after = a.posture.limbs[limb], b.posture.limbs[limb]
    if not isinstance(before, Reach) or not isinstance(after, Reach) or before.on or after.on:
        return False
    return abs(before.at[1] - after.at[1]) < 1


def _from_shoulder(side: str, solved: Solved) -> Vec:
    thorax = solved.frames["thorax"]
    x, y, z = body.SHOULDER_ON_THORAX
    return bring(
        thorax.turn, sub(solved.frames[f"{side}_hand"].at, place(thorax, (x, y, z * body.SIGN[side])))
    )


def _round_the_shoulder(a: Vec, b: Vec, t: float) -> Vec:
    """From one place to another round the shoulder, in front of the body where the two lie opposite."""
    way = unit(add(mix(unit(a), unit(b), t), (0.6 * t * (1 - t), 0.0, 0.0)))
    return scale(way, _lerp(length(a), length(b), t))


# A foot


def _foot(limb: str, a: Solved, b: Solved, goal: Reach, t: float, raised: float) -> Reach:
    side = limb.split("_", maxsplit=1)[0]
    at, turn = _seen_from(a.frames, goal.on, f"{side}_foot")
    toes = _lerp(a.angles[f"{side} toes.bend"], goal.toes, t)
    turned = None if goal.end is None else _mix_turn(turn, goal.end, t)
    return Reach(
        mix(at, goal.at, t)
        if turned is None
        else _step(at, turn, a.angles[f"{side} toes.bend"], goal, turned, toes, t, raised),
        unit(mix(_pointing(limb, a), _pointing(limb, b), t)),
        on=goal.on,
        end=turned,
        toes=toes,
        rest=None
        if goal.rest is None
        else _lerp(a.frames[f"{side}_shank"].at[1] - body.KNEE_PAD, goal.rest, t),
        follow=None if turned else _end_on_limb(limb, a, b, t),
    )


def _step(
    at: Vec, turn: Turn, old_toes: float, goal: Reach, turned: Turn, toes: float, t: float, raised: float
) -> Vec:
    """A foot that rises over its ball or its heel turns about it; any other goes with its sole above the ground."""
    end = goal.end or turned
    for pivot in (body.BALL, body.HEEL):
        stays = add(at, carry(turn, pivot))
        if length(sub(stays, add(goal.at, carry(end, pivot)))) < CLOSE:
            return sub(stays, carry(turned, pivot))
    sole = _lerp(at[1] + foot_bottom(turn, old_toes), goal.at[1] + foot_bottom(end, goal.toes), t)
    x, _, z = mix(at, goal.at, t)
    far = abs(at[0] - goal.at[0]) + abs(at[2] - goal.at[2]) > 1
    return (x, sole - foot_bottom(turned, toes) + (raised if far else 0.0), z)


def _seen_from(frames: Frames, on: str | None, segment: str) -> tuple[Vec, Turn]:
    part = frames[segment]
    if on is None:
        return part.at, part.turn
    return bring(frames[on].turn, sub(part.at, frames[on].at)), relative(frames[on].turn, part.turn)


def _pointing(limb: str, solved: Solved) -> Vec:
    """Where knee or elbow point now, in the axes of the trunk segment the limb hangs on."""
    side = limb.split("_", maxsplit=1)[0]
    if limb.endswith("leg"):
        return bring(solved.frames["pelvis"].turn, solved.frames[f"{side}_thigh"].turn.front)
    return bring(solved.frames["thorax"].turn, scale(solved.frames[f"{side}_upper_arm"].turn.front, -1))
