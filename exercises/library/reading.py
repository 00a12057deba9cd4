"""How is one exercise's file read, and what must it hold?"""

from enum import StrEnum
from typing import TypeVar

from assessments.data import LANGUAGE, Table
from assessments.vocabulary import Equipment
from assessments.words import Mark
from exercises.library.exercise import (
    ARTICLE_EXERCISES,
    CIRCUMSTANCES,
    EXERCISE_IDS,
    VARIATIONS,
    Exercise,
    ExerciseDose,
    Kind,
    Level,
    LibraryError,
    Muscle,
    NotFor,
    Role,
    Sides,
    Source,
    Step,
    Unit,
    Variation,
)

Word = TypeVar("Word", bound=StrEnum)
VARIANTS = ("board", "no_board")


def read_exercise(file: str, text: str) -> Exercise:
    table = Table.of(file, text, LibraryError)
    exercise = Exercise(
        id=_id(table),
        origin=_one_of(table, "origin", ("article", "substitute")),
        kind=_word(table, "kind", Kind),
        name=table.said("name"),
        aim_patient=_aim(table, "patient"),
        aim_clinician=_aim(table, "clinician"),
        felt=table.said("felt"),
        sides=_word(table, "sides", Sides),
        stretches=_words(table, "stretches", Muscle),
        works=_words(table, "works", Muscle),
        seconds_per_rep=table.maybe("seconds_per_rep", int),
        rest_s=table.take("rest_s", int),
        not_for=tuple(_not_for(row) for row in table.inner_list("not_for")),
        control_question=table.said("control_question") if table.has("control_question") else None,
        stop_if=_stop_if(table),
        dose=_dose(table.inner("dose")),
        levels=_levels(table),
        variations=tuple(_variation(row) for row in table.inner_list("variation")),
        sources=_sources(table),
    )
    table.close()
    _check_whole(table, exercise)
    return exercise


def _id(table: Table) -> str:
    name = table.text("id")
    if name not in EXERCISE_IDS:
        raise table.wrong("id", f"{name!r} is not an exercise of the contract")
    if table.file != f"{name}.toml":
        raise table.wrong("id", "must be the file's name")
    return name


def _check_whole(table: Table, exercise: Exercise) -> None:
    if (exercise.origin == "article") != (exercise.id in ARTICLE_EXERCISES):
        raise table.wrong("origin", "does not agree with the contract's list")
    if exercise.dose.unit is Unit.REPS and not exercise.seconds_per_rep:
        raise table.wrong("seconds_per_rep", "is missing: repetitions take time")
    if not exercise.stretches and not exercise.works:
        raise table.wrong("works", "an exercise stretches or works something")
    for name, entries in (("not_for", exercise.not_for), ("variation", exercise.variations)):
        codes = [entry.when for entry in entries]
        if len(set(codes)) < len(codes):
            raise table.wrong(name, "names a circumstance twice")


def _aim(table: Table, reader: str) -> str:
    text: str = table.take("aim", dict).get(reader, {}).get(LANGUAGE, "").strip()
    if not text:
        raise table.wrong(f"aim.{reader}.{LANGUAGE}", "is missing")
    return text


def _stop_if(table: Table) -> tuple[str, ...]:
    spoken = table.inner("stop_if")
    lines = spoken.texts(LANGUAGE)
    spoken.close()
    if not lines:
        raise table.wrong("stop_if", "names no sign to stop at")
    return lines


def _not_for(row: Table) -> NotFor:
    entry = NotFor(_one_of(row, "when", CIRCUMSTANCES), row.said("because"))
    row.close()
    return entry


def _variation(row: Table) -> Variation:
    entry = Variation(_one_of(row, "when", VARIATIONS), row.text(LANGUAGE), row.said("clinician"))
    row.close()
    return entry


def _dose(table: Table) -> ExerciseDose:
    dose = ExerciseDose(
        unit=_word(table, "unit", Unit),
        sets=table.take("sets", int),
        steps=tuple(table.take("steps", list)),
        full=table.take("full", int),
        full_max=table.maybe("full_max", int),
        times_per_day=table.take("times_per_day", int),
        mark=_word(table, "mark", Mark),
        source=table.text("source"),
    )
    table.close()
    check_ladder(table, dose.steps, dose.full, dose.full_max)
    return dose


def check_ladder(table: Table, steps: tuple[int, ...], full: int, full_max: int | None) -> None:
    """Steps go up one by one; the full dose stands on one of them, and so does the end of its range."""
    if not steps or not all(isinstance(step, int) and step > 0 for step in steps):
        raise table.wrong("steps", "must be whole numbers above 0")
    if list(steps) != sorted(set(steps)):
        raise table.wrong("steps", "must go up")
    if full not in steps or (full_max is not None and (full_max not in steps or full_max <= full)):
        raise table.wrong("full", "is off the ladder")
    if steps[-1] != (full_max or full):
        raise table.wrong("steps", "go on past the full dose")


def _levels(table: Table) -> tuple[Level, ...]:
    levels = tuple(_level(row) for row in table.inner_list("level"))
    for variant in {level.variant for level in levels}:
        numbers = [level.number for level in levels if level.variant == variant]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] not in (0, 1):
            raise table.wrong("level", "numbers must start at 0 or 1 and leave no gap")
    if not levels:
        raise table.wrong("level", "is missing")
    return levels


def _level(row: Table) -> Level:
    level = Level(
        number=row.take("number", int),
        name=row.said("name"),
        equipment=_words(row, "equipment", Equipment),
        variant=_one_of(row, "variant", VARIANTS) if row.has("variant") else None,
        mark=_word(row, "mark", Mark),
        steps=tuple(_step(step) for step in row.inner_list("steps")),
    )
    row.close()
    if not level.steps:
        raise row.wrong("steps", "is missing")
    return level


def _step(row: Table) -> Step:
    step = Step(_word(row, "role", Role), row.text(LANGUAGE))
    row.close()
    return step


def _sources(table: Table) -> tuple[Source, ...]:
    sources = tuple(_source(row) for row in table.inner_list("source"))
    if not sources:
        raise table.wrong("source", "is missing")
    return sources


def _source(row: Table) -> Source:
    source = Source(_word(row, "mark", Mark), row.text("text"))
    row.close()
    return source


def _one_of(table: Table, key: str, options: "tuple[str, ...] | frozenset[str]") -> str:
    word = table.text(key)
    if word not in options:
        raise table.wrong(key, f"{word!r} is not known here")
    return str(word)


def _word(table: Table, key: str, options: type[Word]) -> Word:
    return options(_one_of(table, key, tuple(options)))


def _words(table: Table, key: str, options: type[Word]) -> tuple[Word, ...]:
    unknown = [word for word in table.texts(key) if word not in options._value2member_map_]
    if unknown:
        raise table.wrong(key, f"{unknown[0]!r} is not known here")
    return tuple(options(word) for word in table.texts(key))
