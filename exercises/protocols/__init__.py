"""What do we prescribe by? The protocol as shipped, read once, and its version, which follows from its content."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assessments import sources, thresholds
from exercises import library
from exercises.protocols.checking import check
from exercises.protocols.conditions import ProtocolError
from exercises.protocols.loading import read_protocol
from exercises.protocols.protocol import Protocol

FILE = Path(__file__).with_name("hip-flexor-release.toml")
Texts = list[tuple[str, str]]


@cache
def load(path: Path = FILE) -> Protocol:
    """Checked against itself, the thresholds and the library; ProtocolError names the place of a mistake."""
    return read(texts(path))


def texts(path: Path = FILE) -> Texts:
    """All that a version is made of, word for word: the sources, the thresholds, the protocol, the library."""
    files = (sources.FILE, thresholds.FILE, path, *library.exercise_files())
    return [(file.name, file.read_bytes().decode("utf-8")) for file in files]


def read(content: Texts) -> Protocol:
    """A version out of its texts, in the order of `texts`, with its own sources and its own library."""
    (_, cited), (file, bounds), (name, rules), *exercises = content
    with sources.citing(cited):
        protocol = read_protocol(name, rules, version_of(content), thresholds.read(file, bounds))
        check(name, protocol, library.read(dict(exercises)))
    return protocol


def version_of(content: Texts) -> str:
    return f"shipped-{_digest(content)}"


def digest(path: Path = FILE) -> str:
    """Changes with any letter of the thresholds, the sources, the protocol or an exercise's text."""
    return _digest(texts(path))


def _digest(content: Iterable[tuple[str, str]]) -> str:
    summed = hashlib.sha256()
    for name, text in content:
        summed.update(f"{name}\0{text}\0".encode())
    return summed.hexdigest()[:16]


__all__ = ["Protocol", "ProtocolError", "digest", "load", "read", "texts", "version_of"]
