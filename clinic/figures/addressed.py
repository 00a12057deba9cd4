"""How is a drawing asked for: which kinds, themes and sides are there, and which addresses make one picture?

The address itself is the caller's to write; nothing here knows a web server.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .figure import Figure
from .svg import animated, at_pose, still, thumbnail
from .view import WIDE, view
from .words import alt_text

KINDS = {"thumbnail": thumbnail, "still": still, "animated": animated}
POSE = "at-"  # before the name of a pose, its spaces as hyphens
THEMES = ("light", "dark", "print")
SIDES = ("right", "left")

Address = Callable[[str, str, str], str]  # of a side, a kind and a theme
FigureAddress = Callable[[Figure, str, str, str], str]


@dataclass(frozen=True)
class Picture:
    """One drawing's addresses, its words and its size."""

    light: str
    dark: str
    still_light: str
    still_dark: str
    alt: str
    wide: int
    high: int


def picture(figure: Figure, side: str, kind: str, address: Address) -> Picture:
    """In light and dark, moving and still."""
    resting = "still" if kind == "animated" else kind
    return Picture(
        light=address(side, kind, "light"),
        dark=address(side, kind, "dark"),
        still_light=address(side, resting, "light"),
        still_dark=address(side, resting, "dark"),
        alt=alt_text(figure, side),
        wide=WIDE,
        high=view(figure, side).high,
    )


@cache
def version(folder: Path) -> str:
    """Changes whenever a pose in the folder or the way of drawing changes, so that a browser may keep a picture."""
    sources = [*sorted(folder.glob("*.poses.toml")), *sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def drawn(figure: Figure, side: str, kind: str, theme: str) -> str:
    """Raises KeyError for a side, a kind, a pose or a theme there is not."""
    if side not in SIDES or theme not in THEMES:
        raise KeyError(f"{side} {theme}")
    if kind.startswith(POSE):
        return _frame(figure, kind, side, theme)
    return KINDS[kind](figure, side=side, theme=theme)


def frame(pose: str) -> str:
    """The kind of drawing that shows one pose."""
    return POSE + pose.replace(" ", "-")


@lru_cache(maxsize=1024)
def _frame(figure: Figure, kind: str, side: str, theme: str) -> str:
    names = {frame(pose.name): pose.name for pose in figure.poses}
    return at_pose(figure, names[kind], side, theme)
