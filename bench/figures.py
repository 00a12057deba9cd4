"""How large is a drawing, and how long does it take? `python bench/figures.py [rounds]`, best of the rounds.

A figure's body is posed and outlined, moment by moment, when its file is loaded: once for each process that draws, and
kept. `loading` is what that takes, and no drawing can be had without it. `first` is what a drawing takes then that was
not asked for before, `left then` the mirror image and `dark then` other colours after it; a drawing asked for again is
not drawn again. Times are of the processor, sizes are compressed.
"""

import gzip
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clinic import figures  # noqa: E402
from clinic.figures import drawing, view  # noqa: E402

FOLDERS = ("exercises/library", "assessments/figures")
KEPT_DRAWINGS = (figures.animated, figures.still)
KEPT_BODIES = (view.view, drawing.drawing)
ASKED = (
    ("still, first", figures.still, "right", "light", True),
    ("moving, first", figures.animated, "right", "light", True),
    ("moving, left then", figures.animated, "left", "light", False),
    ("moving, dark then", figures.animated, "right", "dark", False),
)


def forget(caches: tuple[object, ...]) -> None:
    for cache in caches:
        cache.cache_clear()


def took(do: Callable[[], object]) -> float:
    start = time.process_time()
    do()
    return (time.process_time() - start) * 1000


def loading(rounds: int) -> float:
    """All files, the bodies with them, in the best of the rounds."""

    def load() -> None:
        forget(KEPT_BODIES)
        for folder in FOLDERS:
            figures.load_folder(ROOT / folder)

    return min(took(load) for _ in range(rounds))


def measured(figure: figures.Figure, rounds: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for _ in range(rounds):
        for name, draw, side, theme, fresh in ASKED:
            if fresh:
                forget(KEPT_DRAWINGS)
            milliseconds = took(lambda draw=draw, side=side, theme=theme: draw(figure, side, theme))
            found[f"{name}, ms"] = min(milliseconds, found.get(f"{name}, ms", milliseconds))
    for name, draw, side, theme, _ in ASKED[:2]:
        found[f"{name.split(',')[0]}, KB"] = len(gzip.compress(draw(figure, side, theme).encode())) / 1024
    return found


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    all_of_them = loading(rounds)
    folders = [figures.load_folder(ROOT / folder) for folder in FOLDERS]
    every = [figure for folder in folders for file in folder.values() for figure in file.values()]
    rows = {figure: measured(figure, rounds) for figure in every}
    print(f"{len(every)} figures, best of {rounds}")
    print(f"loading, ms        all of them {all_of_them:.0f}, {all_of_them / len(every):.1f} a figure")
    for what in next(iter(rows.values())):
        ordered = sorted(every, key=lambda figure, what=what: rows[figure][what])
        middle, most = ordered[len(ordered) // 2], ordered[-1]
        print(
            f"{what:21} middle {rows[middle][what]:5.1f}   most {rows[most][what]:5.1f} ({most.id} {most.key})"
        )


if __name__ == "__main__":
    main()
