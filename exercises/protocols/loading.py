"""How is the protocol's file turned into typed entries? Every key is asked for; a key nobody asked for is refused."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from assessments.data import Table
from assessments.facts import Equipment, RedFlag, Stage
from assessments.thresholds import Thresholds
from assessments.words import Basis, Wording
from exercises.library import EXERCISE_IDS, Unit
from exercises.library.exercise import CAUTIONS
from exercises.library.reading import check_ladder
from exercises.protocols.conditions import (
    About,
    AboutLog,
    Missing,
    Presentation,
    ProtocolError,
    Status,
    Untested,
    Urgency,
    When,
    read_when,
)
from exercises.protocols.protocol import (
    Action,
    Adjustment,
    BeforeRun,
    Claim,
    Content,
    DailyLimit,
    Dose,
    Gate,
    Ladder,
    LevelReason,
    LimitStep,
    Opening,
    Primer,
    Programme,
    Protocol,
    Reason,
    ReleaseBeforeBridge,
    ReviewStep,
    Rule,
    Runner,
    SessionBands,
    StageWords,
)

Word = TypeVar("Word", bound=StrEnum)
Entry = TypeVar("Entry")


def read_protocol(file: str, data: dict[str, object], version: str, thresholds: Thresholds) -> Protocol:
    table = Table(file, "", data, ProtocolError)
    protocol = Protocol(
        id=table.text("id"),
        version=version,
        name=table.said("name"),
        thresholds=thresholds,
        claims=_rows(table, "claim", _claim),
        red_flags=_closed(table.inner("red_flags"), _red_flags),
        rules=_rows(table, "rule", _rule),
        missing=_worded(table, "missing", Missing),
        not_tested={Untested(key): entry for key, entry in _rows(table, "not_tested", _not_tested)},
        stages={Stage(key): entry for key, entry in _rows(table, "stage", _stage)},
        contents=_rows(table, "content", _content),
        openings=_rows(table, "opening", _opening),
        daily_limit=_closed(table.inner("daily_limit"), _daily_limit),
        runner=_closed(table.inner("runner"), _runner),
        adjustments=_rows(table, "adjustment", _adjustment),
        cautions=_cautions(table),
        starter=_closed(table.inner("starter"), lambda row: _reason(row, "starter")),
        doses={dose.exercise: dose for dose in _rows(table, "dose", _dose)},
        primer=_closed(table.inner("primer"), _primer),
        release_before_bridge=_closed(table.inner("release_before_bridge"), _release),
        ladders=_rows(table, "ladder", _ladder),
        session=_closed(table.inner("session"), _session),
        gates=_rows(table, "gate", _gate),
        steps=_rows(table, "step", _step),
        programme=_closed(table.inner("programme"), _programme),
    )
    table.close()
    return protocol


def _closed(row: Table, read: Callable[[Table], Entry]) -> Entry:
    entry = read(row)
    row.close()
    return entry


def _rows(table: Table, key: str, read: Callable[[Table], Entry]) -> tuple[Entry, ...]:
    rows = table.inner_list(key)
    if not rows:
        raise table.wrong(key, "is missing")
    names = [row.text("id") for row in rows if row.has("id")]
    for name in names:
        if names.count(name) > 1:
            raise table.wrong(f"{key}[{name}]", "is there twice")
    return tuple(_closed(row, read) for row in rows)


def _said(row: Table, name: str) -> tuple[Wording, Basis]:
    return row.wording(name), row.basis()


def _word(row: Table, key: str, options: type[Word]) -> Word:
    word = row.text(key)
    if word not in options._value2member_map_:
        raise row.wrong(key, f"{word!r} is not known here")
    return options(word)


def _words(row: Table, key: str, options: type[Word]) -> tuple[Word, ...]:
    unknown = [word for word in row.texts(key) if word not in options._value2member_map_]
    if unknown or not row.texts(key):
        raise row.wrong(key, f"{unknown[0]!r} is not known here" if unknown else "is missing")
    return tuple(options(word) for word in row.texts(key))


def _exercise(row: Table, key: str) -> str:
    return _known_exercise(row, key, row.text(key))


def _exercises(row: Table, key: str) -> tuple[str, ...]:
    return tuple(_known_exercise(row, key, each) for each in row.texts(key))


def _known_exercise(row: Table, key: str, name: str) -> str:
    if name not in EXERCISE_IDS:
        raise row.wrong(key, f"{name!r} is not an exercise of the library")
    return name


def _caution(row: Table) -> str:
    code = row.text("caution")
    if code not in CAUTIONS:
        raise row.wrong("caution", f"{code!r} is not known here")
    return code


def _count(row: Table, key: str, least: int = 0) -> int:
    number: int = row.take(key, int)
    if number < least:
        raise row.wrong(key, f"must be {least} or more")
    return number


def _claim(row: Table) -> Claim:
    return Claim(row.text("id"), row.said("claim"), row.said("say"), row.basis())


def _red_flags(row: Table) -> Mapping[Urgency, frozenset[RedFlag]]:
    flags = {urgency: frozenset(_words(row, urgency, RedFlag)) for urgency in Urgency}
    emergency, urgent = flags[Urgency.EMERGENCY], flags[Urgency.URGENT]
    if emergency & urgent:
        raise row.wrong("urgent", f"{min(emergency & urgent)} is in both lists")
    if forgotten := set(RedFlag) - emergency - urgent:
        raise row.wrong("emergency", f"{min(forgotten)} is in neither list")
    return flags


def _rule(row: Table) -> Rule:
    name, status = row.text("id"), _word(row, "status", Status)
    presentation = _word(row, "presentation", Presentation) if row.has("presentation") else None
    if (presentation is None) == (status is Status.READY):
        raise row.wrong("presentation", "belongs to status ready, and only to it")
    return Rule(name, status, presentation, read_when(row, About), *_said(row, f"rule.{name}"))


def _worded(table: Table, key: str, options: type[Word]) -> Mapping[Word, Wording]:
    pairs = _rows(table, key, lambda row: (_word(row, "id", options), row.wording(f"{key}.{row.text('id')}")))
    return dict(pairs)


def _cautions(table: Table) -> Mapping[str, Wording]:
    words = dict(
        _rows(table, "caution", lambda row: (row.text("id"), row.wording(f"caution.{row.text('id')}")))
    )
    if set(words) != CAUTIONS:
        raise table.wrong("caution", f"{min(set(words) ^ CAUTIONS)} is missing or not known")
    return words


def _not_tested(row: Table) -> tuple[Untested, tuple[When, Wording]]:
    code = _word(row, "id", Untested)
    return code, (read_when(row, About), row.wording(f"not_tested.{code}"))


def _stage(row: Table) -> tuple[Stage, StageWords]:
    stage = _word(row, "id", Stage)
    return stage, StageWords(*_said(row, f"stage.{stage}"))


def _content(row: Table) -> Content:
    name = row.text("id")
    return Content(
        name,
        frozenset(_words(row, "presentation", Presentation)),
        _word(row, "stage", Stage),
        _exercise(row, "exercise"),
        read_when(row, About),
        *_said(row, f"content.{name}"),
    )


def _opening(row: Table) -> Opening:
    name = row.text("id")
    return Opening(name, _word(row, "opens", Stage), read_when(row, About), *_said(row, f"opening.{name}"))


def _daily_limit(row: Table) -> DailyLimit:
    steps = _rows(row, "step", _limit_step)
    return DailyLimit(_count(row, "exercises", 1), steps, *_said(row, "daily_limit"))


def _limit_step(row: Table) -> LimitStep:
    name = row.text("id")
    step = LimitStep(
        name,
        _exercises(row, "drop"),
        _exercises(row, "alternate"),
        _exercise(row, "every_other_day") if row.has("every_other_day") else None,
        read_when(row, About),
        *_said(row, f"daily_limit.{name}"),
    )
    if [bool(step.drop), bool(step.alternate), bool(step.every_other_day)].count(True) != 1:
        raise row.wrong("", "does one thing: drop, alternate, or every_other_day")
    if step.alternate and len(step.alternate) != 2:
        raise row.wrong("alternate", "names a pair")
    return step


def _runner(row: Table) -> Runner:
    return Runner(
        read_when(row, About),
        frozenset(_exercises(row, "stretches")),
        _caution(row),
        _closed(row.inner("before_run"), _before_run),
        *_said(row, "runner"),
    )


def _before_run(row: Table) -> BeforeRun:
    name = row.text("id")
    return BeforeRun(
        name,
        _exercise(row, "exercise"),
        frozenset(_exercises(row, "beside")),
        read_when(row, About),
        _closed(row.inner("lost"), lambda lost: lost.wording(f"runner.{name}.lost")),
        *_said(row, f"runner.{name}"),
    )


def _adjustment(row: Table) -> Adjustment:
    name = row.text("id")
    adjustment = Adjustment(
        name,
        read_when(row, About),
        frozenset(_exercises(row, "remove")),
        _replacements(row),
        _caution(row) if row.has("caution") else None,
        *_said(row, f"adjustment.{name}"),
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
        substitute = _exercise(each, "to")
        for source in _exercises(each, "from"):
            if source in replaced or source == substitute:
                raise each.wrong("from", f"{source} is replaced twice, or by itself")
            replaced[source] = substitute
        each.close()
    return replaced


def _reason(row: Table, name: str) -> Reason:
    when = read_when(row, About)
    if when.always:
        raise row.wrong("any", "is missing: an exception needs its circumstance")
    return Reason(when, *_said(row, name))


def _dose(row: Table) -> Dose:
    exercise, steps = _exercise(row, "exercise"), tuple(row.take("steps", list))
    dose = Dose(
        exercise=exercise,
        unit=_word(row, "unit", Unit),
        sets=_count(row, "sets", 1),
        steps=steps,
        full=row.maybe("full", int, steps[0] if len(steps) == 1 else None) or 0,
        full_max=row.maybe("full_max", int),
        times_per_day=_count(row, "times_per_day", 1),
        starter=_closed(row.inner("starter"), lambda each: _reason(each, f"dose.{exercise}.starter"))
        if row.has("starter")
        else None,
        basis=row.basis(),
    )
    check_ladder(row, dose.steps, dose.full, dose.full_max)
    return dose


def _primer(row: Table) -> Primer:
    return Primer(
        frozenset(_words(row, "presentation", Presentation)),
        frozenset(_exercises(row, "exercises")),
        _count(row, "sets", 1),
        _count(row, "hold_s", 1),
        *_said(row, "primer"),
    )


def _release(row: Table) -> ReleaseBeforeBridge:
    return ReleaseBeforeBridge(
        _exercise(row, "bridge"),
        frozenset(_exercises(row, "exercises")),
        _count(row, "times_per_day", 1),
        *_said(row, "release_before_bridge"),
    )


def _ladder(row: Table) -> Ladder:
    name = row.text("id")
    ladder = Ladder(
        id=name,
        exercise=_exercise(row, "exercise"),
        variant=row.text("variant") if row.has("variant") else None,
        when=read_when(row, About),
        start=_count(row, "start"),
        top=_count(row, "top"),
        equipment=_words(row, "equipment", Equipment) if row.has("equipment") else (),
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
    reason = LevelReason(_count(inner, "level"), _reason(inner, f"{name}.{key}"))
    inner.close()
    return reason


def _check_rungs(row: Table, ladder: Ladder) -> None:
    lower = ladder.lower_start.level if ladder.lower_start else ladder.start
    cap = ladder.cap.level if ladder.cap else ladder.top
    if not lower <= ladder.start <= cap <= ladder.top:
        raise row.wrong("start", "the levels must go lower start, start, cap, top")


def _session(row: Table) -> SessionBands:
    bands = SessionBands(
        red_from=_count(row, "red_from"),
        amber_from=_count(row, "amber_from"),
        amber_to=_count(row, "amber_to"),
        clean_to=_count(row, "clean_to"),
        clean_to_at_most=_count(row, "clean_to_at_most"),
        flare_above=_count(row, "flare_above"),
        wording=row.wording("session"),
        basis=row.basis(),
    )
    touching = bands.clean_to + 1 == bands.amber_from and bands.amber_to + 1 == bands.red_from
    if not touching or not bands.clean_to <= bands.clean_to_at_most < bands.red_from:
        raise row.wrong("amber_from", "the bands of pain overlap or leave a gap")
    return bands


def _gate(row: Table) -> Gate:
    name = row.text("id")
    return Gate(
        name,
        read_when(row, AboutLog),
        _count(row, "days"),
        _count(row, "sessions", 1),
        *_said(row, f"gate.{name}"),
    )


def _step(row: Table) -> ReviewStep:
    name = row.text("id")
    actions = _words(row, "actions", Action)
    alert: bool = row.take("alert", bool)
    return ReviewStep(name, read_when(row, AboutLog), actions, alert, *_said(row, f"step.{name}"))


def _programme(row: Table) -> Programme:
    times = row.take("maintenance_per_week", list)
    if len(times) != 2 or not all(isinstance(each, int) for each in times) or times[0] > times[1]:
        raise row.wrong("maintenance_per_week", "must be the fewest and the most times a week")
    return Programme(
        retest_day=_count(row, "retest_day", 1),
        expires_day=_count(row, "expires_day", 1),
        stop_lengthening_at_deg=row.take("stop_lengthening_at_deg", (int, float)),
        maintenance_at_most_deg=row.take("maintenance_at_most_deg", (int, float)),
        maintenance_per_week=(times[0], times[1]),
        wording=row.wording("programme"),
        basis=row.basis(),
    )
