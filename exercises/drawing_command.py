"""What does `manage.py figures` do? Writes every figure on one page or in one picture, or one moving figure.

Needs no settings.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from assessments.how_to import FOLDER as TESTS
from clinic.figures import Figure, animated, load_folder
from clinic.figures.overview import overview
from clinic.figures.sheet import sheet
from exercises.library import FOLDER


def run(arguments: list[str]) -> int:
    asked = _asked(arguments)
    if asked.sheet:
        return _write(asked.sheet, sheet({"Exercises": load_folder(FOLDER), "Tests": load_folder(TESTS)}))
    if asked.overview:
        return _write(asked.overview, overview(list(_every_figure())) + "\n")
    name, out = asked.picture
    figure = figure_named(name)
    if figure is None:
        sys.stderr.write(f"There is no figure {name}. Give an exercise and its level, as in bridge.2\n")
        return 2
    return _write(Path(out), animated(figure) + "\n")


def _asked(arguments: list[str]) -> "Asked":
    parser = ArgumentParser(prog="manage.py figures")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "--sheet", type=Path, metavar="out.html", help="every figure, every frame, both sides, on one page"
    )
    wanted.add_argument(
        "--overview", type=Path, metavar="out.svg", help="every figure's still in one picture"
    )
    wanted.add_argument(
        "--picture", nargs=2, metavar=("bridge.2", "out.svg"), help="one moving figure, and where to write it"
    )
    return parser.parse_args(arguments, namespace=Asked())


class Asked:
    """What was typed: one of the three."""

    sheet: Path | None
    overview: Path | None
    picture: list[str]


def _every_figure() -> Iterator[Figure]:
    for folder in (FOLDER, TESTS):
        for file in load_folder(folder).values():
            yield from file.values()


def figure_named(name: str) -> Figure | None:
    """`bridge.2`, `balance.2.board`; None where there is none."""
    exercise, level, variant, *_ = [*name.split("."), "", ""]
    known = load_folder(FOLDER).get(exercise, {})
    return known.get((int(level), variant or None)) if level.isdigit() else None


def _write(out: Path, text: str) -> int:
    out.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{out}: {len(text.encode()) // 1024} KB\n")
    return 0
