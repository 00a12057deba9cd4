"""Do the contract's examples come out as fixed, through the functions and through the command line?"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exercises.engine.people import prescribed, reviewed

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
EXAMPLES = {name: json.loads((HERE / f"{name}.json").read_text()) for name in ("prescribe", "review")}
FUNCTIONS = {"prescribe": prescribed, "review": reviewed}
CASES = [
    pytest.param(name, each["input"], each["expect"], id=each["title"])
    for name in EXAMPLES
    for each in EXAMPLES[name]
]


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess:
    """With an empty environment, as a stranger would run it."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, input=stdin.encode(), capture_output=True, cwd=ROOT, env={}, timeout=60, check=False
    )


def fits(expected, given) -> None:
    """Every fixed part is there; lists are whole."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            fits(value, given[key])
    elif isinstance(expected, list):
        assert len(expected) == len(given)
        for left, right in zip(expected, given, strict=True):
            fits(left, right)
    else:
        assert expected == given


@pytest.mark.parametrize(("name", "data", "expected"), CASES)
def test_through_the_functions(name, data, expected):
    fits(expected, FUNCTIONS[name](data))


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_through_the_command_line(name):
    done = run(name, "-", stdin=json.dumps([each["input"] for each in EXAMPLES[name]]))
    assert (done.returncode, done.stderr) == (0, b"")
    for each, answer in zip(EXAMPLES[name], json.loads(done.stdout), strict=True):
        fits(each["expect"], answer)
        assert answer == FUNCTIONS[name](each["input"])


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_one_at_a_time_from_a_file(name, tmp_path):
    file = tmp_path / "one.json"
    file.write_text(json.dumps(EXAMPLES[name][0]["input"]))
    done = run(name, str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == FUNCTIONS[name](EXAMPLES[name][0]["input"])


def test_the_keys_are_exactly_the_contracts():
    plan = prescribed(EXAMPLES["prescribe"][3]["input"])
    assert list(plan) == [
        "status", "presentation", "protocol", "findings", "opens_through", "stages", "today", "before_run",
        "before_run_items", "alternate", "left_out", "cautions", "missing", "not_tested",
    ]  # fmt: skip
    assert list(plan["protocol"]) == ["id", "version"]
    assert list(plan["findings"][0]) == ["finding", "side", "because", "source"]
    assert list(plan["stages"][0]) == ["stage", "open", "unlocks_when", "items"]
    item_keys = [
        "exercise", "level", "max_level", "sides", "focus", "sets", "reps", "hold_s", "hold_max_s", "times_per_day",
        "when", "equipment", "rule", "because", "source",
    ]  # fmt: skip
    assert list(plan["stages"][0]["items"][0]) == item_keys
    assert list(plan["before_run_items"][0]) == [*item_keys, "distance_m"]
    assert list(plan["stages"][0]["items"][0]["because"]) == ["clinician", "patient"]
    assert list(reviewed({})) == ["actions", "alert", "because", "rule", "source"]


def test_the_protocol_says_that_it_is_the_one_shipped():
    protocol = prescribed(EXAMPLES["prescribe"][0]["input"])["protocol"]
    assert protocol["id"] == "hip-flexor-release"
    assert protocol["version"].startswith("shipped-")
