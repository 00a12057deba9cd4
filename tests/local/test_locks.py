"""Is a second run from the same folder refused, and one after a crash let through?"""

import os
import subprocess
import sys
import time

import pytest

from clinic.local import locks
from clinic.local.account import PROJECT
from clinic.local.trouble import Trouble

HOLDS = """
import subprocess, sys, time
from pathlib import Path
from clinic.local import locks
children = locks.take(Path(sys.argv[1]), "http://localhost:8123")
child = subprocess.Popen(["sleep", sys.argv[2]], pass_fds=[children])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def runner(tmp_path):
    """Another process that has taken the locks, with a child that lives for two seconds, or longer."""
    begun = []

    def begin(seconds="2"):
        words = [sys.executable, "-c", HOLDS, str(tmp_path), seconds]
        process = subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        begun.append(process)
        process.child = int(process.stdout.readline())
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_second_run_is_told_where_the_first_one_is(tmp_path, runner):
    runner()
    with pytest.raises(Trouble, match=r"already running from this folder, at http://localhost:8123"):
        locks.take(tmp_path, "http://localhost:8000")


def test_a_lock_left_by_a_crash_is_no_lock(tmp_path, runner):
    crashed = runner("0")
    crashed.kill()
    crashed.wait()
    os.close(locks.take(tmp_path, "http://localhost:8000"))


@pytest.mark.slow
def test_what_an_earlier_run_left_is_waited_for(tmp_path, runner):
    crashed = runner("2")
    crashed.kill()
    crashed.wait()
    began = time.monotonic()
    os.close(locks.take(tmp_path, "http://localhost:8000"))
    assert time.monotonic() - began > 0.5


@pytest.mark.slow
def test_what_does_not_end_is_named_and_stop_ends_it(tmp_path, runner, monkeypatch):
    monkeypatch.setattr(locks, "LONGEST_GOODBYE_S", 0.2)
    crashed = runner("60")
    crashed.kill()
    crashed.wait()
    with pytest.raises(Trouble, match=rf"still there \({crashed.child}\): `make stop` ends them"):
        locks.take(tmp_path, "http://localhost:8000")


@pytest.mark.slow
def test_stop_ends_the_runner_and_what_it_left(tmp_path, runner, monkeypatch):
    monkeypatch.setattr(locks, "LONGEST_GOODBYE_S", 2)
    running = runner("60")
    assert locks.end_what_runs(tmp_path)
    assert running.wait(5)
    assert not locks.end_what_runs(tmp_path)


def test_nothing_runs_from_a_folder_that_never_ran(tmp_path):
    assert not locks.end_what_runs(tmp_path / "var")
