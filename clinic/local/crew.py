"""Which programs make up the running site, and what happens when one of them ends?"""

import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from clinic.local import child
from clinic.local.account import PROJECT
from clinic.local.trouble import FULL, Trouble, full_disk
from clinic.local.voice import Voice

PATIENCE_S = 10
REMEMBERED_LINES = 40


@dataclass
class Member:
    """One program of the site."""

    name: str
    process: subprocess.Popen[bytes]
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED_LINES))


class Crew:
    """Programs that run together: if one ends, all do."""

    def __init__(self, voice: Voice, environment: Mapping[str, str], children_lock: int) -> None:
        self.voice = voice
        self.environment = environment
        self.children_lock = children_lock
        self._members: list[Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str, *arguments: str | Path, doors: Sequence[int] = ()) -> None:
        process = child.start(
            [sys.executable, "-m", *arguments],
            cwd=PROJECT,
            env=self.environment,
            output=subprocess.PIPE,
            keep_open=[self.children_lock, *doors],
        )
        member = Member(name, process)
        self._members.append(member)
        self.voice.relay(name, process, member.last_lines)

    def check(self) -> None:
        """Say so if one has ended by itself."""
        for member in self._members:
            code = member.process.poll()
            if code is not None:
                time.sleep(0.2)
                raise Trouble(_why(member, code))

    def stop(self) -> None:
        """Ask all at once, so that the slowest alone sets the time it takes."""
        for member in self._members:
            if member.process.poll() is None:
                member.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_S
        for member in self._members:
            _wait_until(deadline, member.process)
            child.end(member.process)


def _wait_until(deadline: float, process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        pass


def _why(member: Member, code: int) -> str:
    if any(FULL.decode() in line for line in member.last_lines):
        return full_disk(PROJECT)
    how = f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
    return f"The program `{member.name}` has ended by itself ({how}), so everything stops; its last words are above."
