"""What does somebody see who reviews every drawing? Each figure's still, every frame on both sides, on all grounds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import drawings, how_to
from clinic import figures
from clinic.figures.sheet import sides_of
from clinic.figures.view import WIDE, view
from exercises import pictures

GROUNDS = {"light": "on-light", "dark": "on-dark", "print": "on-white"}


@dataclass(frozen=True)
class Shown:
    """One drawing: its address, its ground, what it says and what stands under it."""

    address: str
    ground: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Entry:
    """One figure: what it is called, what it says aloud, and its drawings."""

    title: str
    where: str
    spoken: str
    wide: int
    high: int
    stills: tuple[Shown, ...]
    frames: tuple[Shown, ...]
    moving: tuple[Shown, ...]


@dataclass(frozen=True)
class Group:
    title: str | Promise
    entries: tuple[Entry, ...]


@cache
def groups() -> tuple[Group, ...]:
    exercises = [figure for file in pictures.drawn().values() for figure in file.values()]
    return (
        Group(_("Exercises"), tuple(_entry(figure, pictures.address) for figure in exercises)),
        Group(_("Tests"), tuple(_entry(figure, drawings.address) for figure in how_to.drawn().values())),
    )


def _entry(figure: figures.Figure, address: figures.FigureAddress) -> Entry:
    level, variant = figure.key
    return Entry(
        title=figures.title(figure),
        where=f"{figure.id} {level}" + (f" {variant}" if variant else ""),
        spoken=figures.spoken(figure),
        wide=WIDE,
        high=view(figure, "right").high,
        stills=tuple(_shown(figure, address, "still", figure.still_pose, ("right",), GROUNDS)),
        frames=tuple(_frames(figure, address)),
        moving=tuple(_shown(figure, address, "animated", "", sides_of(figure), ("light",)))
        if figure.moves
        else (),
    )


def _frames(figure: figures.Figure, address: figures.FigureAddress) -> Iterator[Shown]:
    """Every pose of one side, then of the other; then those for paper of both."""
    for side in sides_of(figure):
        for pose in figure.poses:
            yield from _shown(figure, address, figures.frame(pose.name), pose.name, (side,), ("light",))
    for side in sides_of(figure):
        for name in figure.strip_poses:
            yield from _shown(figure, address, figures.frame(name), name, (side,), ("print",))


def _shown(
    figure: figures.Figure,
    address: figures.FigureAddress,
    kind: str,
    pose: str,
    sides: Iterable[str],
    themes: Iterable[str],
) -> Iterator[Shown]:
    for side in sides:
        for theme in themes:
            words = (pose, side if figure.sided else "", theme if theme != "light" else "")
            yield Shown(
                address=address(figure, side, kind, theme),
                ground=GROUNDS[theme],
                alt=figures.alt_text(figure, side),
                caption=", ".join(word for word in words if word),
            )
