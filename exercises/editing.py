"""How does a therapist change a draft? Dose, level, removal, addition, order: each kept with its reason.

Whatever the engine's rules or the library say against it is shown first; it is done only for whoever has read that and
gives it all the same, and the sentences are kept beside the reason. What the engine withheld altogether is no draft, so
nothing can be edited around it.
"""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.vocabulary import Stage as StageOfPlan
from clinic.people import audit
from clinic.people.models import User
from exercises import engine, safety
from exercises.issuing import NotADraft, check_still_stands
from exercises.library import Exercise, Unit
from exercises.library import load as load_library
from exercises.models import ChangeKind, Item, ItemChange, Programme, Stage
from exercises.proposing import said
from exercises.safety import Objected, Objection


class AlreadyThere(Exception):
    """The stage holds this exercise already."""


def dose_of(exercise: Exercise, step: int) -> dict[str, int | None]:
    """One rung of the dose's ladder, as an item's fields."""
    dose = exercise.dose
    is_full = step == dose.full and dose.full_max is not None
    return {
        "sets": dose.sets,
        "reps": step if dose.unit is Unit.REPS else None,
        "hold_s": step if dose.unit is Unit.HOLD_S else None,
        "hold_max_s": dose.full_max if is_full else None,
        "distance_m": step if dose.unit is Unit.DISTANCE_M else None,
    }


@transaction.atomic
def change_item(
    *,
    by: User,
    item: Item,
    step: int,
    level: int,
    times_per_day: int,
    reason: str,
    despite: Collection[str] = (),
) -> Item:
    """Another rung of the ladder, another level, once or twice a day. Raises NotADraft, Outdated, Objected.

    `despite` holds the tokens of the objections that were read.
    """
    programme, advice = _draft(item.programme)
    _still_there(item)
    against = _unless_read(safety.against_change(advice, item, step=step, level=level), despite)
    before = _dose_and_level(item)
    for name, value in dose_of(load_library()[item.exercise], step).items():
        setattr(item, name, value)
    item.level, item.max_level = level, max(level, item.max_level)
    item.times_per_day = times_per_day
    item.save()
    kind = ChangeKind.LEVEL if before["level"] != level else ChangeKind.DOSE
    _keep(by, programme, item, kind, reason, before=before, after=_dose_and_level(item), against=against)
    return item


@transaction.atomic
def remove_item(*, by: User, item: Item, reason: str) -> None:
    """Take it out of the draft; the row stays, with the reason. Raises NotADraft, Outdated."""
    programme, _advice = _draft(item.programme)
    _still_there(item)
    item.removed_at = timezone.now()
    item.save(update_fields=["removed_at"])
    _keep(by, programme, item, ChangeKind.REMOVED, reason, before=_dose_and_level(item))


@transaction.atomic
def add_item(*, by: User, stage: Stage, exercise_id: str, reason: str, despite: Collection[str] = ()) -> Item:
    """Put an exercise of the library into a stage, as the engine would have this person do it.

    Raises NotADraft, Outdated, AlreadyThere, Objected. `despite` holds the tokens of the objections that were read.
    """
    programme, advice = _draft(stage.programme)
    if stage.items.kept().filter(exercise=exercise_id).exists():
        raise AlreadyThere
    against = _unless_read(safety.against_adding(advice, stage, exercise_id), despite)
    item = _made(programme, stage, exercise_id, reason, advice)
    item.save(force_insert=True)
    _keep(by, programme, item, ChangeKind.ADDED, reason, after=_dose_and_level(item), against=against)
    return item


def _made(programme: Programme, stage: Stage, exercise_id: str, reason: str, advice: engine.Advice) -> Item:
    exercise = load_library()[exercise_id]
    beside_bridge = programme.items.open().filter(exercise="bridge").exists()
    way = advice.way(exercise_id, StageOfPlan(stage.name), beside_bridge=beside_bridge)
    last = stage.items.aggregate(last=Max("position"))["last"] or 0
    return Item(
        clinic_id=stage.clinic_id,
        patient_id=stage.patient_id,
        programme=programme,
        stage=stage,
        position=last + 1,
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
        source=_("Added by the therapist"),
    )


@transaction.atomic
def move_up(*, by: User, item: Item) -> None:
    """One place earlier in its stage. The stages' own order stands: release comes first. Raises NotADraft, Outdated."""
    programme, _advice = _draft(item.programme)
    _still_there(item)
    before = item.stage.items.kept().filter(position__lt=item.position).order_by("-position").first()
    if before is None:
        return
    item.position, before.position = before.position, item.position
    item.save(update_fields=["position"])
    before.save(update_fields=["position"])
    _keep(by, programme, item, ChangeKind.MOVED, _("Order changed"), after={"before": before.exercise})


def _still_there(item: Item) -> None:
    """As it is now that the draft is locked. Raises NotADraft when another window took it out."""
    item.refresh_from_db()
    if item.removed_at is not None:
        raise NotADraft


def _draft(programme: Programme) -> tuple[Programme, engine.Advice]:
    """Locked, and still what the engine would let be prescribed."""
    current = Programme.objects.select_for_update().select_related("patient").get(pk=programme.pk)
    check_still_stands(current)
    advice = safety.advice_for(current)
    if advice is None:
        raise NotADraft
    return current, advice


def _unless_read(against: tuple[Objection, ...], read: Collection[str]) -> tuple[Objection, ...]:
    """Whoever says that they give it all the same has read these very sentences."""
    if any(one.token not in read for one in against):
        raise Objected(against)
    return against


def _dose_and_level(item: Item) -> dict[str, Any]:
    names = ("exercise", "level", "sets", "reps", "hold_s", "hold_max_s", "distance_m", "times_per_day")
    return {name: getattr(item, name) for name in names}


def _own_reason(reason: str, exercise: Exercise, way: engine.Way) -> dict[str, Any]:
    return {
        "clinician": {"text": reason},
        "patient": {"text": exercise.aim_patient},
        "parts": [],
        "dosing": [said(one) for one in way.dosing],
    }


def _keep(
    by: User,
    programme: Programme,
    item: Item,
    kind: ChangeKind,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    against: tuple[Objection, ...] = (),
) -> None:
    ItemChange(
        clinic_id=programme.clinic_id,
        patient_id=programme.patient_id,
        programme=programme,
        item=item,
        kind=kind,
        before=before or {},
        after=after or {},
        warnings=[asdict(one) for one in against],
        reason=reason,
        by=by,
    ).save(force_insert=True)
    audit.record(f"programme.item_{kind}", by=by, patient=programme.patient, object_id=item.pk)
