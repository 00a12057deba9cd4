"""How is an entry of the protocol put into a line of Markdown?"""

from collections.abc import Iterable, Iterator

from assessments.words import Basis
from exercises.protocols.conditions import Question, Streak, When

Row = tuple[str, ...]


def section(title: str) -> Iterator[str]:
    yield f"## {title}"
    yield ""


def table(heads: Row, rows: Iterable[Row]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
    yield ""


def basis(basis: Basis) -> tuple[str, str]:
    return str(basis.mark), basis.source


def line(basis: Basis) -> str:
    return f"{basis.mark}: {basis.source}"


def when(when: When) -> str:
    """The three lists in words."""
    parts = [" or ".join(map(_question, when.any))] if when.any else []
    parts += [" and ".join(map(_question, when.all))] if when.all else []
    parts += [f"none of: {'; '.join(map(_question, when.none))}"] if when.none else []
    return ", and ".join(parts) or "always"


def _question(question: Question) -> str:
    about, value = question.about.replace("_", " "), question.value
    if isinstance(value, frozenset):
        return f"{about}: {', '.join(sorted(value))}"
    if isinstance(value, Streak):
        return f"{about} {value.sessions} (figure {value.figure:g})"
    return f"{about}: {'yes' if value else 'no'}" if isinstance(value, bool) else f"{about} {value:g}"


def names(words: Iterable[str]) -> str:
    return ", ".join(words)


def ids(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))
