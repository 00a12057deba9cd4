"""How large is a drawing, and how long does it take? `python bench/figures.py [rounds]`, best of the rounds.

First: nothing of the figure's side is known yet. Then: another theme of the same side. Sizes are compressed.
"""

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clinic import figures  # noqa: E402
from clinic.figures import view  # noqa: E402

FOLDERS = ("exercises/library", "assessments/figures")
CACHES = (view.view, view.worked_out, view.tinted, figures.animated, figures.still)


def forget() -> None:
    for cache in CACHES:
        cache.cache_clear()


def took(draw: Callable[..., str], *how: object) -> tuple[float, int]:
    start = time.process_time()
    drawn = draw(*how)
    return (time.process_time() - start) * 1000, len(gzip.compress(drawn.encode()))


def measured(figure: figures.Figure, rounds: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for _ in range(rounds):
        for name, draw, theme, fresh in (
            ("still, first", figures.still, "light", True),
            ("moving, first", figures.animated, "light", True),
            ("moving, then", figures.animated, "dark", False),
        ):
            if fresh:
                forget()
            milliseconds, size = took(draw, figure, "right", theme)
            found[f"{name}, ms"] = min(milliseconds, found.get(f"{name}, ms", milliseconds))
            found[f"{name.split(',')[0]}, KB"] = size / 1024
    return found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    folders = [figures.load_folder(ROOT / folder) for folder in FOLDERS]
    every = [figure for folder in folders for file in folder.values() for figure in file.values()]
    for figure in every:
        _ = figure.frames  # posing every moment is part of loading
    rows = {figure: measured(figure, rounds) for figure in every}
    print(f"{len(every)} figures, best of {rounds}")
    for what in next(iter(rows.values())):
        ordered = sorted(every, key=lambda figure, what=what: rows[figure][what])
        middle, most = ordered[len(ordered) // 2], ordered[-1]
        print(
            f"{what:18} middle {rows[middle][what]:5.1f}   most {rows[most][what]:5.1f} ({most.id} {most.key})"
        )


if __name__ == "__main__":
    main()
