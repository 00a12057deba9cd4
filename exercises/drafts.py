"""What must hold before a draft is changed, and what is kept of each change?

Whatever the engine's rules or the library say against a change is shown first; it is made only for whoever has read
that and gives it all the same, and the sentences are kept beside the reason. What the engine withheld altogether is no
draft, so nothing can be edited around it.
"""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from clinic.people import audit
from clinic.people.models import User
from exercises import engine, safety
from exercises.issuing import NotADraft, check_still_stands
from exercises.library import Exercise, Unit
from exercises.models import ChangeKind, Item, ItemChange, Programme
from exercises.safety import Objected, Objection

KEPT = ("exercise", "level", "sets", "reps", "hold_s", "hold_max_s", "distance_m", "times_per_day")


def locked(programme: Programme) -> tuple[Programme, engine.Advice]:
    """Locked, and still what the engine would let be prescribed. Raises NotADraft, Outdated."""
    current = Programme.objects.select_for_update().select_related("patient").get(pk=programme.pk)
    check_still_stands(current)
    advice = safety.advice_for(current)
    if advice is None:
        raise NotADraft
    return current, advice


def check_still_there(item: Item) -> None:
    """As it is now that the draft is locked. Raises NotADraft when another window took it out."""
    item.refresh_from_db()
    if item.removed_at is not None:
        raise NotADraft


def unless_read(against: tuple[Objection, ...], read: Collection[str]) -> tuple[Objection, ...]:
    """Whoever says that they give it all the same has read these very sentences. Raises Objected."""
    if any(one.token not in read for one in against):
        raise Objected(against)
    return against


def step_of(item: Item) -> int:
    """The rung of the dose's ladder on which an item stands."""
    return item.reps or item.hold_s or item.distance_m or 0


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


def dose_and_level(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in KEPT}


def keep(
    by: User,
    programme: Programme,
    item: Item,
    kind: ChangeKind,
    reason: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    against: tuple[Objection, ...] = (),
) -> None:
    """A row that is never changed afterwards: what was, what is, what was read, and why."""
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
