"""What has to be done before the site can start, and what of it still stands from last time?

Each step leaves a digest of the files it was made from. The same digest again: nothing to do.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic.local import child
from clinic.local.account import PROJECT
from clinic.local.passwords import write_private
from clinic.local.trouble import FULL, Trouble, full_disk

CODE = ("manage.py", "requirements.txt", "clinic", "assessments", "exercises", "templates", "locale")

STAMPS = "prepared.json"


@dataclass(frozen=True)
class Step:
    """Commands of manage.py, run in turn when a source has changed or the result is missing."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    result: Path


def steps(var: Path) -> tuple[Step, ...]:
    migrate = ("migrate", "--verbosity=0")
    collect = ("collectstatic", "--noinput", "--verbosity=0")
    look = ("static", "requirements.txt", "clinic/settings.py")
    return (
        Step("database", (migrate, ("demo",)), CODE, var / "demo.json"),
        Step("static files", (collect,), look, var / "static" / "staticfiles.json"),
    )


class Preparation:
    """The steps that are due, all at once."""

    def __init__(self, var: Path, environment: Mapping[str, str], children_lock: int) -> None:
        self.var = var
        self.environment = environment
        self.children_lock = children_lock
        self._stamps = var / STAMPS

    @staticmethod
    def forget(var: Path) -> None:
        """After the database has been made anew."""
        (var / STAMPS).unlink(missing_ok=True)

    def is_due(self) -> bool:
        return bool(self._due())

    def run(self) -> None:
        works = [_Work(step, self) for step in self._due()]
        try:
            while [work for work in works if not work.is_done()]:
                time.sleep(0.05)
        finally:
            for work in works:
                work.end()
        self._write_stamps()

    def _due(self) -> list[Step]:
        done = json.loads(self._stamps.read_text()) if self._stamps.exists() else {}
        return [
            step
            for step in steps(self.var)
            if not step.result.exists() or done.get(step.name) != _digest(step)
        ]

    def _write_stamps(self) -> None:
        write_private(self._stamps, json.dumps({step.name: _digest(step) for step in steps(self.var)}))


class _Work:
    """One step under way; what it prints is kept for the case that it fails."""

    def __init__(self, step: Step, preparation: Preparation) -> None:
        self.step = step
        self.preparation = preparation
        self.said = preparation.var / f"{step.name.replace(' ', '-')}.log"
        self.said.unlink(missing_ok=True)
        self._left = list(step.commands)
        self._process: subprocess.Popen[bytes] | None = None

    def is_done(self) -> bool:
        if self._process and self._process.poll() is None:
            return False
        if self._process and self._process.returncode:
            raise Trouble(self._why())
        if not self._left:
            return True
        self._process = self._start(self._left.pop(0))
        return False

    def end(self) -> None:
        if self._process:
            child.end(self._process)

    def _start(self, command: Iterable[str]) -> subprocess.Popen[bytes]:
        with self.said.open("ab") as said:
            return child.start(
                [sys.executable, "manage.py", *command],
                cwd=PROJECT,
                env=self.preparation.environment,
                output=said,
                keep_open=[self.preparation.children_lock],
            )

    def _why(self) -> str:
        said = self.said.read_bytes()
        if FULL in said:
            return full_disk(self.preparation.var)
        last = said.decode(errors="replace").strip().splitlines()[-1:] or ["it gave no reason"]
        return f"Preparing the {self.step.name} failed: {last[0].strip()} (more in {self.said})."


def _digest(step: Step) -> str:
    digest = hashlib.sha256()
    for path in sorted(file for source in step.sources for file in _files(PROJECT / source)):
        digest.update(f"{path.relative_to(PROJECT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(source: Path) -> Iterable[Path]:
    """Sources only: what Python and gettext compile changes by itself."""
    if source.is_file():
        yield source
    for folder, folders, names in os.walk(source):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(folder, name) for name in names if not name.endswith((".pyc", ".mo")))
