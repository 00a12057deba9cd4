"""How is a line or a word put over a body so that it is read on any ground?

Each has a rim in the paper's colour, for it runs over light and dark parts alike.
"""

from collections.abc import Iterable
from html import escape

from .eye import Point
from .palette import Colours

RIM = 5  # how much wider than the line its rim is


def route(points: Iterable[Point]) -> str:
    """Path data of straight stretches."""
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)


def stroke(data: str, tone: str, colours: Colours, width: int, dash: str = "") -> str:
    """A line in one of the theme's colours, dashed if asked for."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    common = f'd="{data}" fill="none" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<path class="pf-rim" {common} stroke="{colours["paper"]}" stroke-width="{width + RIM}" stroke-opacity=".75"/>'
        f'<path class="pf-{tone}-line" {common} stroke="{colours[tone]}" stroke-width="{width}"{dashed}/>'
    )


def filled(points: Iterable[Point], tone: str, colours: Colours) -> str:
    """A small solid shape: an arrow's head, a plumb bob."""
    return f'<path class="pf-{tone}" d="{route(points)}z" fill="{colours[tone]}"/>'


def word(text: str, at: Point, colours: Colours, anchor: str = "middle") -> str:
    look = 'font-size="30" font-weight="700" font-family="sans-serif"'
    rim = f'stroke="{colours["paper"]}" stroke-width="{RIM}" paint-order="stroke"'
    return (
        f'<text class="pf-word" x="{at[0]:.0f}" y="{at[1] + 8:.0f}" fill="{colours["word"]}" {rim} {look} '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
