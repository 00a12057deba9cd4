"""Which shapes make up a part of the body in one moment?

Every moment of a figure gives the same named shapes, so that one can follow the other in an animation.
"""

from collections.abc import Mapping

from . import body
from .anatomy import MUSCLES
from .eye import Eye, Point, Seen, on
from .head import head
from .outline import Ball, Paper, Shapes, ball, chain, curve, disc, ellipsoid, hull, tube
from .spine import Frames

Look = Mapping[str, Seen]  # every segment, as it is seen

# The parts that are drawn together, and the segments they are drawn from.
PARTS: dict[str, tuple[str, ...]] = {"trunk": ("pelvis", "lumbar", "thorax"), "head": ("neck", "head")}
for _side in body.SIDES:
    PARTS[f"{_side}_leg"] = tuple(f"{_side}_{one}" for one in ("thigh", "shank", "foot", "toes"))
    PARTS[f"{_side}_arm"] = tuple(f"{_side}_{one}" for one in ("upper_arm", "forearm", "hand"))
PART_OF = {segment: part for part, segments in PARTS.items() for segment in segments}

SHORTS: body.Piece = ((0.0, 0.0, 6.0), (11.0, 0.6, 5.1))
SLEEVE: body.Piece = ((0.6, 0.0, 2.9), (8.0, 0.1, 2.5))


def look(frames: Frames, eye: Eye) -> Look:
    return {name: eye.segment(frame) for name, frame in frames.items()}


def part(name: str, frames: Frames, seen: Look, eye: Eye, paper: Paper, closed: float) -> Shapes:
    """One of `PARTS`, as path data; `closed` are the eyes."""
    if name == "trunk":
        return _trunk(seen, paper)
    if name == "head":
        return head(frames["head"].turn, seen, eye, paper, closed)
    side, kind = name.split("_")
    return (_leg if kind == "leg" else _arm)(side, seen, paper)


def muscle(name: str, side: str, seen: Look, paper: Paper) -> tuple[str, str]:
    """A muscle of one side, as path data: its outline and the line along it."""
    balls = []
    for segment, (front, up, out), radius in MUSCLES[name]:
        own = f"{side}_{segment}" if segment in ("thigh", "shank") else segment
        balls.append(ball(seen[own], (front, up, out * body.SIGN[side]), radius))
    along = [paper((x, y)) for x, y, _ in balls]
    return curve(tube(balls), paper), "M" + "L".join(f"{round(x)} {round(y)}" for x, y in along)


def _trunk(seen: Look, paper: Paper) -> Shapes:
    stations = [ellipsoid(seen[s.segment], s.at, (s.depth, s.along, s.width)) for s in body.TRUNK]
    return {
        "trunk": curve(chain(stations), paper),
        "trunk-shorts": curve(chain(stations[:3], flat_end=True), paper),
        "trunk-shirt": curve(chain(stations[:1:-1], flat_end=True), paper),
    }


def _limb(seen: Seen, piece: body.Piece) -> list[Ball]:
    x, y, fx, fy, ux, uy, _, _ = seen
    return [
        (x + front * fx - along * ux, y + front * fy - along * uy, radius) for along, front, radius in piece
    ]


def _leg(side: str, seen: Look, paper: Paper) -> Shapes:
    thigh, shank, foot, toes = (seen[segment] for segment in PARTS[f"{side}_leg"])
    lower = (tube(_limb(shank, body.SHANK_PIECE)), _foot(foot), _toes(toes))
    shin = "".join(curve(outline, paper) for outline in lower)
    return {
        f"{side}_leg": curve(tube(_limb(thigh, body.THIGH_PIECE)), paper) + shin,
        f"{side}_leg-shorts": curve(tube(_limb(thigh, SHORTS), flat_end=True), paper),
        f"{side}_leg-shin": shin,
    }


def _foot(foot: Seen) -> list[Point]:
    pads = [
        disc(ball(foot, (-0.1, 0.2, 0.0), 2.0)),
        disc(ball(foot, body.HEEL, body.HEEL_PAD)),
        ellipsoid(foot, body.BALL, (body.BALL_PAD, body.BALL_PAD, 2.5)),
    ]
    return hull(pads, 8, foot[2:4])


def _toes(toes: Seen) -> list[Point]:
    pads = [
        ellipsoid(toes, (0.0, 0.0, 0.0), (body.BALL_PAD, body.BALL_PAD, 2.5)),
        ellipsoid(toes, body.TOE_ON_BALL, (body.TOE_PAD, body.TOE_PAD, 2.0)),
    ]
    return hull(pads, 6, toes[2:4])


def _arm(side: str, seen: Look, paper: Paper) -> Shapes:
    upper, fore, hand = (seen[segment] for segment in PARTS[f"{side}_arm"])
    limb = (
        tube(_limb(upper, body.UPPER_ARM_PIECE)),
        tube(_limb(fore, body.FOREARM_PIECE)),
        _hand(hand),
        _thumb(hand),
    )
    return {
        f"{side}_arm": "".join(curve(outline, paper) for outline in limb),
        f"{side}_arm-sleeve": curve(tube(_limb(upper, SLEEVE), flat_end=True), paper),
    }


HAND = (
    ((0.0, 0.2, 0.0), (1.4, 1.2, 1.3)),
    ((0.2, -3.6, 0.0), (1.9, 1.6, 1.1)),
    ((0.5, -7.6, 0.0), (1.2, 1.2, 0.8)),
)


def _hand(hand: Seen) -> list[Point]:
    return chain([ellipsoid(hand, at, sizes) for at, sizes in HAND])


def _thumb(hand: Seen) -> list[Point]:
    return tube([ball(hand, (1.0, -1.6, 0.0), 0.9), ball(hand, (2.6, -4.6, 0.0), 0.65)])


def extent(seen: Look) -> list[Point]:
    """Points that no part of the body reaches beyond."""
    found = []
    for name, (x, y, *_) in seen.items():
        size = 11 if name in ("pelvis", "lumbar", "thorax", "head") else 7
        found += [(x - size, y - size), (x + size, y + size)]
    for side in body.SIDES:
        found += [on(seen[f"{side}_hand"], (0.0, -8.8, 0.0)), on(seen[f"{side}_toes"], (4.4, 0.0, 0.0))]
    return [*found, on(seen["head"], (1.0, 11.0, 0.0))]
