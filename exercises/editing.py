"""How does a therapist change a draft? Dose, level, removal, addition, order: each kept with its reason.

Whatever the library says against an exercise is shown first and kept beside the reason. What the engine withheld
altogether is no draft, so nothing can be edited around it.
"""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.people import audit
from clinic.people.models import User
from exercises import safety
from exercises.issuing import NotADraft
from exercises.library import Exercise, Unit
from exercises.library import load as load_library
from exercises.models import ChangeKind, Item, ItemChange, Programme, Stage


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
def change_item(*, by: User, item: Item, step: int, level: int, times_per_day: int, reason: str) -> Item:
    """Another rung of the ladder, another level, once or twice a day. Raises NotADraft."""
    programme = _draft(item.programme)
    before = _dose_and_level(item)
    for name, value in dose_of(load_library()[item.exercise], step).items():
        setattr(item, name, value)
    item.level, item.times_per_day = level, times_per_day
    item.save()
    kind = ChangeKind.LEVEL if before["level"] != level else ChangeKind.DOSE
    _keep(by, programme, item, kind, reason, before=before, after=_dose_and_level(item))
    return item


@transaction.atomic
def remove_item(*, by: User, item: Item, reason: str) -> None:
    """Take it out of the draft; the row stays, with the reason. Raises NotADraft."""
    programme = _draft(item.programme)
    item.removed_at = timezone.now()
    item.save(update_fields=["removed_at"])
    _keep(by, programme, item, ChangeKind.REMOVED, reason, before=_dose_and_level(item))


@transaction.atomic
def add_item(*, by: User, stage: Stage, exercise_id: str, reason: str) -> Item:
    """Put an exercise of the library into a stage, at its starter dose. Raises NotADraft, AlreadyThere."""
    programme = _draft(stage.programme)
    if stage.items.kept().filter(exercise=exercise_id).exists():
        raise AlreadyThere
    exercise = load_library()[exercise_id]
    last = stage.items.aggregate(last=Max("position"))["last"] or 0
    numbers = sorted({level.number for level in exercise.levels if level.variant in (None, "no_board")})
    item = Item(
        clinic_id=stage.clinic_id,
        patient_id=stage.patient_id,
        programme=programme,
        stage=stage,
        position=last + 1,
        exercise=exercise_id,
        level=min(1, numbers[-1]),
        max_level=numbers[-1],
        sides=str(exercise.sides),
        times_per_day=exercise.dose.times_per_day,
        rule="therapist",
        reason=_own_reason(reason, exercise),
        mark="",
        source=_("Added by the therapist"),
        **dose_of(exercise, exercise.dose.steps[0]),
    )
    item.save(force_insert=True)
    _keep(by, programme, item, ChangeKind.ADDED, reason, after=_dose_and_level(item))
    return item


@transaction.atomic
def move_up(*, by: User, item: Item) -> None:
    """One place earlier in its stage. The stages' own order stands: release comes first. Raises NotADraft."""
    programme = _draft(item.programme)
    before = item.stage.items.kept().filter(position__lt=item.position).order_by("-position").first()
    if before is None:
        return
    item.position, before.position = before.position, item.position
    item.save(update_fields=["position"])
    before.save(update_fields=["position"])
    _keep(by, programme, item, ChangeKind.MOVED, _("Order changed"), after={"before": before.exercise})


def _draft(programme: Programme) -> Programme:
    current = Programme.objects.select_for_update().select_related("patient").get(pk=programme.pk)
    if not current.is_draft:
        raise NotADraft
    return current


def _dose_and_level(item: Item) -> dict[str, Any]:
    names = ("exercise", "level", "sets", "reps", "hold_s", "hold_max_s", "distance_m", "times_per_day")
    return {name: getattr(item, name) for name in names}


def _own_reason(reason: str, exercise: Exercise) -> dict[str, Any]:
    return {
        "clinician": {"text": reason},
        "patient": {"text": exercise.aim_patient},
        "parts": [],
        "dosing": [],
    }


def _keep(
    by: User,
    programme: Programme,
    item: Item,
    kind: ChangeKind,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    against = [] if kind == ChangeKind.REMOVED else safety.warnings(item.exercise, programme.facts)
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
