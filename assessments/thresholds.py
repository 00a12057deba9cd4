"""How are the thresholds read from their file, and what stops the start?"""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from assessments.bands import Band, Bound, ChangeRule, CoreRule, FindingId, GluteRule, Kind, Reads, Thresholds
from assessments.data import Table
from assessments.vocabulary import CoreRating, GluteRating, Instrument
from assessments.words import Wording

FILE = Path(__file__).with_name("thresholds.toml")
Word = TypeVar("Word", bound=StrEnum)
# What a sentence may ask for: about one observation, and about two.
MEASURED, DIFFERENCE = frozenset({"side", "value", "limit"}), frozenset({"value", "limit"})


@cache
def load(path: Path = FILE) -> Thresholds:
    """The thresholds as shipped; a mistake in the file is a DataError that names its place."""
    return read(path.name, path.read_text(encoding="utf-8"))


def read(file: str, text: str) -> Thresholds:
    table = Table.of(file, text)
    rows = [(_member(Kind, row, "id"), row) for row in table.inner_list("observation")]
    thresholds = Thresholds(
        bands={kind: _bands(kind, row) for kind, row in rows},
        units={kind: row.text("unit") for kind, row in rows},
        core=_core(table.inner("core")),
        glutes=_glutes(table.inner("glutes")),
        change=_change(table.inner("change")),
    )
    for closed in [table, *(row for _, row in rows)]:
        closed.close()
    _all_read(table, [kind for kind, _ in rows])
    return thresholds


def _all_read(table: Table, kinds: list[Kind]) -> None:
    for kind in Kind:
        if kinds.count(kind) != 1:
            raise table.wrong(f"observation[{kind}]", "must be there once")


def _member(options: type[Word], table: Table, key: str) -> Word:
    word = table.text(key)
    if word not in options._value2member_map_:
        raise table.wrong(key, f"{word!r} is not known")
    return options(word)


def _bands(kind: Kind, row: Table) -> tuple[Band, ...]:
    bands = tuple(_band(kind, band) for band in row.inner_list("band"))
    if not bands or bands[-1].bound is not Bound.REST:
        raise row.wrong("band", "the last band must have no bound, or some values read as nothing")
    for place, band in enumerate(bands):
        if any(_swallows(earlier, band) for earlier in bands[:place]):
            raise row.wrong(f"band[{place}]", "can never be reached: an earlier band takes all its values")
    return bands


def _band(kind: Kind, table: Table) -> Band:
    bound, limit = _bound(table)
    finding = _member(FindingId, table, "finding") if table.has("finding") else None
    reads = _member(Reads, table, "reads")
    band = Band(
        reads, bound, limit, finding, table.wording(f"reading.{kind}.{reads}", MEASURED), table.basis()
    )
    table.close()
    return band


def _bound(table: Table) -> tuple[Bound, float]:
    given = [bound for bound in Bound if table.has(bound)]
    if len(given) > 1:
        raise table.wrong(given[1], "a band has one bound")
    if not given:
        return Bound.REST, 0
    kind: tuple[type, ...] = (bool,) if given[0] is Bound.TICKED else (int, float)
    return given[0], table.take(given[0], kind)


def _swallows(earlier: Band, later: Band) -> bool:
    """True when every value of the later band already fits the earlier one."""
    if earlier.bound is Bound.REST or earlier.bound is later.bound is Bound.TICKED:
        return True
    for direction, inclusive, exclusive in (
        (1, Bound.AT_LEAST, Bound.ABOVE),
        (-1, Bound.AT_MOST, Bound.BELOW),
    ):
        if {earlier.bound, later.bound} <= {inclusive, exclusive}:
            reach = direction * (later.limit - earlier.limit)
            return reach > 0 or (reach == 0 and (earlier.bound is inclusive or later.bound is exclusive))
    return False


def _core(table: Table) -> CoreRule:
    rule = CoreRule(
        decisive=_kinds(table, "decisive"),
        supporting=_kinds(table, "supporting"),
        poor_from_supporting_poor=table.take("poor_from_supporting_poor", int),
        fair_from_supporting_poor=table.take("fair_from_supporting_poor", int),
        fair_from_supporting_fair=table.take("fair_from_supporting_fair", int),
        wordings={rating: _spoken(table, "core", rating) for rating in CoreRating},
        basis=table.basis(),
    )
    if set(rule.decisive) & set(rule.supporting):
        raise table.wrong("supporting", "an observation is decisive or supporting, not both")
    if rule.fair_from_supporting_poor >= rule.poor_from_supporting_poor:
        raise table.wrong("fair_from_supporting_poor", "can never be reached: that many already read as poor")
    table.close()
    return rule


def _kinds(table: Table, key: str) -> tuple[Kind, ...]:
    unknown = [word for word in table.texts(key) if word not in Kind._value2member_map_]
    if unknown:
        raise table.wrong(key, f"{unknown[0]!r} is not known")
    return tuple(Kind(word) for word in table.texts(key))


def _spoken(table: Table, group: str, key: str, values: frozenset[str] = frozenset()) -> Wording:
    inner = table.inner(key)
    wording = inner.wording(f"{group}.{key}", values)
    inner.close()
    return wording


def _glutes(table: Table) -> GluteRule:
    rule = GluteRule({rating: _spoken(table, "glutes", rating) for rating in GluteRating}, table.basis())
    table.close()
    return rule


def _change(table: Table) -> ChangeRule:
    instruments = table.texts("repeatable_instruments")
    if not set(instruments) <= set(Instrument):
        raise table.wrong("repeatable_instruments", "holds an unknown instrument")
    rule = ChangeRule(
        repeatable_instruments=frozenset(Instrument(each) for each in instruments),
        repeatable_deg=table.take("repeatable_deg", (int, float)),
        hip_deg=table.take("hip_deg", (int, float)),
        knee_deg=table.take("knee_deg", (int, float)),
        real=_spoken(table, "change", "real", DIFFERENCE),
        within_error=_spoken(table, "change", "within_error", DIFFERENCE),
        basis=table.basis(),
    )
    table.close()
    return rule
