"""What is drawn over a body to teach: arrows of movement, lines that should be straight, places to mind?

Each belongs to one pose and is given in the room, in percent of body height, or by the joints it goes through.
"""

from collections.abc import Callable
from math import cos, hypot, radians, sin
from typing import Any

from .eye import Eye, Point
from .outline import Paper
from .palette import Colours
from .space import Vec, add, mix, scale, sub
from .spine import Frames
from .strokes import filled, route, stroke

Spec = dict[str, Any]

DASHES = "12 9"
JOINTS = {
    "hip": "thigh", "knee": "shank", "ankle": "foot", "shoulder": "upper_arm", "elbow": "forearm", "wrist": "hand",
}  # fmt: skip


def joint(name: str, frames: Frames) -> Vec:
    """`left_knee` or, without a side, the middle of both; a segment's own name is where it starts."""
    side, _, rest = name.partition("_")
    if rest in JOINTS:
        return frames[f"{side}_{JOINTS[rest]}"].at
    if name in JOINTS:
        return mix(frames[f"right_{JOINTS[name]}"].at, frames[f"left_{JOINTS[name]}"].at, 0.5)
    return frames[name].at


def arrow(spec: Spec, eye: Eye, paper: Paper, colours: Colours) -> str:
    """A shaft that may curve (`bend`, as a part of its length) and a head."""
    (x0, y0), (x1, y1) = paper(eye.see(tuple(spec["from"]))), paper(eye.see(tuple(spec["to"])))
    curve = spec.get("bend", 0.0) * (1 if eye.mirrored else -1)
    mx, my = (x0 + x1) / 2 - (y1 - y0) * curve, (y0 + y1) / 2 + (x1 - x0) * curve
    size = hypot(x1 - mx, y1 - my) or 1.0
    dx, dy = (x1 - mx) / size, (y1 - my) / size
    bx, by = x1 - dx * 13, y1 - dy * 13
    head = [(x1, y1), (bx - dy * 10, by + dx * 10), (bx + dy * 10, by - dx * 10)]
    shaft = f"M{x0:.0f} {y0:.0f}Q{mx:.0f} {my:.0f} {bx:.0f} {by:.0f}"
    return stroke(shaft, "arrow", colours, 6) + filled(head, "arrow", colours)


def line(names: list[str], frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """A dashed line from the first of the joints to the last, and a little beyond both."""
    first, last = joint(names[0], frames), joint(names[-1], frames)
    beyond = scale(sub(last, first), 0.1)
    ends = [paper(eye.see(p)) for p in (sub(first, beyond), add(last, beyond))]
    return stroke(route(ends), "arrow", colours, 4, DASHES)


def mind(spec: Spec, frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """A place where the cue matters: a line to compare with, and a small warning sign."""
    if spec.get("kind") == "eyes closed":
        return _eyelid(frames, eye, paper, colours)
    points, sign = KINDS[spec.get("kind", "plumb")](spec, frames, eye, paper)
    return stroke(route(points), "caution", colours, 4, DASHES) + _warning(sign, colours)


LASHES = ((-14, 5, -6, 8), (0, 9, 0, 10), (14, 5, 6, 8))


def _eyelid(frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """A closed eye beside the head, large enough for a small picture."""
    x, y = paper(eye.see(frames["head"].at))
    x += -76 if eye.mirrored else 76
    lashes = "".join(f"M{x + dx:.0f} {y + dy:.0f}l{lx} {ly}" for dx, dy, lx, ly in LASHES)
    lid = f"M{x - 22:.0f} {y - 3:.0f}Q{x:.0f} {y + 20:.0f} {x + 22:.0f} {y - 3:.0f}"
    return stroke(lid + lashes, "word", colours, 5)


def _plumb(spec: Spec, frames: Frames, eye: Eye, paper: Paper) -> tuple[list[Point], Point]:
    """Straight down from a joint to the floor."""
    at = joint(spec["at"], frames)
    top, foot = paper(eye.see(add(at, (0, 3, 0)))), paper(eye.see((at[0], spec.get("to", 0.0), at[2])))
    away = 26 if not eye.mirrored else -26
    return [top, foot], (top[0] + away * spec.get("beside", 1), top[1] - 12)


def _level(spec: Spec, frames: Frames, eye: Eye, paper: Paper) -> tuple[list[Point], Point]:
    """Level through a joint, across the picture."""
    x, y = paper(eye.see(add(joint(spec["at"], frames), (0, spec.get("above", 0), 0))))
    half = spec.get("reach", 16) * paper.scale
    away = half + 20 if not eye.mirrored else -half - 20
    return [(x - half, y), (x + half, y)], (x + away * spec.get("beside", 1), y)


def _along(spec: Spec, frames: Frames, eye: Eye, paper: Paper) -> tuple[list[Point], Point]:
    """Beside the back, from one joint to another, moved by `off` in the room."""
    ends = [paper(eye.see(add(joint(name, frames), tuple(spec["off"])))) for name in spec["through"]]
    (ax, ay), (bx, by) = ends
    return ends, (bx + (bx - ax) * 0.14, by + (by - ay) * 0.14)


KINDS: dict[str, Callable[[Spec, Frames, Eye, Paper], tuple[list[Point], Point]]] = {
    "plumb": _plumb,
    "level": _level,
    "along": _along,
}


def _warning(at: Point, colours: Colours) -> str:
    """A triangle with an exclamation mark, drawn, so that no typeface is needed."""
    corners = [(at[0] + 15 * sin(radians(a)), at[1] - 15 * cos(radians(a))) for a in (0, 120, 240)]
    x, y = at
    colour = colours["caution"]
    return (
        f'<path class="pf-caution" d="{route(corners)}z" fill="{colour}" stroke="{colour}" stroke-width="5" '
        f'stroke-linejoin="round"/><path class="pf-caution-ink" d="M{x:.0f} {y - 7:.0f}v8M{x:.0f} {y + 5:.0f}v.5" '
        f'fill="none" stroke="{colours["paper"]}" stroke-width="4" stroke-linecap="round"/>'
    )
