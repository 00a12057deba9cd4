"""What does the command line say to input that does not fit?"""

import json
import resource
import subprocess
import sys

import pytest

from tests.contract.test_examples import EXAMPLES, ROOT, run

pytestmark = pytest.mark.slow

GOOD = EXAMPLES["prescribe"][0]["input"]
BAD = {"patient": {"age": 44}, "screning": {}}


def refused(done) -> dict:
    assert (done.returncode, done.stdout) == (2, b"")
    problem = json.loads(done.stderr)
    assert list(problem) == ["error", "fields"]
    assert problem["error"]
    return problem["fields"]


def test_an_unknown_key_is_named():
    assert list(refused(run("prescribe", "-", stdin=json.dumps(BAD)))) == ["screning"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nonsense",
        "[" * 100_000,
        "\ufeff\ufeff{}",
    ],
)
@pytest.mark.parametrize("name", ["prescribe", "review"])
def test_what_is_not_json(name, text):
    assert refused(run(name, "-", stdin=text)) == {}


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5000, "4" * 400])
def test_what_is_no_number_is_named_by_its_path(number):
    inputs = {
        "prescribe": '{"patient": {"age": %s}, "core": {"prone_bridge_s": %s}}',
        "review": '{"baseline_pain": %s, "sessions": [{"hold_s": %s}]}',
    }
    paths = {
        "prescribe": {"patient.age", "core.prone_bridge_s"},
        "review": {"baseline_pain", "sessions.0.hold_s"},
    }
    for name, text in inputs.items():
        assert set(refused(run(name, "-", stdin=text % (number, number)))) == paths[name]


def test_what_is_not_text():
    command = [sys.executable, "manage.py", "prescribe", "-"]
    done = subprocess.run(command, input=b"\xff\xfe{", capture_output=True, cwd=ROOT, env={}, check=False)
    assert refused(done) == {}


@pytest.mark.parametrize("text", ["3", '"text"', "null", "true"])
@pytest.mark.parametrize("name", ["prescribe", "review"])
def test_what_is_no_object(name, text):
    assert list(refused(run(name, "-", stdin=text))) == ["."]


@pytest.mark.parametrize(
    "arguments", [("prescribe",), ("review",), ("prescribe", "a", "b"), ("prescribe", "no-such-file")]
)
def test_no_file(arguments):
    assert refused(run(*arguments)) == {}


def test_a_key_written_twice_keeps_neither():
    text = (
        '{"patient": {"age": 44}, "screening": {"asked": true, "red_flags": ["chest_pain"], "red_flags": []}}'
    )
    assert list(refused(run("prescribe", "-", stdin=text))) == ["screening.red_flags"]


def test_an_array_keeps_its_order_and_puts_errors_in_place():
    done = run("prescribe", "-", stdin=json.dumps([GOOD, BAD, 3, [GOOD], GOOD]))
    assert (done.returncode, done.stderr) == (2, b"")
    first, second, third, fourth, fifth = json.loads(done.stdout)
    assert first == fifth
    assert first["status"] == "ready"
    assert list(second["fields"]) == ["screning"]
    assert list(third["fields"]) == list(fourth["fields"]) == ["."]


@pytest.mark.parametrize("people", [1, 300, 1200])
def test_who_stops_reading_sees_no_trace(people):
    command = [sys.executable, "manage.py", "prescribe", "-"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=ROOT, env={}, **pipes) as process:
        process.stdout.close()
        process.stdin.write(json.dumps([GOOD] * people).encode())
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_an_empty_array():
    done = run("review", "-", stdin="[]")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


@pytest.mark.slow
def test_ten_thousand_in_ten_seconds():
    """Of the processor's time: the machine may be busy with other things."""
    people = [each["input"] for each in EXAMPLES["prescribe"]]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = run("prescribe", "-", stdin=json.dumps([people[place % len(people)] for place in range(10_000)]))
    assert len(json.loads(done.stdout)) == 10_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10
