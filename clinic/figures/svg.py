"""How does a page get a figure?

Presentation attributes and SMIL only: a page's content-security policy ignores styles inside a drawing. There are
no ids in it, so that any number of drawings may stand on one page. What was drawn once is kept.
"""

from functools import lru_cache
from html import escape

from .figure import Figure
from .picture import Picture
from .ring import holds
from .view import WIDE
from .words import alt_text, spoken, title


@lru_cache(maxsize=512)
def still(figure: Figure, side: str = "right", theme: str = "light") -> str:
    """The pose that shows the exercise best, with a ghost of where it came from."""
    return at_pose(figure, figure.still_pose, side, theme, ghost=figure.ghost_pose)


@lru_cache(maxsize=256)
def animated(figure: Figure, side: str = "right", theme: str = "light") -> str:
    """One round at the exercise's own tempo, over and over; a figure of one pose stands still."""
    if not figure.moves:
        return still(figure, side, theme)
    picture = Picture(figure, side, theme)
    return _svg(picture, [*picture.parts(None), holds(picture)])


@lru_cache(maxsize=512)
def thumbnail(figure: Figure, side: str = "right", theme: str = "light") -> str:
    """The still without arrows, marks, ghost and words: for a list, where it is small and its name stands beside it."""
    picture = Picture(figure, side, theme, figure.still_pose, bare=True)
    high, parts = picture.view.high, "".join(picture.parts(None))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" class="pf">{parts}</svg>'


def strip(figure: Figure, side: str = "right", theme: str = "print") -> list[str]:
    """Two to four frames for paper, in order; one for a figure that does not move."""
    return [at_pose(figure, pose, side, theme) for pose in figure.strip_poses]


def at_pose(
    figure: Figure, pose: str, side: str = "right", theme: str = "light", *, ghost: str | None = None
) -> str:
    """One pose, with the arrows and marks that belong to it."""
    picture = Picture(figure, side, theme, pose)
    return _svg(picture, picture.parts(ghost))


def _svg(picture: Picture, parts: list[str]) -> str:
    figure, side = picture.figure, picture.view.side
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {picture.view.high}" role="img" class="pf" '
        f'aria-label="{escape(alt_text(figure, side))}">'
        f"<title>{escape(title(figure, side))}</title><desc>{escape(spoken(figure, side))}</desc>"
        f"{''.join(parts)}</svg>"
    )
