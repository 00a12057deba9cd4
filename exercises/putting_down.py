"""How does a told practice become rows? One session and an entry for each exercise, each with its dose of that day."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from exercises import wording
from exercises.models import Completion, Entry, Item, Programme, Session
from exercises.models.programme import When
from exercises.refusing import NotPossible
from exercises.told import Logged, Told, kept_of

Rung = tuple[int | None, int | None, int | None]


def put_down(
    programme: Programme,
    items: Iterable[Item],
    existing: Session | None,
    day: date,
    slot: int,
    client_key: UUID,
    told: Told,
    now: datetime,
) -> Session:
    """The session's row and its exercises', new or in the place of the former ones. Raises NotPossible.

    `items` are the programme's, each with its stage: only of those that are open can be told.
    """
    opened = {item.pk: item for item in items if item.stage.is_open}
    is_warning = told.fall or told.red_flag
    if not (told.entries or is_warning) or any(entry.item_id not in opened for entry in told.entries):
        raise NotPossible("not_in_programme")
    session = existing or Session(
        clinic_id=programme.clinic_id,
        patient_id=programme.patient_id,
        programme=programme,
        local_date=day,
        slot=slot,
        logged_at=now,
    )
    before = list(existing.entries.all()) if existing else []
    session.told_before = kept_of(existing, before) if existing else None
    session.client_key, session.changed_at, session.entered_by_id = client_key, now, told.entered_by
    # Without exercises only the warning is new: what was told of the exercises stays.
    stays = _staying(before, told)
    due = _due(programme, opened.values(), day, slot)
    for name, value in _whole(told, stays, due, session).items():
        setattr(session, name, value)
    session.goes_on = _goes_on(existing, told, stays, due)
    session.save(force_insert=existing is None)
    _write_entries(session, before, stays, told, opened)
    return session


def _staying(before: list[Entry], told: Told) -> list[Entry]:
    if told.entries and not told.is_part:
        return []
    named = {one.item_id for one in told.entries}
    return [entry for entry in before if entry.item_id not in named]


def _write_entries(
    session: Session, before: list[Entry], stays: list[Entry], told: Told, items: dict[UUID, Item]
) -> None:
    kept = {entry.pk for entry in stays}
    if gone := [entry.pk for entry in before if entry.pk not in kept]:
        session.entries.filter(pk__in=gone).delete()
    done_at = {entry.item_id: (entry.level, entry.sets, entry.amount) for entry in before}
    fresh = [
        _entry(session, one, done_at.get(one.item_id, _rung(items[one.item_id]))) for one in told.entries
    ]
    Entry.objects.bulk_create(fresh)


def _rung(item: Item) -> Rung:
    return item.level, item.sets, item.reps or item.hold_s or item.distance_m


def _due(programme: Programme, items: Iterable[Item], day: date, slot: int) -> set[UUID]:
    """What a whole practice of that day and slot holds; what belongs to a run is never missed."""
    return {
        item.pk
        for item in items
        if item.when != When.BEFORE_RUN
        and wording.is_due_on(item, programme, day)
        and slot <= item.times_per_day
    }


def _whole(told: Told, stays: Collection[Entry], due: set[UUID], session: Session) -> dict[str, object]:
    """The worst of the entries stands for the session. A warning told in a part is not unsaid by the next part."""
    entries: list[Logged | Entry] = [*told.entries, *stays]
    is_addition = told.is_part or not told.entries
    done = {one.item_id for one in entries if one.completion == Completion.DONE}
    return {
        "completed": bool(entries) and len(done) == len(entries) and (not told.is_part or due <= done),
        "pain": max((one.pain or 0 for one in entries), default=0),
        "effort": max((one.effort or 0 for one in entries), default=0),
        "fall": told.fall or (is_addition and session.fall),
        "red_flag": told.red_flag or (is_addition and session.red_flag),
        "note": told.note or (session.note if is_addition else ""),
    }


def _goes_on(existing: Session | None, told: Told, stays: Collection[Entry], due: set[UUID]) -> bool:
    """A part of a new practice, or a further part of one that goes on. What was whole once stays so."""
    named = {one.item_id for one in told.entries} | {one.item_id for one in stays}
    is_begun = existing is None or existing.goes_on
    return told.is_part and bool(told.entries) and is_begun and not due <= named


def _entry(session: Session, entry: Logged, done_at: Rung) -> Entry:
    return Entry(
        clinic_id=session.clinic_id,
        patient_id=session.patient_id,
        programme_id=session.programme_id,
        session=session,
        item_id=entry.item_id,
        completion=entry.completion,
        pain=entry.pain,
        effort=entry.effort,
        control_kept=entry.control_kept,
        hold_s=entry.hold_s,
        level=done_at[0],
        sets=done_at[1],
        amount=done_at[2],
    )
