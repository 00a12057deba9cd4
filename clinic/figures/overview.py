"""Can all figures be seen in one picture? Their stills side by side, for a page that can hold no page of its own."""

from collections.abc import Sequence

from .figure import Figure
from .palette import LIGHT
from .svg import still
from .view import HIGHEST, WIDE, view

COLUMNS, ACROSS, APART = 8, 150, 12
DOWN = ACROSS * HIGHEST // WIDE


def overview(figures: Sequence[Figure]) -> str:
    """Row by row, each standing on the bottom of its place."""
    rows = -(-len(figures) // COLUMNS)
    wide, high = COLUMNS * (ACROSS + APART) + APART, rows * (DOWN + APART) + APART
    places = "".join(_placed(figure, *divmod(i, COLUMNS)) for i, figure in enumerate(figures))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-label="Every figure: {len(figures)} drawings">'
        f'<path fill="{LIGHT["paper"]}" d="M0 0h{wide}v{high}h-{wide}z"/>{places}</svg>'
    )


def _placed(figure: Figure, row: int, column: int) -> str:
    x, y = APART + column * (ACROSS + APART), APART + row * (DOWN + APART)
    drawing = still(figure)
    inside = drawing[drawing.index(">") + 1 :]
    return (
        f'<svg x="{x}" y="{y}" width="{ACROSS}" height="{DOWN}" viewBox="0 0 {WIDE} {view(figure, "right").high}" '
        f'preserveAspectRatio="xMidYMax meet">{inside}'
    )
