"""Does every import go down? Who may know whom, read from the source, not from what happens to be loaded."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("clinic", "assessments", "exercises")
GROUND_FLOOR = ("clinic.people", "clinic.mail", "clinic.figures", "clinic.charts", "clinic.local")

# Who must not know whom, the importers and the imported by the beginning of their names.
WALLS = {
    "the ground floor knows no room above it": (GROUND_FLOOR, ("assessments", "exercises")),
    "people do not know mail": (("clinic.people",), ("clinic.mail",)),
    "mail knows no exercise and no figure": (("clinic.mail",), ("clinic.figures", "clinic.local")),
    "figures and charts know nobody": (
        ("clinic.figures", "clinic.charts"),
        ("clinic.people", "clinic.mail", "clinic.local"),
    ),
    "what starts the site knows nobody": (
        ("clinic.local",),
        ("clinic.people", "clinic.mail", "clinic.figures"),
    ),
    "people know neither figures nor what starts the site": (
        ("clinic.people",),
        ("clinic.figures", "clinic.local"),
    ),
    "observing does not know deciding": (("assessments",), ("exercises",)),
    "the engine knows neither pages nor rows": (
        ("exercises.engine", "exercises.library", "exercises.protocols"),
        ("exercises.models", "exercises.forms", "exercises.views", "clinic.people", "clinic.mail"),
    ),
}

# Reasoning and drawing: they run with nothing but Python.
PURE = (
    "exercises.engine",
    "exercises.library",
    "exercises.protocols",
    "assessments.data",
    "assessments.facts",
    "assessments.how_to",
    "assessments.reading",
    "assessments.sources",
    "assessments.strict",
    "assessments.thresholds",
    "assessments.words",
    "clinic.figures",
    "clinic.charts",
)

# Bound to no request: the web's other end may reach them, the reasoning may not.
OUTSIDE = ("django", "rest_framework", "celery", "redis", "psycopg", "allauth")


def sources():
    """Every module of the house with its name."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), file


MODULES = dict(sources())
TREES = {name: ast.parse(file.read_text()) for name, file in MODULES.items()}


def is_in(name, places):
    return any(name == place or name.startswith(f"{place}.") for place in places)


def imported(name):
    """Everything the module imports, wherever in it: `from clinic.people import audit` is `clinic.people.audit`."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = whole_name(name, node)
            yield from (f"{source}.{alias.name}" for alias in node.names)


def whole_name(importer, node):
    """`from .body import Body` within clinic.figures is from clinic.figures.body."""
    package = importer.split(".") if MODULES[importer].stem == "__init__" else importer.split(".")[:-1]
    above = package[: len(package) - node.level + 1] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def top_floor():
    """The modules that lie directly in clinic/."""
    return {name for name, file in MODULES.items() if file.parent == ROOT / "clinic" and name != "clinic"}


def written_code():
    """What people wrote: migrations are Django's."""
    return {name: tree for name, tree in TREES.items() if ".migrations" not in name}


def test_the_rooms_are_those_we_know():
    """A new sub-package of clinic/ is a decision: it belongs to the ground floor, and to the walls above."""
    packages = {f"clinic.{file.parent.name}" for file in (ROOT / "clinic").glob("*/__init__.py")}
    assert packages == set(GROUND_FLOOR)


@pytest.mark.parametrize("wall", WALLS)
def test_nobody_reaches_through_a_wall(wall):
    importers, forbidden = WALLS[wall]
    through = [
        f"{name} imports {target}"
        for name in MODULES
        if is_in(name, importers)
        for target in imported(name)
        if is_in(target, forbidden)
    ]
    assert not through


def test_nobody_imports_the_top_floor():
    """But itself."""
    roof = top_floor()
    climbing = [
        f"{name} imports {target}"
        for name in MODULES
        if name not in roof
        for target in imported(name)
        if is_in(target, roof)
    ]
    assert not climbing


@pytest.mark.parametrize("place", PURE)
def test_reasoning_imports_no_framework(place):
    found = [
        f"{name} imports {target}"
        for name in MODULES
        if is_in(name, [place])
        for target in imported(name)
        if is_in(target, OUTSIDE)
    ]
    assert not found


BLOCKED = """
import importlib, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {outside}:
            raise ImportError(name + " is not here")

sys.meta_path.insert(0, Refuse())
for name in {modules}:
    importlib.import_module(name)
from assessments import facts, thresholds
from exercises import engine, library, protocols
case = facts.parse({{"patient": {{"age": 40}}}})
print(engine.prescribe(case, protocols.load(), library.load()).status)
print(engine.review(engine.parse_log({{}}), protocols.load()).rule)
"""


def test_reasoning_runs_where_there_is_no_django():
    """In a process that has none, with an empty environment: every pure module, and both questions asked once."""
    pure = [name for name in MODULES if is_in(name, PURE)]
    script = BLOCKED.format(outside=set(OUTSIDE), modules=pure)
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("incomplete\n")


def test_the_web_imports_neither_celery_nor_typst():
    script = (
        "import sys, clinic.wsgi; from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(sorted({'celery', 'kombu', 'redis', 'typst'} & {name.split('.')[0] for name in sys.modules}))"
    )
    from tests.conftest import OWN_DATABASE, environment

    env = environment(OWN_DATABASE)
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "[]\n", ran.stderr


def views():
    """Every module whose functions answer a request."""
    return [
        name
        for name, tree in TREES.items()
        if any(is_in(one, ["clinic.people.access"]) for one in imported(name))
        and any(isinstance(node, ast.FunctionDef) and takes_a_request(node) for node in tree.body)
        and name != "clinic.people.access"
    ]


def takes_a_request(function):
    return bool(function.args.args) and function.args.args[0].arg == "request"


def test_views_leave_asking_to_access():
    """A view asks `access`, or a relation of what it was given; it never says `.objects`."""
    asking = {
        name
        for name in views()
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    }
    assert {"exercises.views.proposing", "clinic.story", "clinic.reception"} <= set(views())
    assert asking == set()


def test_every_function_says_its_types():
    bare = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in written_code().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not says_its_types(node)
    ]
    assert not bare


def says_its_types(function):
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    given += [one for one in (function.args.vararg, function.args.kwarg) if one]
    return function.returns is not None and all(one.annotation or one.arg in {"self", "cls"} for one in given)


def test_every_file_says_what_it_answers():
    silent = [name for name, tree in written_code().items() if tree.body and not ast.get_docstring(tree)]
    assert not silent
