"""Where are pelvis, spine and head, and how far are they bent?

The anchor puts the trunk in the room; a head may look at a height or rest on a surface.
"""

from math import acos, atan2, degrees, sqrt

from . import body
from .posture import Anchor, Head, Posture, Triple
from .space import Frame, Turn, Vec, add, bend, carry, compose, place, scale, spin, sub, tip

Frames = dict[str, Frame]


def trunk(posture: Posture) -> Frames:
    """Pelvis, lumbar spine and thorax, where the anchor puts them."""
    spine = _spine(posture)
    shift = _shift(posture.anchor, spine)
    return {name: Frame(add(frame.at, shift), frame.turn) for name, frame in spine.items()}


def lowest(frames: Frames, segments: tuple[str, ...] = ("pelvis", "lumbar", "thorax")) -> float:
    """How high the lowest point of the trunk is."""
    return min(station_bottom(frames, s) for s in body.TRUNK if s.segment in segments)


def station_bottom(frames: Frames, station: body.Station) -> float:
    frame = frames[station.segment]
    f, u, r = frame.turn
    reach = sqrt((f[1] * station.depth) ** 2 + (u[1] * station.along) ** 2 + (r[1] * station.width) ** 2)
    return place(frame, station.at)[1] - reach


def turned(angles: Triple) -> Turn:
    """A trunk joint's bend, side and turn as one turn."""
    forward, side, right = angles
    return compose(spin(right), compose(bend(-forward), tip(side)))


def pelvis_turn(posture: Posture) -> Turn:
    pitch, turn, roll = posture.pelvis
    return compose(posture.base, compose(spin(turn), compose(bend(pitch), tip(roll))))


def _spine(posture: Posture) -> Frames:
    pelvis = Frame((0.0, 0.0, 0.0), pelvis_turn(posture))
    lumbar = Frame(place(pelvis, body.LUMBAR_ON_PELVIS), compose(pelvis.turn, turned(posture.lumbar)))
    thorax = Frame(place(lumbar, body.THORAX_ON_LUMBAR), compose(lumbar.turn, turned(posture.thorax)))
    return {"pelvis": pelvis, "lumbar": lumbar, "thorax": thorax}


def spine_angles(posture: Posture) -> dict[str, float]:
    angles = {"neck.side": posture.head.side, "neck.turn": posture.head.turn}
    for name, triple in (("lumbar", posture.lumbar), ("thorax", posture.thorax)):
        angles |= {
            f"{name}.{way}": value for way, value in zip(("bend", "side", "turn"), triple, strict=True)
        }
    return angles


PADS = {"back": ("thorax",), "seat": ("pelvis",), "trunk": ("pelvis", "lumbar", "thorax")}


def _shift(anchor: Anchor, spine: Frames) -> Vec:
    """How far the whole body is moved so that its anchor is where it should be."""
    if anchor.part in PADS:
        at = anchor_point(anchor.part, spine)
        return (anchor.at[0] - at[0], anchor.at[1] - lowest(spine, PADS[anchor.part]), anchor.at[2] - at[2])
    if anchor.part == "pelvis":
        return anchor.at
    hip = hip_at(anchor.part.split("_")[0], spine)
    return sub(add(anchor.at, scale(anchor.thigh, body.THIGH)), hip)


def anchor_point(part: str, frames: Frames) -> Vec:
    """Where an anchor is, as `Anchor.at` means it."""
    if part in PADS:
        segment = "pelvis" if part == "seat" else "thorax"
        at = place(frames[segment], body.TRUNK[1 if segment == "pelvis" else 5].at)
        return (at[0], lowest(frames, PADS[part]), at[2])
    return frames["pelvis"].at if part == "pelvis" else frames[part.replace("knee", "shank")].at


def hip_at(side: str, frames: Frames) -> Vec:
    x, y, z = body.HIP_ON_PELVIS
    return place(frames["pelvis"], (x, y, z * body.SIGN[side]))


def head_bend(head: Head, thorax: Frame) -> float:
    """Forward is positive. A resting head finds the bend that brings its back to the surface."""
    if head.gaze is None:
        return head.bend
    lean = degrees(atan2(-thorax.turn.up[0], thorax.turn.up[1]))
    return (lean - head.gaze + 180) % 360 - 180


def head_frames(head: Head, bent: float, thorax: Frame) -> Frames:
    """Neck and head share the bend; with the head at rest the neck takes what brings it down."""
    low = _resting_neck(head, thorax, bent) if head.rest is not None else bent / 2
    neck = Frame(
        place(thorax, body.NECK_ON_THORAX), compose(thorax.turn, turned((low, head.side / 2, head.turn / 2)))
    )
    top = compose(neck.turn, turned((bent - low, head.side / 2, head.turn / 2)))
    return {"neck": neck, "head": Frame(place(neck, body.HEAD_ON_NECK), top)}


def _resting_neck(head: Head, thorax: Frame, bent: float) -> float:
    """The neck's bend with which the back of the head lies at `rest`; of the two, the smaller bend."""
    skull = compose(thorax.turn, bend(-bent))
    wanted = (head.rest or 0.0) - place(thorax, body.NECK_ON_THORAX)[1]
    wanted += _drop(skull, body.SKULL_SIZE) - carry(skull, body.SKULL)[1]
    x, y, _ = body.HEAD_ON_NECK
    front, up = thorax.turn.front[1], thorax.turn.up[1]
    cosine, sine = front * x + up * y, up * x - front * y
    reach = sqrt(cosine**2 + sine**2) or 1.0
    level, spread = atan2(sine, cosine), acos(max(-1.0, min(1.0, wanted / reach)))
    return min((-degrees(level + spread), -degrees(level - spread)), key=abs)


def _drop(turn: Turn, sizes: Vec) -> float:
    """How far below its middle a turned ellipsoid reaches."""
    return sqrt(sum((axis[1] * size) ** 2 for axis, size in zip(turn, sizes, strict=True)))


def head_bottom(frames: Frames) -> float:
    head = frames["head"]
    return place(head, body.SKULL)[1] - _drop(head.turn, body.SKULL_SIZE)
