"""Which picture shows an exercise? The figures of the library, drawn once and kept."""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.urls import reverse

from clinic import figures
from exercises import wording
from exercises.library import FOLDER
from exercises.models import Item

KINDS = {"thumbnail": figures.thumbnail, "still": figures.still, "animated": figures.animated}
THEMES = ("light", "dark", "print")
SIDES = ("right", "left")


@dataclass(frozen=True)
class Picture:
    """One drawing's addresses and its words."""

    light: str
    dark: str
    still_light: str
    still_dark: str
    alt: str


@cache
def drawn() -> dict[str, dict[figures.Key, figures.Figure]]:
    """Every exercise's figures, by level and variant."""
    return figures.load_folder(FOLDER)


@cache
def version() -> str:
    """Changes whenever a pose or the way of drawing changes, so that a browser may keep a picture for ever."""
    sources = [*sorted(FOLDER.glob("*.poses.toml")), *sorted(Path(figures.__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def figure_of(exercise: str, level: int, variant: str | None) -> figures.Figure:
    """Raises KeyError where there is none."""
    return drawn()[exercise][(level, variant)]


@lru_cache(maxsize=512)
def svg(exercise: str, level: int, variant: str | None, side: str, kind: str, theme: str) -> str:
    return KINDS[kind](figure_of(exercise, level, variant), side=side, theme=theme)


def side_of(item: Item) -> str:
    """The side to begin with: the one in focus, else the right."""
    return item.focus[0] if item.focus else "right"


def picture(item: Item, kind: str) -> Picture:
    """The addresses of an item's drawing, in light and dark, moving and still."""
    side, variant = side_of(item), wording.variant_of(item)
    resting = "still" if kind == "animated" else kind
    figure = figure_of(item.exercise, item.level, variant)
    return Picture(
        light=_url(item, variant, side, kind, "light"),
        dark=_url(item, variant, side, kind, "dark"),
        still_light=_url(item, variant, side, resting, "light"),
        still_dark=_url(item, variant, side, resting, "dark"),
        alt=figures.alt_text(figure, side),
    )


def _url(item: Item, variant: str | None, side: str, kind: str, theme: str) -> str:
    name = f"{item.exercise}.{item.level}.{variant or 'one'}.{side}.{kind}.{theme}.svg"
    return reverse("picture", args=[version(), name])
