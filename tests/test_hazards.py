"""Does docs/hazards.md name controls and tests that are there? Read from the source; nothing is run."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "hazards.md"
COLUMNS = ["id", "hazard", "cause", "control", "test"]
FEWEST = 25


def table(text):
    lines = [line for line in text.splitlines() if line.startswith("|")]
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert head == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


HAZARDS = table(PAGE.read_text(encoding="utf-8"))


def quoted(cell):
    return re.findall(r"`([^`]+)`", cell)


@cache
def named_in(path):
    """Every function and class of a file, wherever in it."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


def is_there(reference):
    path, _, name = reference.partition("::")
    if not (ROOT / path).is_file():
        return False
    return not name or (path.endswith(".py") and name in named_in(path))


def test_there_are_enough_and_each_once():
    ids = [hazard["id"] for hazard in HAZARDS]
    assert len(ids) >= FEWEST
    assert ids == [f"H{number:02}" for number in range(1, len(ids) + 1)]
    assert len({hazard["hazard"] for hazard in HAZARDS}) == len(HAZARDS)


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])
def test_each_has_a_cause_a_control_and_a_test_that_are_there(hazard):
    assert all(hazard.values())
    controls, tests = quoted(hazard["control"]), quoted(hazard["test"])
    assert controls
    assert tests
    assert [one for one in (*controls, *tests) if not is_there(one)] == []
    assert [one for one in tests if not re.fullmatch(r"tests/[\w/]+\.py::test_\w+", one)] == []


def test_what_is_not_there_is_found():
    assert not is_there("tests/test_hazards.py::test_that_nobody_wrote")
    assert not is_there("tests/test_nowhere.py::test_anything")
    assert is_there("tests/test_hazards.py::test_what_is_not_there_is_found")
