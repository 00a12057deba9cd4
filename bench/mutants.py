"""Which changes of the reasoning does no test notice? A pytest plugin that tries mutmut's mutants.

mutmut writes the mutants, and starts pytest anew for each; here the tests are collected once, and each mutant gets a
fork of that process, which stops at the first test that fails. docs/mutation.md says how it is called.
"""
# ruff: noqa: SLF001 - pytest has no public way to run one test

import gc
import json
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from mutmut.mutation import trampoline

CPU_SECONDS = 120
SURVIVED, KILLED, TIMED_OUT = "survived", "killed", "timed out"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--mutants", default="", help="beginnings of mutants' names, between commas; none is all"
    )
    parser.addoption("--answers", default="answers.json", help="where what became of each is written")


def pytest_runtestloop(session: pytest.Session) -> bool:
    answers = Path(session.config.getoption("answers"))
    became: dict[str, str] = json.loads(answers.read_text()) if answers.exists() else {}
    items = list(session.items)
    gc.freeze()
    if _tried("", items) != SURVIVED:
        raise pytest.UsageError("a test fails where nothing was changed")
    wanted = tuple(session.config.getoption("mutants").split(","))
    for mutant in _mutants():
        if mutant.startswith(wanted) and became.get(mutant, SURVIVED) == SURVIVED:
            became[mutant] = _tried(mutant, items)
            answers.write_text(json.dumps(became, indent=1, ensure_ascii=False))
    return True


def _mutants() -> Iterator[str]:
    for file in sorted(Path().rglob("*.meta"), key=lambda file: file.stat().st_size):
        yield from json.loads(file.read_text())["exit_code_by_key"]


def _tried(mutant: str, items: list[pytest.Item]) -> str:
    """What kills one mutant often kills the next: the killing test is moved to the front."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        trampoline.get_mutant_under_test = lambda: mutant
        os.write(writing, str(_first_failing(items)).encode())
        os._exit(0)
    os.close(writing)
    told = b"".join(iter(lambda: os.read(reading, 64), b"")).decode()
    os.close(reading)
    os.waitpid(child, 0)
    if told == "":
        return TIMED_OUT
    if told == "None":
        return SURVIVED
    items.insert(0, items.pop(int(told)))
    return f"{KILLED} by {items[0].nodeid}"


def _first_failing(items: list[pytest.Item]) -> int | None:
    """Without pytest's reports: nobody reads them, and comparing two long plans letter by letter takes seconds."""
    for place, item in enumerate(items):
        following = items[(place + 1) % len(items)]
        try:
            item.session._setupstate.setup(item)
            item.runtest()
            item.session._setupstate.teardown_exact(following)
        except BaseException:  # noqa: BLE001 - whatever ends a test, the change was noticed
            return place
    return None
