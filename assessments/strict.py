"""How is a JSON object read so that nothing in it is guessed or overlooked?

Every problem is collected under its path, so that one answer names them all.
"""

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeGuard, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class Repeated:
    """Stands where a key was written twice: one of the two might be the red flag."""


def unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """For json.loads: a repeated key keeps neither value."""
    read: dict[str, object] = {}
    for key, value in pairs:
        read[key] = Repeated() if key in read else value
    return read


def within(low: float, high: float | None) -> str:
    return f"of {low} or more" if high is None else f"from {low} to {high}"


def listed(options: Iterable[str]) -> str:
    return ", ".join(options)


class Strict:
    """One JSON object. Ask for each key once, then close it: what was not asked for is not known."""

    def __init__(self, data: object, problems: dict[str, str], path: str = "") -> None:
        self.path = path
        self.problems = problems
        self._left: dict[Any, object] = {}
        if isinstance(data, dict):
            self._left = data.copy()
        elif isinstance(data, Repeated):
            self._note_repeated(path)
        elif data is not None:
            problems[path or "."] = "Give a JSON object here."

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, sentence: str) -> None:
        self.problems.setdefault(self.where(key), sentence)

    def given(self, key: str) -> bool:
        return self._left.get(key) is not None

    def absent(self, key: str) -> bool:
        """Nothing is given under this key, and that is an answer."""
        if self._left.get(key) is not None:
            return False
        self._left.pop(key, None)
        return True

    def take(self, key: str) -> object:
        value = self._left.pop(key, None)
        if isinstance(value, Repeated):
            self._note_repeated(self.where(key))
            return None
        return value

    def inner(self, key: str) -> "Strict":
        return Strict(self.take(key), self.problems, self.where(key))

    def inner_list(self, key: str) -> "list[Strict]":
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(key, "Give a list of JSON objects here.")
            return []
        return [self._member(key, place, member) for place, member in enumerate(value)]

    def required_whole(self, key: str, low: int, high: int) -> int:
        """Read it, or say so and go on with the lowest: what has problems is never returned."""
        value = self.take(key)
        if not _is_whole(value) or not _fits(value, low, high):
            self.refuse(key, f"This is needed: write a whole number {within(low, high)}.")
            return low
        return value

    def whole(self, key: str, low: int, high: int | None = None) -> int | None:
        value = self.take(key)
        if value is None:
            return None
        if not _is_whole(value) or not _fits(value, low, high):
            self.refuse(
                key, f"Write a whole number {within(low, high)}, or leave it out if it was not tested."
            )
            return None
        return value

    def number(self, key: str, low: float, high: float | None = None) -> float | None:
        value = self.take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not _fits(value, low, high):
            self.refuse(key, f"Write a number {within(low, high)}, or leave it out if it was not tested.")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.refuse(key, "Write true or false, or leave it out if it was not asked.")
            return None
        return value

    def choice(self, key: str, options: type[Choice]) -> Choice | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, str) or value not in options._value2member_map_:
            self.refuse(key, f"Choose one of: {listed(options)}.")
            return None
        return options(value)

    def choices(self, key: str, options: type[Choice]) -> frozenset[Choice] | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, list):
            self.refuse(key, f"Give a list, empty or out of: {listed(options)}.")
            return None
        unknown = [
            member
            for member in value
            if not isinstance(member, str) or member not in options._value2member_map_
        ]
        if unknown:
            self.refuse(key, f"{unknown[0]!r} is not known here. Choose out of: {listed(options)}.")
            return None
        return self._once_each(key, value, options)

    def close(self) -> None:
        for key in self._left:
            self.refuse(_writable(key), "This key is not known here. Check its spelling, or take it out.")

    def _once_each(self, key: str, value: list[str], options: type[Choice]) -> frozenset[Choice]:
        chosen = frozenset(options(member) for member in value)
        if len(chosen) < len(value):
            self.refuse(key, "Name each entry once; one is given twice.")
        return chosen

    def _member(self, key: str, place: int, member: object) -> "Strict":
        path = f"{self.where(key)}.{place}"
        if not isinstance(member, dict):
            self.problems[path] = "Give a JSON object here."
            member = None
        return Strict(member, self.problems, path)

    def _note_repeated(self, path: str) -> None:
        self.problems[path] = "This key is written twice. Keep the one that is meant."


def _writable(key: str) -> str:
    """JSON can escape half a character, which no answer could then be written with."""
    return key.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_whole(value: object) -> TypeGuard[int]:
    """True and false are integers to Python; to a clinic they are not."""
    return isinstance(value, int) and not isinstance(value, bool)


def _fits(value: float, low: float, high: float | None) -> bool:
    """NaN compares false with everything, so it never fits."""
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return value >= low and (high is None or value <= high)
