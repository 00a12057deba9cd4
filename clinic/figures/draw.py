"""Which shapes make up the body in one moment?

Every moment of a figure gives the same named shapes, so that one can follow the other in an animation.
"""

from collections.abc import Sequence

from . import body
from .anatomy import MUSCLES
from .outline import Eye, Paper, Point, Shadow, chain, curve, hull
from .space import Frame, carry, dot, place
from .spine import Frames

Shapes = dict[str, str]


class Draughtsman:
    """Draws moment after moment from one place, and draws anew only what has moved."""

    def __init__(self, eye: Eye) -> None:
        self.eye = eye
        self._drawn: dict[tuple[object, ...], Shapes] = {}

    def shapes(self, frames: Frames, paper: Paper, closed: float = 0.0) -> Shapes:
        """Every part of the body, as path data."""
        found = self._kept(("trunk", "pelvis", "lumbar", "thorax"), frames, paper)
        found |= self._kept(("head", "neck", "head", closed), frames, paper)
        for side in body.SIDES:
            leg, arm = (f"{side}_{part}" for part in ("leg", "arm"))
            found |= self._kept(
                (leg, f"{side}_thigh", f"{side}_shank", f"{side}_foot", f"{side}_toes"), frames, paper
            )
            found |= self._kept((arm, f"{side}_upper_arm", f"{side}_forearm", f"{side}_hand"), frames, paper)
        return found

    def _kept(self, part: tuple[str | float, ...], frames: Frames, paper: Paper) -> Shapes:
        name, *segments = part
        key = (part, paper, *(_about(frames[segment]) for segment in segments if isinstance(segment, str)))
        if key not in self._drawn:
            self._drawn[key] = self._draw(str(name), part, frames, paper)
        return dict(self._drawn[key])

    def _draw(self, name: str, part: tuple[str | float, ...], frames: Frames, paper: Paper) -> Shapes:
        if name == "trunk":
            return _trunk_shapes(frames, self.eye, paper)
        if name == "head":
            return _head_shapes(frames, self.eye, paper, float(part[-1]))
        side, kind = name.split("_")
        return (_leg if kind == "leg" else _arm)(side, frames, self.eye, paper)


def _about(frame: Frame) -> tuple[int, ...]:
    """A segment's place and turn, as finely as a picture can show."""
    (x, y, z), (f, u, _) = frame
    return (
        *(round(x * 20), round(y * 20), round(z * 20)),
        *(round(f[0] * 999), round(f[1] * 999), round(f[2] * 999)),
        *(round(u[0] * 999), round(u[1] * 999), round(u[2] * 999)),
    )


def _trunk_shapes(frames: Frames, eye: Eye, paper: Paper) -> Shapes:
    stations = _trunk(frames, eye)
    return {
        "trunk": curve(chain(stations), paper),
        "trunk-shorts": curve(chain(stations[:3], flat_end=True), paper),
    }


def _head_shapes(frames: Frames, eye: Eye, paper: Paper, closed: float) -> Shapes:
    return {
        "neck": curve(_neck(frames, eye), paper),
        "head": curve(_skull(frames, eye), paper) + curve(_nose(frames, eye), paper),
        "hair": curve(_hair(frames, eye), paper),
        "face": curve(_face(frames, eye), paper),
        "ear": curve(_ear(frames, eye), paper),
        "eyes": "".join(curve(_eye(frames, eye, sign, closed), paper) for sign in (1, -1)),
    }


def muscle(name: str, side: str, frames: Frames, eye: Eye, paper: Paper) -> tuple[str, str]:
    """A muscle of one side, as path data: its outline and the line along it."""
    seen = []
    for segment, (front, up, out), radius in MUSCLES[name]:
        own = f"{side}_{segment}" if segment in ("thigh", "shank") else segment
        seen.append(eye.ball(place(frames[own], (front, up, out * body.SIGN[side])), radius))
    along = [paper(shadow.at) for shadow in seen]
    return curve(chain(seen), paper), "M" + "L".join(f"{round(x)} {round(y)}" for x, y in along)


def _trunk(frames: Frames, eye: Eye) -> list[Shadow]:
    return [eye.ellipsoid(frames[s.segment], s.at, (s.depth, s.along, s.width)) for s in body.TRUNK]


def _neck(frames: Frames, eye: Eye) -> list[Point]:
    neck, head = frames["neck"], frames["head"]
    return chain(
        [
            eye.ball(place(neck, (0.0, -1.4, 0.0)), 3.1),
            eye.ball(place(neck, (0.2, 2.4, 0.0)), 2.7),
            eye.ball(place(head, (0.2, 1.0, 0.0)), 2.8),
        ]
    )


def _skull(frames: Frames, eye: Eye) -> list[Point]:
    head = frames["head"]
    jaw = eye.ellipsoid(head, (2.9, 0.4, 0.0), (2.7, 3.0, 2.9))
    return hull([eye.ellipsoid(head, body.SKULL, body.SKULL_SIZE), jaw], 10, eye.see(head.turn.up))


def _nose(frames: Frames, eye: Eye) -> list[Point]:
    head = frames["head"]
    parts = [eye.ball(place(head, (5.4, 4.0, 0.0)), 0.7), eye.ball(place(head, (6.5, 2.4, 0.0)), 0.75)]
    return hull(parts, 6, eye.see(head.turn.up))


def _hair(frames: Frames, eye: Eye) -> list[Point]:
    """The back and the top of the head, where anyone's hair would be."""
    head = frames["head"]
    seen = [
        eye.ellipsoid(head, (0.1, 5.2, 0.0), (4.3, 4.8, 4.2)),
        eye.ellipsoid(head, (-0.9, 2.6, 0.0), (3.2, 3.4, 3.9)),
    ]
    return hull(seen, 8, eye.see(head.turn.up))


def _face(frames: Frames, eye: Eye) -> list[Point]:
    """The hairless front of the head: whole from in front, gone from behind."""
    head = frames["head"]
    seen = max(0.0, min(1.0, 2 * dot(head.turn.front, eye.towards) + 0.5))
    return hull(
        [eye.ellipsoid(head, (2.6, 1.9, 0.0), (2.8 * seen, 4.7 * seen, 3.9 * seen))], 6, eye.see(head.turn.up)
    )


def _ear(frames: Frames, eye: Eye) -> list[Point]:
    head = frames["head"]
    size = (0.9, 1.4, 0.3) if eye.faces(head.turn.right) else (0.0, 0.0, 0.0)
    return hull([eye.ellipsoid(head, (0.6, 2.6, 4.3), size)], 6, eye.see(head.turn.up))


def _eye(frames: Frames, eye: Eye, sign: float, closed: float) -> list[Point]:
    """Small, on the face; gone when the face looks the other way."""
    head = frames["head"]
    seen = eye.faces(carry(head.turn, (0.8, 0.1, 0.6 * sign)))
    size = (0.4, 0.65 - 0.45 * closed, 0.5 + 0.5 * closed) if seen else (0.0, 0.0, 0.0)
    return hull([eye.ellipsoid(head, (5.3, 3.5, 2.0 * sign), size)], 4, eye.see(head.turn.up))


def _limb(frame: Frame, piece: body.Piece, eye: Eye) -> list[Shadow]:
    return [eye.ball(place(frame, (front, -along, 0.0)), radius) for along, front, radius in piece]


def _leg(side: str, frames: Frames, eye: Eye, paper: Paper) -> Shapes:
    thigh = _limb(frames[f"{side}_thigh"], body.THIGH_PIECE, eye)
    shank = _limb(frames[f"{side}_shank"], body.SHANK_PIECE, eye)
    parts = [chain(thigh), chain(shank), _foot(side, frames, eye), _toes(side, frames, eye)]
    return {
        f"{side}_leg": "".join(curve(part, paper) for part in parts),
        f"{side}_leg-shorts": curve(chain(_shorts(side, frames, eye), flat_end=True), paper),
    }


def _shorts(side: str, frames: Frames, eye: Eye) -> list[Shadow]:
    return _limb(frames[f"{side}_thigh"], ((0.0, 0.0, 6.0), (6.0, 0.35, 5.55), (11.5, 0.58, 5.02)), eye)


def _foot(side: str, frames: Frames, eye: Eye) -> list[Point]:
    foot = frames[f"{side}_foot"]
    pads = [
        eye.ball(place(foot, (-0.1, 0.2, 0.0)), 2.0),
        eye.ball(place(foot, body.HEEL), body.HEEL_PAD),
        eye.ellipsoid(foot, body.BALL, (body.BALL_PAD, body.BALL_PAD, 2.5)),
    ]
    return hull(pads, 8, eye.see(foot.turn.front))


def _toes(side: str, frames: Frames, eye: Eye) -> list[Point]:
    toes = frames[f"{side}_toes"]
    pads = [
        eye.ellipsoid(toes, (0.0, 0.0, 0.0), (body.BALL_PAD, body.BALL_PAD, 2.5)),
        eye.ellipsoid(toes, body.TOE_ON_BALL, (body.TOE_PAD, body.TOE_PAD, 2.0)),
    ]
    return hull(pads, 6, eye.see(toes.turn.front))


def _arm(side: str, frames: Frames, eye: Eye, paper: Paper) -> Shapes:
    upper = _limb(frames[f"{side}_upper_arm"], body.UPPER_ARM_PIECE, eye)
    fore = _limb(frames[f"{side}_forearm"], body.FOREARM_PIECE, eye)
    parts = [chain(upper), chain(fore), _hand(side, frames, eye)]
    sleeve = _limb(frames[f"{side}_upper_arm"], ((0.6, 0.0, 2.9), (4.5, 0.05, 2.68), (8.5, 0.1, 2.46)), eye)
    return {
        f"{side}_arm": "".join(curve(part, paper) for part in parts),
        f"{side}_arm-sleeve": curve(chain(sleeve, flat_end=True), paper),
    }


def _hand(side: str, frames: Frames, eye: Eye) -> list[Point]:
    hand = frames[f"{side}_hand"]
    parts = (
        ((0.0, 0.2, 0.0), (1.4, 1.2, 1.3)),
        ((0.2, -3.6, 0.0), (1.9, 1.6, 1.1)),
        ((0.5, -7.6, 0.0), (1.2, 1.2, 0.8)),
    )
    return chain([eye.ellipsoid(hand, at, sizes) for at, sizes in parts])


def bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def extent(frames: Frames, eye: Eye) -> list[Point]:
    """Points that no part of the body reaches beyond."""
    found = []
    for name, frame in frames.items():
        x, y = eye.see(frame.at)
        size = 11 if name in ("pelvis", "lumbar", "thorax", "head") else 7
        found += [(x - size, y - size), (x + size, y + size)]
    for side in body.SIDES:
        for name, tip in (("hand", (0.0, -8.8, 0.0)), ("toes", (4.4, 0.0, 0.0))):
            found.append(eye.see(place(frames[f"{side}_{name}"], tip)))
    top = frames["head"]
    found.append(
        eye.see((top.at[0] + carry(top.turn, (1, 11, 0))[0], top.at[1] + carry(top.turn, (1, 11, 0))[1], 0))
    )
    return found
