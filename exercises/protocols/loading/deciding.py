"""Section 3 of the file: claims, red flags, rules, contents, openings, the daily limit, the runner."""

from collections.abc import Mapping

from assessments.bands import FindingId
from assessments.data import Table
from assessments.vocabulary import RedFlag, Stage
from assessments.words import Wording
from exercises.library.exercise import CAUTIONS
from exercises.protocols.conditions import When, read_when
from exercises.protocols.loading.rows import (
    SIDE,
    closed,
    count,
    read_caution,
    read_exercise,
    read_exercises,
    rows,
    said,
    word,
    words,
)
from exercises.protocols.protocol import (
    BeforeRun,
    Claim,
    Content,
    DailyLimit,
    LimitStep,
    Opening,
    Rule,
    Runner,
    StageWords,
)
from exercises.protocols.questions import About
from exercises.protocols.vocabulary import Presentation, Status, Untested, Urgency


def claim(row: Table) -> Claim:
    return Claim(row.text("id"), row.said("claim"), row.said("say"), row.basis())


def red_flags(row: Table) -> Mapping[Urgency, frozenset[RedFlag]]:
    flags = {urgency: frozenset(words(row, urgency, RedFlag)) for urgency in Urgency}
    emergency, urgent = flags[Urgency.EMERGENCY], flags[Urgency.URGENT]
    if emergency & urgent:
        raise row.wrong("urgent", f"{min(emergency & urgent)} is in both lists")
    if forgotten := set(RedFlag) - emergency - urgent:
        raise row.wrong("emergency", f"{min(forgotten)} is in neither list")
    return flags


def rule(row: Table) -> Rule:
    name, status = row.text("id"), word(row, "status", Status)
    presentation = word(row, "presentation", Presentation) if row.has("presentation") else None
    if (presentation is None) == (status is Status.READY):
        raise row.wrong("presentation", "belongs to status ready, and only to it")
    when = read_when(row, About)
    addressed = _addressed(when)
    wording, basis = said(row, f"rule.{name}", SIDE if addressed else frozenset())
    return Rule(name, status, presentation, when, wording, basis, addressed)


def cautions(table: Table) -> Mapping[str, Wording]:
    words = dict(
        rows(table, "caution", lambda row: (row.text("id"), row.wording(f"caution.{row.text('id')}")))
    )
    if set(words) != CAUTIONS:
        raise table.wrong("caution", f"{min(set(words) ^ CAUTIONS)} is missing or not known")
    return words


def not_tested(row: Table) -> tuple[Untested, tuple[When, Wording]]:
    code = word(row, "id", Untested)
    return code, (read_when(row, About), row.wording(f"not_tested.{code}"))


def stage(row: Table) -> tuple[Stage, StageWords]:
    stage = word(row, "id", Stage)
    return stage, StageWords(*said(row, f"stage.{stage}"))


def content(row: Table) -> Content:
    name, when = row.text("id"), read_when(row, About)
    wording, basis = said(row, f"content.{name}")
    return Content(
        id=name,
        presentations=frozenset(words(row, "presentation", Presentation)),
        stage=word(row, "stage", Stage),
        exercise=read_exercise(row, "exercise"),
        when=when,
        wording=wording,
        basis=basis,
        addresses=_addressed(when),
    )


def _addressed(when: When) -> frozenset[FindingId]:
    asked = [question.value for question in when.questions() if question.about is About.SHORT]
    return frozenset(FindingId(each) for found in asked if isinstance(found, frozenset) for each in found)


def opening(row: Table) -> Opening:
    name = row.text("id")
    return Opening(name, word(row, "opens", Stage), read_when(row, About), *said(row, f"opening.{name}"))


def daily_limit(row: Table) -> DailyLimit:
    steps = rows(row, "step", _limit_step)
    return DailyLimit(count(row, "exercises", 1), steps, *said(row, "daily_limit"))


def _limit_step(row: Table) -> LimitStep:
    name = row.text("id")
    step = LimitStep(
        name,
        read_exercises(row, "drop"),
        read_exercises(row, "alternate"),
        read_exercise(row, "every_other_day") if row.has("every_other_day") else None,
        read_when(row, About),
        *said(row, f"daily_limit.{name}"),
    )
    if [bool(step.drop), bool(step.alternate), bool(step.every_other_day)].count(True) != 1:
        raise row.wrong("", "does one thing: drop, alternate, or every_other_day")
    if step.alternate and len(step.alternate) != 2:
        raise row.wrong("alternate", "names a pair")
    return step


def runner(row: Table) -> Runner:
    return Runner(
        read_when(row, About),
        frozenset(read_exercises(row, "stretches")),
        read_caution(row),
        closed(row.inner("before_run"), _before_run),
        *said(row, "runner"),
    )


def _before_run(row: Table) -> BeforeRun:
    name = row.text("id")
    return BeforeRun(
        name,
        read_exercise(row, "exercise"),
        frozenset(read_exercises(row, "beside")),
        read_when(row, About),
        closed(row.inner("lost"), lambda lost: lost.wording(f"runner.{name}.lost")),
        *said(row, f"runner.{name}"),
    )
