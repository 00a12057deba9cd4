"""Which exercises are there, and what does each say? One data file each, read once and checked hard."""

import tomllib
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
    files = exercise_files(folder)
    library = {
        path.stem: read_exercise(path.name, tomllib.loads(path.read_text(encoding="utf-8"))) for path in files
    }
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
]
