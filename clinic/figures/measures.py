"""How does a figure of a test show what is measured?

A goniometer's two arms and its arc, a tape, a plumb line, the curve of the spine: drawn over the body from its joints.
"""

from collections.abc import Callable
from math import atan2, cos, degrees, hypot, radians, sin

from .eye import Eye, Point
from .marks import Spec, joint
from .outline import Paper
from .palette import Colours
from .space import Vec, add, place
from .spine import Frames
from .strokes import filled, route, stroke, word


def measure(spec: Spec, frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    return KINDS[spec["kind"]](spec, frames, eye, paper, colours)


def _goniometer(spec: Spec, frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """`arms`: towards a joint, `level` along the couch to the feet, or away from a joint with a `-` before it."""
    centre = paper(eye.see(joint(spec["at"], frames)))
    ways = [_way(arm, centre, frames, eye, paper) for arm in spec["arms"]]
    reach = spec.get("reach", 24) * paper.scale
    ends = [(centre[0] + reach * cos(a), centre[1] + reach * sin(a)) for a in ways]
    arms = "".join(_rule(centre, end, colours) for end in ends)
    arc = _arc(centre, ways, spec.get("arc", 13) * paper.scale, colours)
    return arms + arc + _dot(centre, colours) + (_signs(ends[0], eye, colours) if spec.get("signs") else "")


def _signs(end: Point, eye: Eye, colours: Colours) -> str:
    """Above the level arm counts as plus, below it as minus."""
    x = end[0] + (-26 if eye.mirrored else 26)
    return word("+", (x, end[1] - 22), colours) + word("\u2212", (x, end[1] + 22), colours)


def _way(arm: str, centre: Point, frames: Frames, eye: Eye, paper: Paper) -> float:
    if arm == "level":
        return radians(180) if eye.mirrored else 0.0
    x, y = paper(eye.see(joint(arm.removeprefix("-"), frames)))
    turned = radians(180) if arm.startswith("-") else 0.0
    angle = atan2(y - centre[1], x - centre[0]) + turned
    return atan2(sin(angle), cos(angle)) % radians(360) if eye.mirrored else atan2(sin(angle), cos(angle))


def _rule(a: Point, b: Point, colours: Colours) -> str:
    """One arm of an instrument: a pale bar with a dark edge."""
    data = f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}"
    return (
        f'<path class="pf-line" d="{data}" fill="none" stroke="{colours["line"]}" stroke-width="12" '
        f'stroke-linecap="round"/><path class="pf-tool" d="{data}" fill="none" stroke="{colours["tool"]}" '
        f'stroke-width="8" stroke-linecap="round"/>'
    )


def _dot(at: Point, colours: Colours) -> str:
    return (
        f'<circle class="pf-tool" cx="{at[0]:.0f}" cy="{at[1]:.0f}" r="11" fill="{colours["tool"]}" '
        f'stroke="{colours["line"]}" stroke-width="3"/>'
    )


def _arc(centre: Point, ways: list[float], radius: float, colours: Colours) -> str:
    (x0, y0), (x1, y1) = [(centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in ways]
    turn = (degrees(ways[1] - ways[0]) + 180) % 360 - 180
    bow = f"A{radius:.0f} {radius:.0f} 0 0 {1 if turn > 0 else 0} {x1:.0f} {y1:.0f}"
    return stroke(f"M{x0:.0f} {y0:.0f}{bow}", "arrow", colours, 5)


def _tape(spec: Spec, frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """Along the thigh, level from the hip, and up or down from that level to the knee."""
    hip, knee = joint("right_hip", frames), joint("right_knee", frames)
    a, b = paper(eye.see(hip)), paper(eye.see(knee))
    lines = _ruled([a, b], colours) + _ruled([(b[0], a[1]), b], colours) + _dashes([a, (b[0], a[1])], colours)
    out = 16 if not eye.mirrored else -16
    words = spec["words"]["en"]
    above = word(words[0], ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 40), colours)
    return (
        lines
        + above
        + word(words[1], (b[0] + out, (a[1] + b[1]) / 2 + 6), colours, "end" if eye.mirrored else "start")
    )


def _ruled(points: list[Point], colours: Colours) -> str:
    """A measured length, with a short bar at both ends."""
    (ax, ay), (bx, by) = points
    size = hypot(bx - ax, by - ay) or 1.0
    nx, ny = -(by - ay) / size * 8, (bx - ax) / size * 8
    ends = "".join(route([(x - nx, y - ny), (x + nx, y + ny)]) for x, y in points)
    return stroke(route(points) + ends, "arrow", colours, 6)


def _dashes(points: list[Point], colours: Colours) -> str:
    return stroke(route(points), "arrow", colours, 4, "10 8")


def _plumb(spec: Spec, frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """A line with a weight, hanging just in front of the ankle."""
    x = spec["x"]
    (tx, ty), (bx, by) = paper(eye.see((x, spec.get("top", 106), 0))), paper(eye.see((x, 1.5, 0)))
    bob = [(bx - 7, by - 16), (bx + 7, by - 16), (bx, by + 2)]
    return stroke(route([(tx, ty), (bx, by - 16)]), "caution", colours, 4) + filled(bob, "caution", colours)


SPINE: tuple[tuple[str, Vec], ...] = (
    ("pelvis", (-4.6, 0.0, 0.0)),
    ("pelvis", (-4.4, 5.5, 0.0)),
    ("lumbar", (-2.2, 4.5, 0.0)),
    ("thorax", (-3.4, 2.5, 0.0)),
    ("thorax", (-4.6, 9.5, 0.0)),
    ("neck", (-1.6, 0.5, 0.0)),
    ("head", (-1.8, 0.6, 0.0)),
)


def _spine(spec: Spec, frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """The curve of the back, through the body."""
    points = [paper(eye.see(place(frames[part], at))) for part, at in SPINE]
    data = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    padded = [points[0], *points, points[-1]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        one = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        two = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        data += "C" + " ".join(f"{x:.0f} {y:.0f}" for x, y in (one, two, c))
    return stroke(data, "arrow", colours, 6)


def _level(spec: Spec, frames: Frames, eye: Eye, paper: Paper, colours: Colours) -> str:
    """A line through both hip bones, and a level one to compare it with."""
    ends = [place(frames["pelvis"], (-2.0, 6.5, z)) for z in (-11.5, 11.5)]
    a, b = [paper(eye.see(p)) for p in ends]
    support = a if hypot(*_gap(a, frames, eye, paper)) < hypot(*_gap(b, frames, eye, paper)) else b
    other = b if support is a else a
    return _dashes([support, (other[0], support[1])], colours) + _ruled([a, b], colours)


def _gap(point: Point, frames: Frames, eye: Eye, paper: Paper) -> Point:
    x, y = paper(eye.see(add(joint("right_hip", frames), (0, 6.5, 0))))
    return (point[0] - x, point[1] - y)


KINDS: dict[str, Callable[[Spec, Frames, Eye, Paper, Colours], str]] = {
    "goniometer": _goniometer,
    "tape": _tape,
    "plumb": _plumb,
    "spine": _spine,
    "hip bones": _level,
}
