"""Sections 4 and 5 of the file: adjustments, objections, doses and ladders."""

from collections.abc import Mapping

from assessments.data import Table
from assessments.vocabulary import Equipment
from exercises.library import Unit
from exercises.library.reading import check_ladder
from exercises.protocols.conditions import read_when
from exercises.protocols.loading.rows import (
    closed,
    count,
    read_caution,
    read_exercise,
    read_exercises,
    read_reason,
    said,
    word,
    words,
)
from exercises.protocols.protocol import (
    Adjustment,
    Dose,
    Ladder,
    LevelReason,
    Objection,
    Primer,
    ReleaseBeforeBridge,
)
from exercises.protocols.questions import About
from exercises.protocols.vocabulary import Presentation


def adjustment(row: Table) -> Adjustment:
    name = row.text("id")
    adjustment = Adjustment(
        name,
        read_when(row, About),
        frozenset(read_exercises(row, "remove")),
        _replacements(row),
        read_caution(row) if row.has("caution") else None,
        *said(row, f"adjustment.{name}"),
    )
    if adjustment.remove & set(adjustment.replace):
        raise row.wrong(
            "remove", f"{min(adjustment.remove & set(adjustment.replace))} is removed and replaced at once"
        )
    if not (adjustment.remove or adjustment.replace or adjustment.caution):
        raise row.wrong("", "changes nothing")
    return adjustment


def _replacements(row: Table) -> Mapping[str, str]:
    replaced: dict[str, str] = {}
    for each in row.inner_list("replace"):
        substitute = read_exercise(each, "to")
        for source in read_exercises(each, "from"):
            if source in replaced or source == substitute:
                raise each.wrong("from", f"{source} is replaced twice, or by itself")
            replaced[source] = substitute
        each.close()
    return replaced


def objection(row: Table) -> Objection:
    name = row.text("id")
    entry = Objection(
        name,
        frozenset(read_exercises(row, "exercises")),
        read_when(row, About),
        *said(row, f"objection.{name}"),
    )
    if entry.when.always or not entry.exercises:
        raise row.wrong("", "needs its circumstance and its exercises")
    return entry


def dose(row: Table) -> Dose:
    exercise, steps = read_exercise(row, "exercise"), tuple(row.take("steps", list))
    dose = Dose(
        exercise=exercise,
        unit=word(row, "unit", Unit),
        sets=count(row, "sets", 1),
        steps=steps,
        full=row.maybe("full", int, steps[0] if len(steps) == 1 else None) or 0,
        full_max=row.maybe("full_max", int),
        times_per_day=count(row, "times_per_day", 1),
        starter=closed(row.inner("starter"), lambda each: read_reason(each, f"dose.{exercise}.starter"))
        if row.has("starter")
        else None,
        basis=row.basis(),
    )
    check_ladder(row, dose.steps, dose.full, dose.full_max)
    return dose


def primer(row: Table) -> Primer:
    return Primer(
        frozenset(words(row, "presentation", Presentation)),
        frozenset(read_exercises(row, "exercises")),
        count(row, "sets", 1),
        count(row, "hold_s", 1),
        *said(row, "primer"),
    )


def release(row: Table) -> ReleaseBeforeBridge:
    return ReleaseBeforeBridge(
        read_exercise(row, "bridge"),
        frozenset(read_exercises(row, "exercises")),
        count(row, "times_per_day", 1),
        *said(row, "release_before_bridge"),
    )


def ladder(row: Table) -> Ladder:
    name = row.text("id")
    ladder = Ladder(
        id=name,
        exercise=read_exercise(row, "exercise"),
        variant=row.text("variant") if row.has("variant") else None,
        when=read_when(row, About),
        start=count(row, "start"),
        top=count(row, "top"),
        equipment=words(row, "equipment", Equipment) if row.has("equipment") else (),
        lower_start=_level_reason(row, name, "lower_start"),
        cap=_level_reason(row, name, "cap"),
        basis=row.basis(),
    )
    _check_rungs(row, ladder)
    return ladder


def _level_reason(row: Table, name: str, key: str) -> LevelReason | None:
    if not row.has(key):
        return None
    inner = row.inner(key)
    reason = LevelReason(count(inner, "level"), read_reason(inner, f"{name}.{key}"))
    inner.close()
    return reason


def _check_rungs(row: Table, ladder: Ladder) -> None:
    lower = ladder.lower_start.level if ladder.lower_start else ladder.start
    cap = ladder.cap.level if ladder.cap else ladder.top
    if not lower <= ladder.start <= cap <= ladder.top:
        raise row.wrong("start", "the levels must go lower start, start, cap, top")
