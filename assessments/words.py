"""What is a sentence made of? Its name, the values it was filled with, and its text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Mark(StrEnum):
    """What a decision rests on."""

    ARTICLE = "article"
    EVIDENCE = "evidence"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The name and the values stay, so that the same sentence can be said in another language later."""

    id: str
    values: Mapping[str, str]
    template: str

    @property
    def text(self) -> str:
        return self.template.format_map(self.values) if self.values else self.template


@dataclass(frozen=True, slots=True)
class Because:
    """One reason, said twice."""

    clinician: Sentence
    patient: Sentence


@dataclass(frozen=True, slots=True)
class Wording:
    """One reason before its values are known. Most need none: those are made once and said again and again."""

    id: str
    clinician: str
    patient: str
    _unfilled: Because = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_unfilled", self._filled({}))

    def said(self, **values: str) -> Because:
        return self._filled(values) if values else self._unfilled

    def _filled(self, values: Mapping[str, str]) -> Because:
        return Because(
            Sentence(f"{self.id}.clinician", values, self.clinician),
            Sentence(f"{self.id}.patient", values, self.patient),
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """The mark and the citation that stand beside every decision."""

    mark: Mark
    source: str

    @classmethod
    def of(cls, mark: Mark, citations: tuple[str, ...]) -> Self:
        return cls(mark, "; ".join(citations))


def plain(number: float) -> str:
    """12.0 is written 12; tape angles keep one decimal."""
    return f"{round(float(number), 1):g}"


def signed(number: float) -> str:
    """Angles carry their sign: above the horizontal is plus."""
    rounded = round(float(number), 1) + 0.0
    return f"{rounded:+g}" if rounded else "0"
