"""The figures as shipped, each once."""

from pathlib import Path

import pytest

import assessments
from clinic.figures import load_folder
from exercises.library import FOLDER

TESTS_FOLDER = Path(assessments.__file__).parent / "figures"


LIBRARY, TESTS = load_folder(FOLDER), load_folder(TESTS_FOLDER)
FIGURES = [figure for folder in (LIBRARY, TESTS) for file in folder.values() for figure in file.values()]


def pytest_generate_tests(metafunc):
    if "figure" in metafunc.fixturenames:
        metafunc.parametrize("figure", FIGURES, ids=[f"{f.id}-{f.key[0]}-{f.key[1]}" for f in FIGURES])


@pytest.fixture
def any_figure():
    return next(f for f in FIGURES if f.id == "bridge" and f.key == (2, None))
