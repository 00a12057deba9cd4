"""What may be cited, and how much of it was read?"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

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
    return {entry["id"]: _line(entry) for entry in tomllib.loads(text)["source"]}


def _line(entry: dict[str, str]) -> str:
    number = f"[{entry['id']}] " if entry["id"].isdigit() else ""
    read = f" ({entry['read']})" if "read" in entry else ""
    return f"{number}{entry['cite']}{read}"
