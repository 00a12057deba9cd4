"""What does one picture consist of, from the floor up to the marks drawn over the body?

A picture shows one moment or many; a part whose moments differ moves from one to the next.
"""

from collections.abc import Sequence
from math import hypot

from . import marks, measures, palette, props
from .figure import Figure, Tint
from .outline import Point
from .solve import Solved
from .view import WIDE, floor, tinted, view, worked_out

Moment = tuple[float, Solved]
STRIPE = 12.0  # between the lines on the floor, in percent of body height


class Picture:
    """One picture in the making: its moments, its colours, and the parts drawn from them."""

    def __init__(
        self, figure: Figure, side: str, theme: str, moments: Sequence[Moment], pose: str = ""
    ) -> None:
        self.figure, self.view, self.pose = figure, view(figure, side), pose
        self.eye, self.paper, self.colours = (
            self.view.eye,
            self.view.paper_at(moments[0][1]),
            palette.THEMES[theme],
        )
        self.bodies = [solved for _, solved in moments]
        whole = len(moments) > 1
        self.shapes = worked_out(figure, side) if whole else [self.view.shapes(s) for s in self.bodies]
        self.round_s = moments[-1][0] or 1.0
        self.times = ";".join(short(t / self.round_s) for t, _ in moments)

    def parts(self, ghost: str | None) -> list[str]:
        """Everything, back to front."""
        return [
            *self._ground(),
            *self._path_under_way(),
            *self._props("behind"),
            *([self._ghost(ghost)] if ghost else []),
            *(self._layer(layer) for layer in self.figure.layers),
            *self._props("front"),
            *self._marks(),
            *self._tag(),
        ]

    # How a shape is put down

    def path(self, data: Sequence[str], tone: str, more: str = "") -> str:
        return f'<path class="pf-{tone}" fill="{self.colours[tone]}"{more} d="{data[0]}"{self._moving("d", data)}'

    def _moving(self, attribute: str, values: Sequence[str], close: str = "path") -> str:
        """The end of an element: nothing if its moments are alike, else what they are."""
        if all(value == values[0] for value in values):
            return "/>"
        return f">{self._animate(attribute, values)}</{close}>"

    def _animate(self, attribute: str, values: Sequence[str]) -> str:
        return (
            f'<animate attributeName="{attribute}" dur="{self.round_s:g}s" repeatCount="indefinite" '
            f'keyTimes="{self.times}" values="{";".join(values)}"/>'
        )

    # The room

    def _ground(self) -> list[str]:
        tone, outline = self.colours["ground"], props.polygon(floor(self.figure), self.eye, self.view.paper)
        edge = f' stroke="{tone}" stroke-width="10" stroke-linejoin="round"'
        return [f'<path class="pf-ground" fill="{tone}"{edge} d="{outline}"/>']

    def _path_under_way(self) -> list[str]:
        """Lines across the floor, left behind by a body that travels; as far apart as makes a round seamless."""
        if not self.figure.travel:
            return []
        apart = self.figure.travel / round(self.figure.travel / STRIPE)
        ends = [(i * apart, z) for i in range(-12, 24) for z in (-14, 14)]
        moments = []
        for solved in self.bodies:
            paper = self.view.paper_at(solved)
            seen = [paper(self.eye.see((x, 0.0, z))) for x, z in ends]
            lines = zip(seen[::2], seen[1::2], strict=True)
            moments.append("".join(f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}" for (ax, ay), (bx, by) in lines))
        return [self.path(moments, "ground", f' stroke="{self.colours["prop-dark"]}" stroke-width="3"')]

    def _props(self, where: str) -> list[str]:
        shown = [prop for prop in self.figure.props if prop.get("where", "behind") == where]
        return [part for prop in shown for part in self._prop(prop)]

    def _prop(self, prop: props.Spec) -> list[str]:
        edge = f' stroke="{self.colours["prop-line"]}" stroke-width="2" stroke-linejoin="round"'
        bodies = self.bodies[:1] if "box" in prop else self.bodies  # what has a box of its own stands still
        moments = [props.faces(prop, self.eye, self.view.paper_at(s), s.frames) for s in bodies]
        tones = [tone for tone, _ in moments[0]]
        return [self.path([faces[i][1] for faces in moments], tone, edge) for i, tone in enumerate(tones)]

    # The body

    def _layer(self, layer: tuple[str, ...]) -> str:
        """Parts with their outlines, then the clothes and the muscles over all of them."""
        far = (
            "far-"
            if layer[0].startswith("left") and len(layer) == 1 and not self.figure.view.get("even")
            else ""
        )
        outlined = "".join(self._part(part, far) for part in layer)
        clothes = "".join(self._clothes(part, far) for part in layer if part not in ("neck", "head"))
        tints = "".join(self._tint(tint) for tint in self.figure.tints if self._tinted(tint, layer))
        edge = (
            f'stroke="{self.colours["line"]}" stroke-width="5" paint-order="stroke" stroke-linejoin="round"'
        )
        return f'<g class="pf-line" {edge}>{outlined}</g>{clothes}{tints}{self._face() if "head" in layer else ""}'

    def _shape(self, key: str, tone: str) -> str:
        return self.path([shapes[key] for shapes in self.shapes], tone)

    def _part(self, part: str, far: str) -> str:
        return self._shape(part, far + ("shirt" if part == "trunk" else "skin"))

    def _clothes(self, part: str, far: str) -> str:
        if part.endswith("arm"):
            return self._shape(f"{part}-sleeve", far + "shirt")
        return self._shape(f"{part}-shorts", far + "shorts")

    def _face(self) -> str:
        tones = (("hair", "hair"), ("face", "skin"), ("ear", "skin"), ("eyes", "line"))
        return "".join(self._shape(key, tone) for key, tone in tones)

    def _tint(self, tint: Tint) -> str:
        """A working muscle is plain; a stretched one has a dashed line along it, so that colour is not all."""
        whole = len(self.bodies) > 1
        drawn = (
            tinted(self.figure, self.view.side, tint) if whole else [self.view.muscle(tint, self.bodies[0])]
        )
        shape = self.path([outline for outline, _ in drawn], tint.does)
        if tint.does == "works":
            return shape
        lines = [line for _, line in drawn]
        edge = f'stroke="{self.colours["paper"]}" stroke-width="3" stroke-dasharray="7 6"'
        return shape + f'<path class="pf-dash" fill="none" {edge} d="{lines[0]}"{self._moving("d", lines)}'

    def _tinted(self, tint: Tint, layer: tuple[str, ...]) -> bool:
        shown = self.pose or (self.figure.still_pose if len(self.bodies) == 1 else None)
        return f"{tint.side}_leg" in layer and tint.pose in (None, shown)

    def _ghost(self, pose: str) -> str:
        """The pose before, pale and behind."""
        shapes = self.view.shapes(self.figure.pose(pose).solved)
        data = "".join(shapes[part] for layer in self.figure.layers for part in layer)
        return f'<path class="pf-ghost" fill="{self.colours["ghost"]}" fill-opacity=".4" d="{data}"/>'

    # What is drawn over it

    def _marks(self) -> list[str]:
        tone, frames = self.colours, self.bodies[0].frames
        found = [
            marks.line(line["through"], frames, self.eye, self.paper, tone)
            for line in self.figure.at(self.pose, self.figure.lines)
        ]
        found += [
            marks.mind(mark, frames, self.eye, self.paper, tone)
            for mark in self.figure.at(self.pose, self.figure.marks)
        ]
        found += [
            measures.measure(spec, frames, self.eye, self.paper, tone)
            for spec in self.figure.at(self.pose, self.figure.measures)
        ]
        return found + [
            marks.arrow(arrow, self.eye, self.paper, tone)
            for arrow in self.figure.at(self.pose, self.figure.arrows)
        ]

    def _tag(self) -> list[str]:
        """A letter at the foot the figure is about."""
        if not self.figure.sided:
            return []
        places = [self._beyond_toes(solved) for solved in self.bodies]
        xs, ys = [round(x) for x, _ in places], [round(y) for _, y in places]
        circle = self._at(
            "circle", xs, ys, ("cx", "cy"), f'r="13" fill="{self.colours["word"]}" class="pf-tag"'
        )
        letter = self._at(
            "text",
            xs,
            [y + 6 for y in ys],
            ("x", "y"),
            f'fill="{self.colours["paper"]}" class="pf-tag-ink" font-size="18" font-weight="700" '
            f'font-family="sans-serif" text-anchor="middle"',
            "L" if self.view.side == "left" else "R",
        )
        return [circle, letter]

    def _beyond_toes(self, solved: Solved) -> Point:
        """A little further the way the toes point, inside the picture; or just under the joint the data names."""
        if self.figure.tag:
            x, y = self.view.paper_at(solved)(self.eye.see(marks.joint(self.figure.tag, solved.frames)))
            return x, y + 36
        ankle, toes = [
            self.view.paper_at(solved)(self.eye.see(solved.frames[f"right_{part}"].at))
            for part in ("foot", "toes")
        ]
        way = (toes[0] - ankle[0], toes[1] - ankle[1])
        far = 38 / max(12.0, hypot(*way))
        x, y = toes[0] + way[0] * far, toes[1] + way[1] * far
        return min(max(x, 15), WIDE - 15), min(max(y, 15), self.view.high - 15)

    def _at(
        self, kind: str, xs: list[int], ys: list[int], names: tuple[str, str], more: str, inside: str = ""
    ) -> str:
        moving = "".join(
            self._animate(name, [str(v) for v in values])
            for name, values in zip(names, (xs, ys), strict=True)
            if any(v != values[0] for v in values)
        )
        return f'<{kind} {names[0]}="{xs[0]}" {names[1]}="{ys[0]}" {more}>{moving}{inside}</{kind}>'


def short(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".") or "0"
