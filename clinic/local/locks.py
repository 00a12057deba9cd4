"""Is Plumb already running from this folder, and is anything of an earlier run still alive?

Two files, locked by the kernel, so that no crash leaves a lock behind. The runner alone holds the
first. Every process it starts inherits the second, and holds it until it ends.
"""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clinic.local.trouble import Trouble

LONGEST_GOODBYE_S = 40


@dataclass(frozen=True)
class Runner:
    """Who runs Plumb from this folder."""

    pid: int
    url: str


def take(var: Path, url: str) -> int:
    """Take both, or say who has them. What comes back is the second, for every child to inherit."""
    ours = _open(_runner_file(var))
    if not _locked_within(ours, 0):
        raise Trouble(
            f"Plumb is already running from this folder, at {_runner(var).url} (`make stop` ends it)."
        )
    os.ftruncate(ours, 0)
    os.pwrite(ours, json.dumps({"pid": os.getpid(), "url": url}).encode(), 0)
    children = _open(_children_file(var))
    if not _locked_within(children, LONGEST_GOODBYE_S):
        left = ", ".join(str(process) for process in sorted(_holders(_children_file(var))))
        raise Trouble(f"Processes of an earlier run are still there ({left}): `make stop` ends them.")
    return children


def end_what_runs(var: Path) -> bool:
    """Ask the runner to stop; what is then still alive of this folder is killed. True if anything ran."""
    if not var.exists():
        return False
    with _opened(_runner_file(var)) as runner, _opened(_children_file(var)) as children:
        if _locked_within(runner, 0) and _locked_within(children, 0):
            return False
        if not _locked_within(runner, 0):
            _send(signal.SIGTERM, {_runner(var).pid} & _holders(_runner_file(var)))
        if not (_locked_within(runner, LONGEST_GOODBYE_S) and _locked_within(children, 1)):
            _send(signal.SIGKILL, _holders(_children_file(var)))
            _locked_within(children, 5)
        return True


def _runner_file(var: Path) -> Path:
    return var / "run.lock"


def _children_file(var: Path) -> Path:
    return var / "children.lock"


def _runner(var: Path) -> Runner:
    return Runner(**json.loads(_runner_file(var).read_text()))


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    file = _open(path)
    try:
        yield file
    finally:
        os.close(file)


def _send(wish: signal.Signals, processes: set[int]) -> None:
    for process in processes:
        try:
            os.kill(process, wish)
        except ProcessLookupError:
            # It ended by itself a moment earlier.
            continue


def _locked_within(file: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.1)


def _holders(path: Path) -> set[int]:
    """The processes that have this file open, ourselves apart."""
    held = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if link.readlink() == path.resolve():
                held.add(int(link.parts[2]))
        except OSError:
            # It ended while we looked, or is another account's and none of ours.
            continue
    return held - {os.getpid()}
