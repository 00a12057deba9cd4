"""How does a figure become an SVG?

Presentation attributes and SMIL only: a page's content-security policy ignores styles inside a drawing. There are
no ids in it, so that any number of drawings may stand on one page.
"""

from collections.abc import Sequence
from html import escape

from . import draw, marks, palette, props
from .figure import Figure
from .outline import Camera, Eye, Paper
from .solve import Frames
from .space import Vec
from .words import alt_text, spoken, title

WIDE, LOWEST, HIGHEST = 640, 300, 540
MARGIN = 16
LARGEST = 5.2  # units for one percent of body height

Moment = tuple[float, Frames]


def camera(figure: Figure, side: str) -> Camera:
    view = figure.view
    return Camera(view.get("turn", 0.0), view.get("above", 8.0), -1.0 if side == "left" else 1.0)


def fit(figure: Figure, eye: Eye) -> tuple[Paper, int]:
    """One scale and height for all of a figure's renderings, so that still and movement match."""
    points = [p for _, solved in figure.frames for p in draw.extent(solved.frames, eye)]
    points += [eye.see(corner) for corner in floor(figure)]
    for prop in figure.props:
        points += props.corners(prop, eye)
    x0, y0, x1, y1 = draw.bounds(points)
    scale = min((WIDE - 2 * MARGIN) / (x1 - x0), (HIGHEST - 2 * MARGIN) / (y1 - y0), LARGEST)
    high = max(LOWEST, round((y1 - y0) * scale) + 2 * MARGIN)
    return Paper(scale, WIDE / 2 - (x0 + x1) / 2 * scale, high / 2 + (y0 + y1) / 2 * scale), high


def still(figure: Figure, side: str = "right", theme: str = "light") -> str:
    """The pose that shows the exercise best, with a ghost of where it came from."""
    return at_pose(figure, figure.still_pose, side, theme, ghost=True)


def at_pose(
    figure: Figure,
    pose: str,
    side: str = "right",
    theme: str = "light",
    ghost: bool = False,
    marked: bool = True,
) -> str:
    """One pose, with the arrows and marks that belong to it."""
    return _picture(
        figure, side, theme, [(0.0, figure.pose(pose).solved.frames)], pose if marked else "", ghost
    )


def animated(figure: Figure, side: str = "right", theme: str = "light") -> str:
    """One round of the exercise at its own tempo, over and over."""
    return _picture(figure, side, theme, [(t, solved.frames) for t, solved in figure.frames])


def thumbnail(figure: Figure, side: str = "right", theme: str = "light") -> str:
    """The still without arrows, marks and ghost: for a list, where it is small."""
    return at_pose(figure, figure.still_pose, side, theme, marked=False)


def strip(figure: Figure, side: str = "right", theme: str = "print") -> list[str]:
    """Two to four frames for paper, in order."""
    return [at_pose(figure, pose, side, theme) for pose in figure.strip_poses]


def _picture(
    figure: Figure, side: str, theme: str, moments: list[Moment], pose: str = "", ghost: bool = False
) -> str:
    eye = Eye(camera(figure, side))
    paper, high = fit(figure, eye)
    colours = palette.THEMES[theme]
    shown = Shown(eye, paper, colours, moments)
    inside = [
        *_ground(figure, shown),
        *_props(figure, shown, "behind"),
        *(_ghost(figure, shown) if ghost and figure.ghost_pose else ()),
        *_body(figure, shown),
        *_props(figure, shown, "front"),
        *_marks(figure, shown, pose),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" role="img" class="pf" '
        f'aria-label="{escape(alt_text(figure, side))}">'
        f"<title>{escape(title(figure, side))}</title><desc>{escape(spoken(figure, side))}</desc>"
        f"{''.join(inside)}</svg>"
    )


class Shown:
    """What every part of one picture is drawn with."""

    def __init__(self, eye: Eye, paper: Paper, colours: palette.Colours, moments: list[Moment]) -> None:
        self.eye, self.paper, self.colours, self.moments = eye, paper, colours, moments
        self.shapes = [draw.shapes(frames, eye, paper) for _, frames in moments]
        round_s = moments[-1][0] or 1.0
        self.round_s = round_s
        self.times = ";".join(f"{t / round_s:.3f}".rstrip("0").rstrip(".") for t, _ in moments)

    def path(self, data: Sequence[str], fill: str, attributes: str = "") -> str:
        """A path that is `data[0]` and, if the moments differ, moves through the others."""
        paint = f'class="pf-{fill}" fill="{self.colours[fill]}"' if fill else 'fill="none"'
        return f'<path {paint}{attributes} d="{data[0]}"{self.moving(data)}'

    def moving(self, data: Sequence[str]) -> str:
        if all(d == data[0] for d in data):
            return "/>"
        values = ";".join(data)
        return (
            f'><animate attributeName="d" dur="{self.round_s:g}s" repeatCount="indefinite" '
            f'keyTimes="{self.times}" values="{values}"/></path>'
        )


OUTLINE = ' stroke-width="5" paint-order="stroke" stroke-linejoin="round"'


def _body(figure: Figure, shown: Shown) -> list[str]:
    found = []
    for layer in figure.layers:
        far = (
            "far-" if layer[0].startswith("left") and len(layer) == 1 and not figure.view.get("even") else ""
        )
        found.append(_layer(figure, shown, layer, far))
    return found


CLOTHES = {"trunk": ("trunk-shorts", "shorts"), "leg": ("-shorts", "shorts"), "arm": ("-sleeve", "shirt")}


def _layer(figure: Figure, shown: Shown, layer: tuple[str, ...], far: str) -> str:
    """The parts of a layer with their outlines, then the clothes and the muscles over all of them."""
    line = shown.colours["line"]
    parts = [_part(shown, part, far) for part in layer]
    over = [_clothes(shown, part, far) for part in layer if part not in ("neck", "head")]
    tints = [
        _tint(figure, shown, tint.muscle, tint.side, tint.does) for tint in figure.tints if _over(tint, layer)
    ]
    face = _face(shown) if "head" in layer else ""
    return f'<g class="pf-line" stroke="{line}"{OUTLINE}>{"".join(parts)}</g>{"".join(over)}{"".join(tints)}{face}'


def _face(shown: Shown) -> str:
    hair = shown.path([s["hair"] for s in shown.shapes], "hair")
    ear = shown.path([s["ear"] for s in shown.shapes], "skin")
    return hair + ear + shown.path([s["eyes"] for s in shown.shapes], "line")


def _part(shown: Shown, part: str, far: str) -> str:
    tone = "shirt" if part == "trunk" else "skin"
    return shown.path([s[part] for s in shown.shapes], far + tone)


def _clothes(shown: Shown, part: str, far: str) -> str:
    name, tone = CLOTHES[part.split("_")[-1]]
    key = name if part == "trunk" else part + name
    return shown.path([s[key] for s in shown.shapes], far + tone)


def _over(tint: object, layer: tuple[str, ...]) -> bool:
    return f"{getattr(tint, 'side')}_leg" in layer


def _tint(figure: Figure, shown: Shown, muscle: str, side: str, does: str) -> str:
    data = [draw.muscle(muscle, side, frames, shown.eye, shown.paper) for _, frames in shown.moments]
    return shown.path(data, does)


def _ghost(figure: Figure, shown: Shown) -> list[str]:
    """The outline of the pose before, pale and behind."""
    pose = figure.pose(figure.ghost_pose or "")
    shapes = draw.shapes(pose.solved.frames, shown.eye, shown.paper)
    parts = [part for layer in figure.layers for part in layer]
    tone = shown.colours["ghost"]
    data = "".join(shapes[part] for part in parts)
    return [f'<path class="pf-ghost" fill="{tone}" fill-opacity=".45" d="{data}"/>']


def _marks(figure: Figure, shown: Shown, pose: str) -> list[str]:
    """What is drawn over one pose: the line it should make, its arrows, what to mind."""
    eye, paper, colours, frames = shown.eye, shown.paper, shown.colours, shown.moments[0][1]
    found = [
        marks.line(line["through"], frames, eye, paper, colours["arrow"]) for line in figure.lines_at(pose)
    ]
    found += [
        marks.mind(mark, frames, eye, paper, colours["caution"], colours["paper"])
        for mark in figure.marks_at(pose)
    ]
    return found + [marks.arrow(arrow, eye, paper, colours["arrow"]) for arrow in figure.arrows_at(pose)]


def floor(figure: Figure) -> list[Vec]:
    """The corners of the floor under everything the figure does."""
    places = [frame.at for _, solved in figure.frames for frame in solved.frames.values()]
    x0, x1 = min(p[0] for p in places) - 9, max(p[0] for p in places) + 9
    z0, z1 = min(-14, min(p[2] for p in places) - 4), max(14, max(p[2] for p in places) + 4)
    return [(x0, 0, z0), (x1, 0, z0), (x1, 0, z1), (x0, 0, z1)]


def _ground(figure: Figure, shown: Shown) -> list[str]:
    """The floor: a quiet strip."""
    tone, outline = shown.colours["ground"], props.polygon(floor(figure), shown.eye, shown.paper)
    return [
        f'<path class="pf-ground" fill="{tone}" stroke="{tone}" stroke-width="10" stroke-linejoin="round" '
        f'd="{outline}"/>'
    ]


def _props(figure: Figure, shown: Shown, where: str) -> list[str]:
    found = []
    for prop in figure.props:
        if prop.get("where", "behind") == where:
            moments = [props.faces(prop, shown.eye, shown.paper, frames) for _, frames in shown.moments]
            for i, (tone, _) in enumerate(moments[0]):
                found.append(
                    shown.path(
                        [faces[i][1] for faces in moments],
                        tone,
                        f' stroke="{shown.colours["prop-line"]}" stroke-width="2" stroke-linejoin="round"',
                    )
                )
    return found
