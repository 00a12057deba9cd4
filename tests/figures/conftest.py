"""The figures as shipped, each once."""

from pathlib import Path

import pytest

import assessments
from clinic.figures import load_folder
from exercises.library import FOLDER

TESTS_FOLDER = Path(assessments.__file__).parent / "figures"


def every_figure():
    for folder in (FOLDER, TESTS_FOLDER):
        for file in load_folder(folder).values():
            yield from file.values()


FIGURES = list(every_figure())


def pytest_generate_tests(metafunc):
    if "figure" in metafunc.fixturenames:
        metafunc.parametrize("figure", FIGURES, ids=[f"{f.id}-{f.key[0]}-{f.key[1]}" for f in FIGURES])


@pytest.fixture
def any_figure():
    return next(f for f in FIGURES if f.id == "bridge" and f.key == (2, None))
