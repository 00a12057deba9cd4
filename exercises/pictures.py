"""Which picture shows an exercise? The figures of the library, drawn once and kept."""

from functools import cache, lru_cache

from django.urls import reverse

from clinic import figures
from clinic.figures import Picture
from exercises import wording
from exercises.library import FOLDER
from exercises.models import Item


@cache
def drawn() -> dict[str, dict[figures.Key, figures.Figure]]:
    """Every exercise's figures, by level and variant."""
    return figures.load_folder(FOLDER)


def version() -> str:
    return figures.version(FOLDER)


def figure_of(exercise: str, level: int, variant: str | None) -> figures.Figure:
    """Raises KeyError where there is none."""
    return drawn()[exercise][(level, variant)]


def svg(exercise: str, level: int, variant: str | None, side: str, kind: str, theme: str) -> str:
    return figures.drawn(figure_of(exercise, level, variant), side, kind, theme)


def side_of(item: Item) -> str:
    """The side to begin with: the one in focus, else the right."""
    return item.focus[0] if item.focus else "right"


def picture(item: Item, kind: str, side: str = "") -> Picture:
    """The addresses of an item's drawing, in light and dark, moving and still."""
    figure = figure_of(item.exercise, item.level, wording.variant_of(item))
    return figures.picture(figure, side or side_of(item), kind, lambda *how: address(figure, *how))


def paper_strip(item: Item) -> list[str]:
    """Two to four frames of an item's drawing as SVG, black on white; one where nothing moves."""
    return list(_strip(item.exercise, item.level, wording.variant_of(item), side_of(item)))


@lru_cache(maxsize=128)
def _strip(exercise: str, level: int, variant: str | None, side: str) -> tuple[str, ...]:
    return tuple(figures.strip(figure_of(exercise, level, variant), side))


def paper_words(item: Item) -> list[str]:
    """What is seen on each frame of `paper_strip`."""
    return figures.strip_words(figure_of(item.exercise, item.level, wording.variant_of(item)), side_of(item))


def address(figure: figures.Figure, side: str, kind: str, theme: str) -> str:
    level, variant = figure.key
    name = f"{figure.id}.{level}.{variant or 'one'}.{side}.{kind}.{theme}.svg"
    return reverse("picture", args=[version(), name])
