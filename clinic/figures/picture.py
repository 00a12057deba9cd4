"""What does one picture consist of, from the floor up to the marks drawn over the body?

A picture shows one moment or many; a part whose moments differ moves from one to the next.
"""

from collections.abc import Sequence
from math import hypot

from . import marks, measures, palette, props
from .draw import PART_OF
from .drawing import drawing
from .eye import Point
from .figure import Figure, Tint
from .solve import Solved
from .tracks import Stops, stops
from .view import WIDE, floor, view

STRIPE = 12.0  # between the lines on the floor, in percent of body height


class Picture:
    """One picture in the making: its moments, its colours, and the parts drawn from them."""

    def __init__(
        self, figure: Figure, side: str, theme: str, pose: str | None = None, *, bare: bool = False
    ) -> None:
        self.figure, self.view, self.pose = figure, view(figure, side), pose
        self.drawing, self.colours, self.bare = drawing(figure), palette.THEMES[theme], bare
        self.moment = None if pose is None else figure.moment(pose)
        self.solved = figure.moments[self.moment or 0].solved
        self.paper, self.eye = self.view.paper_at(self.solved), self.view.eye
        self.all = tuple(range(len(figure.moments))) if self.moment is None else (self.moment,)

    def parts(self, ghost: str | None) -> list[str]:
        """Everything, back to front. What is seen from the right is mirrored for the left, all but signs and words."""
        room = [
            *self._ground(),
            *self._path_under_way(),
            *self._props("behind"),
            *([self._ghost(ghost)] if ghost else []),
            *(self._layer(layer) for layer in self.figure.layers[:-1]),
            *self._props("in hand"),
            self._layer(self.figure.layers[-1]),
            *self._props("front"),
        ]
        if self.view.side == "left":
            room = [f'<g transform="matrix(-1 0 0 1 {WIDE} 0)">', *room, "</g>"]
        return [*room, *self._marks(), *self._tag()]

    # How a shape is put down

    def path(self, data: Sequence[str], tone: str, at: Stops, more: str = "") -> str:
        """One shape; `data` is what it is at each of the moments `at`."""
        start = f'<path class="pf-{tone}" fill="{self.colours[tone]}"{more} d="{data[0]}"'
        return start + self._moving("d", data, at)

    def _moving(self, attribute: str, values: Sequence[str], at: Stops) -> str:
        """The end of an element: nothing if its moments are alike, else what they are."""
        if all(value == values[0] for value in values):
            return "/>"
        return f">{self._animate(attribute, values, at)}</path>"

    def _animate(self, attribute: str, values: Sequence[str], at: Stops) -> str:
        return f'<animate attributeName="{attribute}" {self.drawing.timing(at)} values="{";".join(values)}"/>'

    def _stops(self, *parts: str) -> Stops:
        """The moments it takes to show these parts of the body."""
        return self.all if self.moment is not None else self.drawing.stops(*parts)

    # The room

    def _ground(self) -> list[str]:
        view, tone = self.drawing.view, self.colours["ground"]
        edge = f' stroke="{tone}" stroke-width="10" stroke-linejoin="round"'
        outline = props.polygon(floor(self.figure), view.eye, view.paper)
        return [f'<path class="pf-ground" fill="{tone}"{edge} d="{outline}"/>']

    def _path_under_way(self) -> list[str]:
        """Lines across the floor, left behind by a body that travels; as far apart as makes a round seamless."""
        if not self.figure.travel:
            return []
        apart = self.figure.travel / round(self.figure.travel / STRIPE)
        ends = [(i * apart, z) for i in range(-12, 24) for z in (-14, 14)]
        seen = [
            self.drawing.view.paper_at(self.solved)(self.drawing.view.eye.see((x, 0.0, z))) for x, z in ends
        ]
        lines = zip(seen[::2], seen[1::2], strict=True)
        data = "".join(f"M{ax:.0f} {ay:.0f}L{bx:.0f} {by:.0f}" for (ax, ay), (bx, by) in lines)
        edge = f'stroke="{self.colours["prop-dark"]}" stroke-width="3"'
        return [f'<path class="pf-ground" {edge} d="{data}">{self._left_behind()}</path>']

    def _left_behind(self) -> str:
        papers = [self.drawing.view.paper_at(self.figure.moments[at].solved) for at in self.all]
        ways = [f"{paper.left - papers[0].left:.1f} {paper.base - papers[0].base:.1f}" for paper in papers]
        if len(ways) == 1:
            return ""
        how = f'attributeName="transform" type="translate" {self.drawing.timing(self.all)}'
        return f'<animateTransform {how} values="{";".join(ways)}"/>'

    def _props(self, where: str) -> list[str]:
        shown = [prop for prop in self.figure.props if prop.get("where", "behind") == where]
        return [part for prop in shown for part in self._prop(prop)]

    def _prop(self, prop: props.Spec) -> list[str]:
        edge = f' stroke="{self.colours["prop-line"]}" stroke-width="2" stroke-linejoin="round"'
        held = {PART_OF[segment] for segment in props.held_by(prop)}
        at, view = self._stops(*held) if held else self.all[:1], self.drawing.view
        bodies = [self.figure.moments[i].solved for i in at]
        moments = [props.faces(prop, view.eye, view.paper_at(solved), solved.frames) for solved in bodies]
        tones = [tone for tone, _ in moments[0]]
        return [self.path([faces[i][1] for faces in moments], tone, at, edge) for i, tone in enumerate(tones)]

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
        tints = "".join(self._in_turn(tint) for tint in self.figure.tints if self._tinted(tint, layer))
        shins = "".join(self._shape(part, f"{part}-shin", far + "skin") for part in self._shins_over(layer))
        return (
            self._outlined(outlined)
            + clothes
            + tints
            + (self._outlined(shins) if shins else "")
            + (self._face() if "head" in layer else "")
        )

    def _outlined(self, shapes: str) -> str:
        edge = f'stroke="{self.colours["line"]}" stroke-width="5" paint-order="stroke"'
        return f'<g class="pf-line" {edge} stroke-linejoin="round">{shapes}</g>'

    def _shins_over(self, layer: tuple[str, ...]) -> list[str]:
        """The legs whose shins cross in front of their own thighs."""
        return [part for part in self.figure.view.get("shins_over", ()) if part in layer]

    def _shape(self, part: str, key: str, tone: str) -> str:
        at = self._stops(part)
        return self.path([self.drawing.part(part, moment)[key] for moment in at], tone, at)

    def _part(self, part: str, far: str) -> str:
        if part == "trunk":
            return self._shape(part, part, far + ("shorts" if self.figure.head_first else "shirt"))
        return self._shape("head" if part == "neck" else part, part, far + "skin")

    def _clothes(self, part: str, far: str) -> str:
        """What lies over a part; of shirt and shorts the one that is nearer."""
        if part.endswith("arm"):
            return self._shape(part, f"{part}-sleeve", far + "shirt")
        over = "shirt" if part == "trunk" and self.figure.head_first else "shorts"
        return self._shape(part, f"{part}-{over}", far + over)

    def _face(self) -> str:
        tones = (("hair", "hair"), ("face", "skin"), ("ear", "skin"), ("eyes", "line"))
        return "".join(self._shape("head", key, tone) for key, tone in tones)

    def _in_turn(self, tint: Tint) -> str:
        """A muscle that works in one pose only comes and goes with it."""
        if tint.pose is None or self.moment is not None:
            return self._tint(tint)
        moments, count = self.figure.moments, len(self.figure.poses)
        at = tuple(i for i, moment in enumerate(moments) if moment.done == int(moment.done))
        when = self.figure.poses.index(self.figure.pose(tint.pose))
        seen = ["1" if moments[i].done % count == when else "0" for i in at]
        return f'<g opacity="{seen[0]}">{self._animate("opacity", seen, at)}{self._tint(tint)}</g>'

    def _tint(self, tint: Tint) -> str:
        """A working muscle is plain; a stretched one has a dashed line along it, so that colour is not all."""
        at = self.all if self.moment is not None else self.drawing.stops_of(tint)
        drawn = [self.drawing.muscle(tint, moment) for moment in at]
        shape = self.path([outline for outline, _ in drawn], tint.does, at)
        if tint.does == "works":
            return shape
        lines = [line for _, line in drawn]
        edge = f'stroke="{self.colours["paper"]}" stroke-width="3" stroke-dasharray="7 6"'
        return (
            shape + f'<path class="pf-dash" fill="none" {edge} d="{lines[0]}"' + self._moving("d", lines, at)
        )

    def _tinted(self, tint: Tint, layer: tuple[str, ...]) -> bool:
        return f"{tint.side}_leg" in layer and (self.pose is None or tint.pose in (None, self.pose))

    def _ghost(self, pose: str) -> str:
        """The pose before, pale and behind."""
        at, parts = self.figure.moment(pose), [part for layer in self.figure.layers for part in layer]
        data = "".join(self.drawing.part("head" if part == "neck" else part, at)[part] for part in parts)
        return f'<path class="pf-ghost" fill="{self.colours["ghost"]}" fill-opacity=".4" d="{data}"/>'

    # What is drawn over it

    def _marks(self) -> list[str]:
        """The lines, cautions, measures and arrows of the pose; none over what moves, where their time would pass."""
        if self.pose is None or self.bare:
            return []
        figure, on = self.figure, (self.solved.frames, self.eye, self.paper, self.colours)
        return [
            *(marks.line(line["through"], *on) for line in figure.at(self.pose, figure.lines)),
            *(marks.mind(mark, *on) for mark in figure.at(self.pose, figure.marks)),
            *(measures.measure(spec, *on) for spec in figure.at(self.pose, figure.measures)),
            *(marks.arrow(arrow, *on[1:]) for arrow in figure.at(self.pose, figure.arrows)),
        ]

    def _tag(self) -> list[str]:
        """A letter at the foot the figure is about."""
        if not self.figure.sided:
            return []
        places = [self._beyond_toes(self.figure.moments[at].solved) for at in self.all]
        at = stops(places, self.figure.moments) if self.moment is None else (0,)
        xs, ys = [round(places[i][0]) for i in at], [round(places[i][1]) for i in at]
        look = f'r="13" fill="{self.colours["word"]}" class="pf-tag"'
        circle = self._at("circle", xs, ys, ("cx", "cy"), at, look)
        letter = self._at(
            "text", xs, [y + 6 for y in ys], ("x", "y"), at, self._lettering(), "RL"[self.eye.mirrored]
        )
        return [circle, letter]

    def _lettering(self) -> str:
        return (
            f'fill="{self.colours["paper"]}" class="pf-tag-ink" font-size="18" font-weight="700" '
            f'font-family="sans-serif" text-anchor="middle"'
        )

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
        self,
        kind: str,
        xs: list[int],
        ys: list[int],
        names: tuple[str, str],
        at: Stops,
        more: str,
        inside: str = "",
    ) -> str:
        moving = "".join(
            self._animate(name, [str(v) for v in values], at)
            for name, values in zip(names, (xs, ys), strict=True)
            if any(v != values[0] for v in values)
        )
        return f'<{kind} {names[0]}="{xs[0]}" {names[1]}="{ys[0]}" {more}>{moving}{inside}</{kind}>'
