"""What do we prescribe by? The protocol as shipped, read once, and its version, which follows from its content."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

from assessments import sources, thresholds
from exercises import library
from exercises.protocols.checking import check
from exercises.protocols.conditions import ProtocolError
from exercises.protocols.loading import read_protocol
from exercises.protocols.protocol import Protocol

FILE = Path(__file__).with_name("hip-flexor-release.toml")


@cache
def load(path: Path = FILE) -> Protocol:
    """Checked against itself, the thresholds and the library; ProtocolError names the place of a mistake."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    protocol = read_protocol(path.name, data, f"shipped-{digest(path)}", thresholds.load())
    check(path.name, protocol, library.load())
    return protocol


def digest(path: Path = FILE) -> str:
    """Changes with any letter of the thresholds, the sources, the protocol or an exercise's text."""
    content = hashlib.sha256()
    for file in (sources.FILE, thresholds.FILE, path, *library.exercise_files()):
        content.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return content.hexdigest()[:16]


__all__ = ["Protocol", "ProtocolError", "digest", "load"]
