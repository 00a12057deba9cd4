"""Which exercises are there, and what does each say? One data file each, read once and checked hard."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from exercises.library.exercise import (
    ARTICLE_EXERCISES,
    EXERCISE_IDS,
    Exercise,
    ExerciseDose,
    Kind,
    Level,
    Library,
    LibraryError,
    NotFor,
    Sides,
    Step,
    Unit,
    Variation,
)
from exercises.library.reading import read_exercise

FOLDER = Path(__file__).parent


@cache
def load(folder: Path = FOLDER) -> Library:
    """Every exercise of the contract, each once; anything else is a LibraryError that names its place."""
    return read({path.name: path.read_text(encoding="utf-8") for path in exercise_files(folder)})


def read(texts: Mapping[str, str]) -> Library:
    """The library out of its files' texts, each under its name."""
    exercises = [read_exercise(name, text) for name, text in texts.items()]
    library = {each.id: each for each in exercises}
    for wanted in EXERCISE_IDS:
        if wanted not in library:
            raise LibraryError(f"{wanted}.toml", "id", "this exercise is missing from the library")
    return {wanted: library[wanted] for wanted in EXERCISE_IDS}


def exercise_files(folder: Path = FOLDER) -> list[Path]:
    """The texts; the pictures beside them are read elsewhere."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.endswith(".poses.toml"))


__all__ = [
    "ARTICLE_EXERCISES",
    "EXERCISE_IDS",
    "Exercise",
    "ExerciseDose",
    "Kind",
    "Level",
    "Library",
    "LibraryError",
    "NotFor",
    "Sides",
    "Step",
    "Unit",
    "Variation",
    "exercise_files",
    "load",
    "read",
]
