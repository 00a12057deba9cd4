"""Which exercise of the library comes into a draft, or in another's place? Safe ones first."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, utils

from assessments.vocabulary import Stage as StageOfPlan
from clinic.people.models import User
from exercises import engine, safety, wording
from exercises.drafts import check_still_there, dose_and_level, keep, locked, unless_read
from exercises.library import Exercise
from exercises.library import load as load_library
from exercises.models import ChangeKind, Item, Programme, Stage, StageName
from exercises.proposing import said
from exercises.safety import Objection

LIKE = 75
KINDS_OF_STAGE = {
    StageName.INHIBIT: ("flexor_stretch", "stretch", "strength", "dynamic"),
    StageName.GLUTES: ("strength",),
    StageName.CORE: ("control", "strength"),
    StageName.BALANCE: ("balance",),
}


class AlreadyThere(Exception):
    """The stage holds this exercise already."""


@dataclass(frozen=True)
class Option:
    """One exercise that could stand in a stage, as this person would begin it."""

    item: Item
    name: str
    aim: str
    dose: str
    minutes: int
    against: tuple[Objection, ...]

    @property
    def is_safe(self) -> bool:
        return not self.against


def of_stage(stage: Stage) -> list[Exercise]:
    """What the library holds for a stage, by name."""
    kinds = KINDS_OF_STAGE[StageName(stage.name)]
    return sorted(
        (one for one in load_library().values() if str(one.kind) in kinds), key=lambda one: one.name
    )


def options(
    advice: engine.Advice, stage: Stage, *, instead_of: Item | None = None, words: str = ""
) -> list[Option]:
    """What may come in, nearest first: what nothing speaks against, and what is of the same kind as before."""
    there = {item.exercise for item in stage.items.kept()}
    like = load_library()[instead_of.exercise] if instead_of else None
    found = [one for one in of_stage(stage) if one.id not in there and matches(one, words)]
    beside_bridge = holds_bridge(stage.programme)
    offered = [_option(advice, stage, one, beside_bridge=beside_bridge) for one in found]
    return sorted(offered, key=lambda one: (not one.is_safe, like is not None and _distance(like, one.item)))


def name_of(item: Item) -> str:
    return load_library()[item.exercise].name


def matches(exercise: Exercise, words: str) -> bool:
    """Every word is in the exercise's name, aim or muscles, or nearly: people mistype."""
    text = utils.default_process(f"{exercise.name} {exercise.aim_clinician} {' '.join(_muscles(exercise))}")
    return all(
        word in text
        or word in text.replace(" ", "")
        or any(fuzz.ratio(word, one) >= LIKE for one in text.split())
        for word in utils.default_process(words).split()
    )


def _muscles(exercise: Exercise) -> Iterable[str]:
    return (str(one).replace("_", " ") for one in (*exercise.stretches, *exercise.works))


def _distance(like: Exercise, item: Item) -> tuple[bool, int]:
    other = load_library()[item.exercise]
    shared = (set(like.stretches) & set(other.stretches)) | (set(like.works) & set(other.works))
    return other.kind != like.kind, -len(shared)


def _option(advice: engine.Advice, stage: Stage, exercise: Exercise, *, beside_bridge: bool) -> Option:
    item = made(stage, exercise.id, "", advice, beside_bridge=beside_bridge)
    return Option(
        item=item,
        name=exercise.name,
        aim=exercise.aim_clinician,
        dose=wording.dose(item),
        minutes=wording.minutes([item]),
        against=safety.against(advice, exercise.id),
    )


@transaction.atomic
def add_item(*, by: User, stage: Stage, exercise_id: str, reason: str, despite: Collection[str] = ()) -> Item:
    """Put an exercise of the library into a stage, as the engine would have this person do it.

    Raises NotADraft, Outdated, AlreadyThere, Objected. `despite` holds the tokens of the objections that were read.
    """
    programme, advice = locked(stage.programme)
    _check_new(stage, exercise_id)
    against = unless_read(safety.against_adding(advice, stage, exercise_id), despite)
    item = made(stage, exercise_id, reason, advice, beside_bridge=holds_bridge(programme))
    item.position = (stage.items.aggregate(last=Max("position"))["last"] or 0) + 1
    item.save(force_insert=True)
    keep(by, programme, item, ChangeKind.ADDED, reason, after=dose_and_level(item), against=against)
    return item


@transaction.atomic
def swap_item(*, by: User, item: Item, exercise_id: str, reason: str, despite: Collection[str] = ()) -> Item:
    """Put another exercise in an item's place, as the engine would have this person do it; the old row stays.

    Raises NotADraft, Outdated, AlreadyThere, Objected. The day grows no longer, so only the exercise is questioned.
    """
    programme, advice = locked(item.programme)
    check_still_there(item)
    _check_new(item.stage, exercise_id)
    against = unless_read(safety.against(advice, exercise_id), despite)
    item.removed_at = timezone.now()
    item.save(update_fields=["removed_at"])
    new = made(item.stage, exercise_id, reason, advice, beside_bridge=holds_bridge(programme))
    new.position, new.rhythm = item.position, item.rhythm
    new.save(force_insert=True)
    before, after = dose_and_level(item), dose_and_level(new)
    keep(by, programme, new, ChangeKind.SWAPPED, reason, before=before, after=after, against=against)
    return new


def _check_new(stage: Stage, exercise_id: str) -> None:
    if stage.items.kept().filter(exercise=exercise_id).exists():
        raise AlreadyThere


def holds_bridge(programme: Programme) -> bool:
    """Then every hip-flexor stretch comes as often as the bridge."""
    return programme.items.open().filter(exercise="bridge").exists()


def made(stage: Stage, exercise_id: str, reason: str, advice: engine.Advice, *, beside_bridge: bool) -> Item:
    """The exercise as the engine would have this person begin it, for the therapist's own reason; not saved."""
    exercise = load_library()[exercise_id]
    way = advice.way(exercise_id, StageOfPlan(stage.name), beside_bridge=beside_bridge)
    return Item(
        clinic_id=stage.clinic_id,
        patient_id=stage.patient_id,
        programme_id=stage.programme_id,
        stage=stage,
        position=0,
        exercise=exercise_id,
        level=way.rung.level,
        max_level=way.rung.max_level,
        sides=str(exercise.sides),
        focus=[str(side) for side in way.focus],
        **asdict(way.dose),
        when=str(way.when),
        equipment=[str(one) for one in way.rung.equipment],
        rule="therapist",
        reason=_own_reason(reason, exercise, way),
        mark="",
        source=_("Chosen by the therapist"),
    )


def _own_reason(reason: str, exercise: Exercise, way: engine.Way) -> dict[str, Any]:
    return {
        "clinician": {"text": reason},
        "patient": {"text": exercise.aim_patient},
        "parts": [],
        "dosing": [said(one) for one in way.dosing],
    }
