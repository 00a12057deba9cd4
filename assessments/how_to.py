"""How is each test done, how far may it be trusted, and what goes wrong? Read from data, beside its drawings."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from assessments.data import DataError, Table
from assessments.words import Basis
from clinic import figures

FOLDER = Path(__file__).parent / "figures"
FILE = FOLDER / "how-to.toml"
PLAIN = 1  # tests have one level; what differs is the variant


class HowToError(DataError):
    """Something in how-to.toml does not fit."""


class Kind(StrEnum):
    RELIABILITY = "reliability"
    PITFALL = "pitfall"


@dataclass(frozen=True)
class Claim:
    """One thing said about a test, and what it rests on."""

    kind: Kind
    says: str
    basis: Basis


@dataclass(frozen=True)
class HowTo:
    """One test: what it answers, its drawings in order, its steps in order, and what is known of it."""

    id: str
    name: str
    answers: str
    drawings: tuple[figures.Figure, ...]
    steps: tuple[str, ...]
    basis: Basis  # what the steps rest on
    claims: tuple[Claim, ...]

    @property
    def reliability(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.kind is Kind.RELIABILITY]

    @property
    def pitfalls(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.kind is Kind.PITFALL]


@cache
def drawn() -> dict[str, figures.Figure]:
    """Every drawing of a test, as `thomas-test.hip-angle`."""
    files = figures.load_folder(FOLDER)
    return {f"{name}.{variant}": one for name, file in files.items() for (_, variant), one in file.items()}


@cache
def tests() -> dict[str, HowTo]:
    """Every test, in the order of the hands."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> dict[str, HowTo]:
    """Raises HowToError, naming key and reason."""
    whole = Table.of(FILE.name, text, HowToError)
    found: dict[str, HowTo] = {}
    for row in whole.inner_list("test"):
        test = _test(row)
        if test.id in found:
            raise row.wrong("id", f"{test.id!r} stands here twice")
        found[test.id] = test
    whole.close()
    _every_drawing_shown(whole, found)
    return found


def _test(row: Table) -> HowTo:
    test = HowTo(
        id=row.text("id"),
        name=row.said("name"),
        answers=row.said("answers"),
        drawings=tuple(_drawings(row)),
        steps=tuple(_steps(row)),
        basis=row.basis(),
        claims=tuple(_claim(claim) for claim in row.inner_list("claim")),
    )
    if not test.steps or not test.reliability or not test.pitfalls or not test.drawings:
        raise row.wrong("", "needs a drawing, a step, what is known of its reliability, and a pitfall")
    row.close()
    return test


def _drawings(row: Table) -> Iterator[figures.Figure]:
    for name in row.texts("drawings"):
        if name not in drawn():
            raise row.wrong("drawings", f"there is no drawing {name!r}")
        yield drawn()[name]


def _steps(row: Table) -> Iterator[str]:
    for step in row.inner_list("steps"):
        yield step.text("en")
        step.close()


def _claim(row: Table) -> Claim:
    kind = row.text("kind")
    if kind not in Kind._value2member_map_:
        raise row.wrong("kind", f"{kind!r} is not reliability or pitfall")
    claim = Claim(Kind(kind), row.said("says"), row.basis())
    row.close()
    return claim


def _every_drawing_shown(whole: Table, found: dict[str, HowTo]) -> None:
    shown = {id(figure) for test in found.values() for figure in test.drawings}
    for name, figure in drawn().items():
        if id(figure) not in shown:
            raise whole.wrong("test", f"the drawing {name!r} belongs to no test")
