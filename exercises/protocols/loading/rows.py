"""How is a row of the protocol's file read? What the rows of every section have in common."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from assessments.data import Table
from assessments.words import Basis, Wording
from exercises.library import EXERCISE_IDS
from exercises.library.exercise import CAUTIONS
from exercises.protocols.conditions import read_when
from exercises.protocols.protocol import Reason
from exercises.protocols.questions import About

Word = TypeVar("Word", bound=StrEnum)
Entry = TypeVar("Entry")

SIDE = frozenset({"side"})


def closed(row: Table, read: Callable[[Table], Entry]) -> Entry:
    entry = read(row)
    row.close()
    return entry


def rows(table: Table, key: str, read: Callable[[Table], Entry]) -> tuple[Entry, ...]:
    rows = table.inner_list(key)
    if not rows:
        raise table.wrong(key, "is missing")
    names = [row.text("id") for row in rows if row.has("id")]
    for name in names:
        if names.count(name) > 1:
            raise table.wrong(f"{key}[{name}]", "is there twice")
    return tuple(closed(row, read) for row in rows)


def said(row: Table, name: str, values: frozenset[str] = frozenset()) -> tuple[Wording, Basis]:
    return row.wording(name, values), row.basis()


def word(row: Table, key: str, options: type[Word]) -> Word:
    word = row.text(key)
    if word not in options._value2member_map_:
        raise row.wrong(key, f"{word!r} is not known here")
    return options(word)


def words(row: Table, key: str, options: type[Word]) -> tuple[Word, ...]:
    unknown = [word for word in row.texts(key) if word not in options._value2member_map_]
    if unknown or not row.texts(key):
        raise row.wrong(key, f"{unknown[0]!r} is not known here" if unknown else "is missing")
    return tuple(options(word) for word in row.texts(key))


def read_exercise(row: Table, key: str) -> str:
    return _known_exercise(row, key, row.text(key))


def read_exercises(row: Table, key: str) -> tuple[str, ...]:
    return tuple(_known_exercise(row, key, each) for each in row.texts(key))


def _known_exercise(row: Table, key: str, name: str) -> str:
    if name not in EXERCISE_IDS:
        raise row.wrong(key, f"{name!r} is not an exercise of the library")
    return name


def read_caution(row: Table) -> str:
    code = row.text("caution")
    if code not in CAUTIONS:
        raise row.wrong("caution", f"{code!r} is not known here")
    return code


def count(row: Table, key: str, least: int = 0) -> int:
    number: int = row.take(key, int)
    if number < least:
        raise row.wrong(key, f"must be {least} or more")
    return number


def read_reason(row: Table, name: str) -> Reason:
    when = read_when(row, About)
    if when.always:
        raise row.wrong("any", "is missing: an exception needs its circumstance")
    return Reason(when, *said(row, name))


def worded(table: Table, key: str, options: type[Word]) -> Mapping[Word, Wording]:
    pairs = rows(table, key, lambda row: (word(row, "id", options), row.wording(f"{key}.{row.text('id')}")))
    return dict(pairs)
