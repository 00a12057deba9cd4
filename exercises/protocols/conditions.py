"""When does an entry apply? Three lists of questions, each with a typed value; nothing in the data is evaluated."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from assessments.data import DataError, Table
from exercises.protocols.questions import FIGURES, STREAKS, WORDS, YES_OR_NO, About, AboutLog
from exercises.protocols.vocabulary import (
    Ask,
    Missing,
    Presentation,
    SessionColour,
    Status,
    SurgeryState,
    Untested,
    Urgency,
)

__all__ = [
    "About",
    "AboutLog",
    "Ask",
    "Missing",
    "Presentation",
    "ProtocolError",
    "Question",
    "SessionColour",
    "Status",
    "Streak",
    "SurgeryState",
    "Untested",
    "Urgency",
    "When",
    "read_when",
]


class ProtocolError(DataError):
    """The protocol's file does not say what it must."""


@dataclass(frozen=True, slots=True)
class Streak:
    """The last sessions in a row, and the figure each of them is held against."""

    sessions: int
    figure: float


Value = frozenset[str] | float | bool | Streak
Name = TypeVar("Name", About, AboutLog)


@dataclass(frozen=True, slots=True)
class Question:
    about: About | AboutLog
    value: Value


@dataclass(frozen=True, slots=True)
class When:
    """Applies when one of `any`, every one of `all` and none of `none` holds; empty lists ask nothing."""

    any: tuple[Question, ...] = ()
    all: tuple[Question, ...] = ()
    none: tuple[Question, ...] = ()

    @property
    def always(self) -> bool:
        return not (self.any or self.all or self.none)

    def holds(self, answer: Callable[[Question], bool]) -> bool:
        # Asked some sixty times for one plan, so in plain loops.
        for question in self.all:
            if not answer(question):
                return False
        for question in self.none:
            if answer(question):
                return False
        for question in self.any:
            if answer(question):
                return True
        return not self.any

    def questions(self) -> tuple[Question, ...]:
        return (*self.any, *self.all, *self.none)


def read_when(table: Table, names: type[Name]) -> When:
    return When(
        any=_questions(table, "any", names),
        all=_questions(table, "all", names),
        none=_questions(table, "none", names),
    )


def _questions(table: Table, key: str, names: type[Name]) -> tuple[Question, ...]:
    if table.has(key) and not table.take(key, list):
        raise table.wrong(key, "asks nothing: name a condition or leave it out")
    return tuple(_question(row, names) for row in table.inner_list(key))


def _question(row: Table, names: type[Name]) -> Question:
    if len(row.keys()) != 1:
        raise row.wrong("", "asks one thing at a time")
    key = row.keys()[0]
    if key not in names._value2member_map_:
        raise row.wrong(key, "is not a question that can be asked")
    about = names(key)
    return Question(about, _value(row, about))


def _value(row: Table, about: About | AboutLog) -> Value:
    if about in WORDS:
        return _chosen_words(row, about)
    if about in STREAKS:
        return _streak(row.inner(about), STREAKS[about])
    if about in YES_OR_NO:
        return bool(row.take(about, bool))
    return _figure(row, about)


def _figure(row: Table, key: str) -> float:
    figure = float(row.take(key, (int, float)))
    low, high = FIGURES[key]
    if not low <= figure <= high:
        raise row.wrong(key, "is out of range: nobody, or everybody, would meet it")
    return figure


def _chosen_words(row: Table, about: About | AboutLog) -> frozenset[str]:
    given = row.take(about, (str, list))
    words = (given,) if isinstance(given, str) else row.texts(about)
    unknown = [word for word in words if word not in WORDS[about]]
    if unknown or not words:
        raise row.wrong(about, f"{', '.join(map(repr, unknown)) or 'an empty list'} is not known here")
    return frozenset(words)


def _streak(row: Table, figure: str) -> Streak:
    row.take("sessions", int)
    streak = Streak(int(_figure(row, "sessions")), _figure(row, figure))
    row.close()
    return streak
