"""How do two assessments lie beside each other? Each observation then and now, the change, and whether it is real.

Only of angles does the protocol say how far a measurement can be trusted; of anything else a change is shown, not
judged. An angle that was taken with the pelvis free is not judged either.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments import changes, reading
from assessments.bands import Thresholds
from assessments.differences import Difference, between, observed
from assessments.kinds import BY_NAME, Kind, with_unit
from assessments.models import Assessment, Side
from assessments.recorded import Recorded, recorded_of
from assessments.summary import SECTIONS
from assessments.visits import Visit, visit_of

# The two lengths are the tape's way to the angle, which has its own line.
NO_FINDING = (Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP)


@dataclass(frozen=True)
class Compared:
    """One of the two: as a visit, and as it was put down."""

    visit: Visit
    recorded: Recorded

    def said(self, kind: Kind, side: str) -> str:
        """In words; empty where it was not even tried."""
        for seen in self.recorded.seen:
            if (seen.kind, seen.side) == (kind, side):
                return observed(seen)
        angle = self.value(kind, side)
        if angle is None:
            return ""
        return _("%(angle)s by the tape") % {"angle": with_unit(angle, BY_NAME[kind])}

    def value(self, kind: Kind, side: str) -> float | None:
        if kind is Kind.HIP_ANGLE:
            return self.visit.angle(side)
        value = self.visit.values.get((kind, side))
        return None if value is None else float(value)

    def counts(self, side: str) -> bool:
        test = self.visit.test(side)
        return bool(test and test.pelvis_controlled)


@dataclass(frozen=True)
class Row:
    """`verdict` is real, within, unjudged, or empty where the protocol has no figure; `why` says it in words."""

    name: str
    first: str
    second: str
    change: str
    verdict: str = ""
    why: str = ""


@dataclass(frozen=True)
class Section:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """`others` is what differs and is no measurement: how it was measured, posture, own ratings, the note."""

    first: Visit
    second: Visit
    sections: tuple[Section, ...]
    others: tuple[Difference, ...]

    @property
    def real(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows if row.verdict == "real"]


def of(first: Assessment, second: Assessment, thresholds: Thresholds) -> Comparison:
    """Two signed assessments, with their observations and tests; the earlier one first."""
    return compare(_compared(first, thresholds), _compared(second, thresholds), thresholds)


def _compared(assessment: Assessment, thresholds: Thresholds) -> Compared:
    return Compared(visit_of(assessment, thresholds), recorded_of(assessment))


def compare(first: Compared, second: Compared, thresholds: Thresholds) -> Comparison:
    made = (Section(str(name), tuple(_rows(kinds, first, second, thresholds))) for name, kinds in SECTIONS)
    unseen = (replace(one.recorded, seen=()) for one in (first, second))
    return Comparison(
        first.visit,
        second.visit,
        tuple(section for section in made if section.rows),
        tuple(between(*unseen)),
    )


def _rows(
    kinds: tuple[Kind, ...], first: Compared, second: Compared, thresholds: Thresholds
) -> Iterator[Row]:
    for kind in kinds:
        for side in ("right", "left") if BY_NAME[kind].sided else ("none",):
            then, now = first.said(kind, side), second.said(kind, side)
            if then or now:
                yield _row(kind, side, (then, now), (first, second), thresholds)


def _row(
    kind: Kind, side: str, said: tuple[str, str], pair: tuple[Compared, Compared], thresholds: Thresholds
) -> Row:
    then, now = (each or _("not tested") for each in said)
    before, after = (one.value(kind, side) for one in pair)
    row = Row(_named(kind, side), then, now, "")
    if before is None or after is None or kind in NO_FINDING:
        return row
    row = replace(row, change=changes.said(round(after - before, 1), BY_NAME[kind]))
    return (
        replace(row, **_judged(kind, side, (before, after), pair, thresholds))
        if kind in changes.ANGLES
        else row
    )


def _judged(
    kind: Kind,
    side: str,
    angles: tuple[float, float],
    pair: tuple[Compared, Compared],
    thresholds: Thresholds,
) -> Mapping[str, str]:
    if not all(one.counts(side) for one in pair):
        return {"verdict": "unjudged", "why": _("not judged: the pelvis was not controlled both times")}
    before, after = (one.visit.measured(kind, side, angle) for one, angle in zip(pair, angles, strict=True))
    change = reading.change_is_real(changes.ANGLES[kind], before, after, thresholds)
    return {"verdict": "real" if change.real else "within", "why": changes.verdict(change)}


def _named(kind: Kind, side: str) -> str:
    if side == "none":
        return str(kind.label)
    return _("%(what)s, %(side)s") % {"what": kind.label, "side": str(Side(side).label).lower()}
