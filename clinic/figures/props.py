"""What stands in the room besides the body, and what does it look like?

A prop is data: a kind and its measures in percent of body height. Boxes are drawn as the faces the viewer sees.
"""

from collections.abc import Callable, Iterable
from typing import Any

from .body import ANKLE_HEIGHT
from .eye import Eye, Point
from .outline import Paper, Shadow, curve, disc, ellipsoid, hull
from .space import STRAIGHT, Frame, Vec, place
from .spine import Frames

Spec = dict[str, Any]
Face = tuple[str, str]  # the class that colours it, path data


def faces(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    """The coloured faces of one prop, back to front."""
    return KINDS[prop["kind"]](prop, eye, paper, frames)


def held_by(prop: Spec) -> set[str]:
    """The segments of the body that it moves with; none if it stands in the room."""
    return {prop["on"]} if "on" in prop else {through[0] for through in prop.get("through", ())}


def corners(prop: Spec, eye: Eye) -> list[Point]:
    """Points that the picture must hold."""
    if "box" not in prop:
        return []
    x0, x1, y0, y1, z0, z1 = prop["box"]
    return [eye.see((x, y, z)) for x in (x0, x1) for y in (y0, y1) for z in (z0, z1)]


def polygon(points: Iterable[Vec], eye: Eye, paper: Paper) -> str:
    seen = [paper(eye.see(p)) for p in points]
    return "M" + "L".join(f"{round(x)} {round(y)}" for x, y in seen) + "z"


def _block(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    return block(prop["box"], eye, paper)


def block(box: list[float], eye: Eye, paper: Paper) -> list[Face]:
    """A box: its end, its front and its top, as far as they are seen."""
    x0, x1, y0, y1, z0, z1 = box
    front = [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)]
    top = [(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)]
    end_x = x1 if eye.up[0] < 0 else x0
    end = [(end_x, y0, z0), (end_x, y0, z1), (end_x, y1, z1), (end_x, y1, z0)]
    return [
        ("prop-dark", polygon(end, eye, paper)),
        ("prop-dark", polygon(front, eye, paper)),
        ("prop", polygon(top, eye, paper)),
    ]


def _legged(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    """A couch or a stool: four legs under a slab."""
    x0, x1, y0, y1, z0, z1 = prop["box"]
    slab = y1 - prop.get("slab", 4)
    found = []
    for z in (z0 + 1.5, z1 - 1.5):
        for x in (x0 + 2.5, x1 - 2.5):
            found += block([x - 0.9, x + 0.9, y0, slab, z - 0.9, z + 0.9], eye, paper)[1:2]
    return found + block([x0, x1, slab, y1, z0, z1], eye, paper)


def _chair(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    """A stool with a back at its low-x end, or at its high-x end with `back = 1`."""
    x0, x1, _, y1, z0, z1 = prop["box"]
    at = x1 if prop.get("back") else x0
    high = prop.get("high", y1 + 26)
    back = block([at - 0.9, at + 0.9, y1 - 3, high, z0, z1], eye, paper)
    return back + _legged(prop, eye, paper, frames)


def _ball(eye: Eye, at: Vec, radius: float) -> Shadow:
    return disc((*eye.see(at), radius))


def _cushion(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    x0, x1, y0, y1, z0, z1 = prop["box"]
    middle = ((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2)
    long, high = (x1 - x0) / 2, (y1 - y0) / 2
    deep = (z1 - z0) / 2
    balls = [
        _ball(eye, (middle[0] + sx * (long - high), middle[1], middle[2] + sz * (deep - high)), high)
        for sx in (-1, 1)
        for sz in (-1, 1)
    ]
    return [("prop", curve(hull(balls, 16), paper))]


def _board(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    """A wobble board: a disc on half a ball. It stands on the floor, or tips with the foot on it."""
    if "on" in prop:
        foot, high, wide = frames[prop["on"]], prop["high"], prop["radius"]
        at = Frame(place(foot, (2.2, -ANKLE_HEIGHT - high, 0.0)), foot.turn)
    else:
        x0, x1, _, high, z0, z1 = prop["box"]
        at, wide = Frame(((x0 + x1) / 2, 0.0, (z0 + z1) / 2), STRAIGHT), (x1 - x0) / 2
    seen = eye.segment(at)
    dome = hull([ellipsoid(seen, (0, high / 2 - 0.3, 0), (wide * 0.34, high / 2, wide * 0.34))], 12)
    plate = [ellipsoid(seen, (0, y, 0), (wide, 0.1, wide)) for y in (high - 1.4, high - 0.1)]
    return [
        ("prop-dark", curve(dome, paper)),
        ("prop-dark", curve(hull(plate, 16), paper)),
        ("prop", curve(hull(plate[1:], 16), paper)),
    ]


def _corner(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    """Two walls that meet behind the body."""
    x0, x1, y0, y1, z0, z1 = prop["box"]
    walls = [[(x0, y0, 0.0), (x1, y0, z), (x1, y1, z), (x0, y1, 0.0)] for z in (z0, z1)]
    return [("wall", polygon(wall, eye, paper)) for wall in walls]


def _held(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    """A weight on a part of the body: a short bar with a disc at the near end."""
    frame = frames[prop["on"]]
    x, y, z = prop["at"]
    radius, wide = prop.get("radius", 4.0), prop.get("wide", 2.0)
    bar = hull([_ball(eye, place(frame, (x, y, z + dz)), 1.0) for dz in (-9, 9)], 10)
    plates = [ellipsoid(eye.segment(frame), (x, y, z + dz), (radius, radius, wide)) for dz in (8, 11)]
    return [("prop-dark", curve(bar, paper)), ("prop-dark", curve(hull(plates, 16), paper))]


def _towel(prop: Spec, eye: Eye, paper: Paper, frames: Frames) -> list[Face]:
    """A band through points given on parts of the body."""
    points = [place(frames[part], (x, y, z)) for part, x, y, z in prop["through"]]
    seen = [_ball(eye, p, prop.get("radius", 1.0)) for p in points]
    return [("towel", curve(hull(seen[i : i + 2], 8), paper)) for i in range(len(seen) - 1)]


KINDS: dict[str, Callable[[Spec, Eye, Paper, Frames], list[Face]]] = {
    "couch": _legged,
    "stool": _legged,
    "chair": _chair,
    "step": _block,
    "wall": _block,
    "cushion": _cushion,
    "board": _board,
    "corner": _corner,
    "weight": _held,
    "towel": _towel,
}
