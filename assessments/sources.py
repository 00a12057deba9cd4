"""What may be cited, and how much of it was read?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from assessments.toml import DataError, parsed

FILE = Path(__file__).with_name("sources.toml")
_kept: ContextVar[Mapping[str, str] | None] = ContextVar("kept", default=None)


def citations() -> Mapping[str, str]:
    """Each source's id and the line shown to a reader, which says when only the abstract was read."""
    return _kept.get() or _shipped()


@contextmanager
def citing(text: str) -> Iterator[None]:
    """While an older protocol is read, its own sources are cited."""
    token = _kept.set(_lines(text))
    try:
        yield
    finally:
        _kept.reset(token)


@cache
def _shipped() -> Mapping[str, str]:
    return _lines(FILE.read_text(encoding="utf-8"))


def _lines(text: str) -> Mapping[str, str]:
    entries = parsed(FILE.name, text).get("source", [])
    return {entry["id"]: _line(entry) for place, entry in enumerate(entries) if _whole(place, entry)}


def _whole(place: int, entry: dict[str, str]) -> bool:
    for key in ("id", "cite"):
        if not entry.get(key):
            raise DataError(FILE.name, f"source[{place}].{key}", "is missing")
    return True


def _line(entry: dict[str, str]) -> str:
    number = f"[{entry['id']}] " if entry["id"].isdigit() else ""
    read = f" ({entry['read']})" if "read" in entry else ""
    return f"{number}{entry['cite']}{read}"
