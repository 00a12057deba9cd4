"""How does the web get a page set without doing it itself? In a process of its own: few at once, and never for long.

The process knows no database and no secret: it gets the content on its standard input and answers with a PDF.
"""

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings

TYPESETTER = Path(__file__).with_name("typesetter.py")
LONGEST_S = 10
AT_ONCE = 2
WAIT_S = 5.0
LOOK_AGAIN_S = 0.05


class Busy(Exception):
    """As many sheets as may be are being set already, and none was finished in time."""


class NotSet(Exception):
    """The sheet could not be set; the message says why, for the log."""


def pdf(content: Mapping[str, Any], *, at_once: int = AT_ONCE, wait_s: float = WAIT_S) -> bytes:
    """The finished sheet. Raises Busy, NotSet."""
    with _a_place(at_once, wait_s):
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(TYPESETTER)],
                input=json.dumps(content).encode(),
                env={},
                capture_output=True,
                timeout=LONGEST_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotSet(f"not done after {LONGEST_S} s") from error
    if done.returncode != 0:
        raise NotSet(_where(done.stderr.decode(errors="replace")))
    return done.stdout


def _where(trouble: str) -> str:
    """The places in the code: the error's own words quote what was to be set, a name for example."""
    return " ".join(line.strip() for line in trouble.splitlines() if line.lstrip().startswith("File "))


@contextmanager
def _a_place(at_once: int, wait_s: float) -> Iterator[None]:
    """One of the places of this machine; a lock on a file ends with its process, whatever happens to it."""
    folder = settings.VAR_DIR / "press"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait_s
    files = [(folder / f"{n}.lock").open("w") for n in range(at_once)]
    try:
        while not any(_locked(file) for file in files):
            if time.monotonic() >= until:
                raise Busy
            time.sleep(LOOK_AGAIN_S)
        yield
    finally:
        for file in files:
            file.close()


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
