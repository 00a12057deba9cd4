"""How is clinical data read from its file, so that a mistake in it stops the start and names its place?"""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from assessments.sources import citations
from assessments.toml import DataError, parsed
from assessments.words import Basis, Mark, Wording

__all__ = ["LANGUAGE", "DataError", "Table"]
LANGUAGE = "en"


class Table:
    """One table of a data file. Take each key once, then close it: a key nobody asked for is a typing error."""

    def __init__(self, file: str, key: str, data: object, error: type[DataError] = DataError) -> None:
        self.file = file
        self.key = key
        self._error = error
        if not isinstance(data, dict):
            raise self.wrong("", "must be a table")
        self._data: Mapping[str, Any] = data
        self._taken: set[str] = set()

    @classmethod
    def of(cls, file: str, text: str, error: type[DataError] = DataError) -> "Table":
        """The whole of a file."""
        return cls(file, "", parsed(file, text, error), error)

    def wrong(self, key: str, reason: str) -> DataError:
        return self._error(self.file, ".".join(part for part in (self.key, key) if part), reason)

    def has(self, key: str) -> bool:
        return key in self._data

    def keys(self) -> list[str]:
        return list(self._data)

    def take(self, key: str, kind: type | tuple[type, ...]) -> Any:
        self._taken.add(key)
        if key not in self._data:
            raise self.wrong(key, "is missing")
        value = self._data[key]
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise self.wrong(key, f"must be {' or '.join(each.__name__ for each in kinds)}")
        return value

    def maybe(self, key: str, kind: type | tuple[type, ...], otherwise: Any = None) -> Any:
        return self.take(key, kind) if key in self._data else otherwise

    def text(self, key: str) -> str:
        text: str = self.take(key, str).strip()
        if not text:
            raise self.wrong(key, "is empty")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.maybe(key, list, [])
        if not all(isinstance(value, str) for value in values) or len(set(values)) < len(values):
            raise self.wrong(key, "must be a list of words, each once")
        return tuple(values)

    def inner(self, key: str) -> "Table":
        return Table(self.file, f"{self.key}.{key}".strip("."), self.take(key, dict), self._error)

    def inner_list(self, key: str) -> "list[Table]":
        """The tables under a key, each named by its id, or by its exercise, where it has one."""
        rows = self.maybe(key, list, [])
        return [self._member(key, place, row) for place, row in enumerate(rows)]

    def said(self, key: str) -> str:
        """A sentence in the language of the data."""
        spoken = self.inner(key)
        text = spoken.text(LANGUAGE)
        spoken.close()
        return text

    def wording(self, name: str, values: frozenset[str] = frozenset()) -> Wording:
        """Both sentences; `values` are what they may ask for."""
        return Wording(name, self._fillable("clinician", values), self._fillable("patient", values))

    def basis(self) -> Basis:
        mark = self.text("mark")
        if mark not in Mark._value2member_map_:
            raise self.wrong("mark", f"{mark!r} is not article, evidence or default")
        ids = self.texts("source")
        if not ids:
            raise self.wrong("source", "is missing")
        self._keep_promise(Mark(mark), ids)
        return Basis.of(Mark(mark), tuple(self._citation(each) for each in ids))

    def close(self) -> None:
        for key in self._data:
            if key not in self._taken:
                raise self.wrong(key, "is not known here")

    def _fillable(self, reader: str, values: frozenset[str]) -> str:
        """A stray brace would be shown to a patient; a value that nobody has would stop the page."""
        text = self.said(reader)
        try:
            asked = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as wrong:
            raise self.wrong(reader, f"has a brace by itself: {wrong}") from wrong
        if asked - values:
            raise self.wrong(reader, f"asks for a value it cannot have: {min(asked - values)}")
        return text

    def _keep_promise(self, mark: Mark, ids: tuple[str, ...]) -> None:
        """The sources show what the mark promises; a default may name what informed it."""
        shown = {Mark.ARTICLE: "article" in ids, Mark.EVIDENCE: any(each.isdigit() for each in ids)}
        if not shown.get(mark, True):
            raise self.wrong("source", f"does not show what the mark {mark} promises")

    def _citation(self, source: str) -> str:
        known = citations()
        if source not in known:
            raise self.wrong("source", f"{source!r} is not in sources.toml")
        return known[source]

    def _member(self, key: str, place: int, row: object) -> "Table":
        name = row.get("id", row.get("exercise", place)) if isinstance(row, dict) else place
        return Table(self.file, f"{self.key}.{key}[{name}]".strip("."), row, self._error)
