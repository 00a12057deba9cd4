"""What happens when a patient says how it went? The session is kept, once, and the engine looks at it at once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from clinic.people import audit
from clinic.people.models import Patient, User
from exercises import reviewing
from exercises.models import Completion, Decision, Entry, Programme, ProgrammeState, Session


class NotPossible(Exception):
    """The session cannot be kept; the message says why and what to do."""


@dataclass(frozen=True)
class Logged:
    """One exercise as the patient told of it. Pain and effort are 0-10; None when it was not done."""

    item_id: UUID
    completion: Completion
    pain: int | None = None
    effort: int | None = None
    control_kept: bool | None = None
    hold_s: int | None = None


@dataclass(frozen=True)
class Told:
    """A whole session as the patient told of it."""

    entries: tuple[Logged, ...]
    note: str = ""
    fall: bool = False
    red_flag: bool = False


@dataclass(frozen=True)
class Kept:
    session: Session
    decisions: tuple[Decision, ...]


@transaction.atomic
def log_session(
    *,
    by: User,
    patient: Patient,
    programme: Programme,
    local_date: date,
    slot: int,
    client_key: UUID,
    told: Told,
    now: datetime,
) -> Kept:
    """Keep a session and let the engine look at it. The same telling sent twice changes nothing.

    A second telling of the same day and slot replaces the first: it is an edit. A fall or a warning sign is kept even
    where there is no exercise to tell of. Raises NotPossible.
    """
    current = Programme.objects.select_for_update().get(pk=programme.pk)
    repeated = Session.objects.filter(client_key=client_key, programme=current).first()
    if repeated is not None and _says_the_same(repeated, told):
        return Kept(repeated, tuple(repeated.decisions.all()))
    if repeated is not None:  # the page was gone back to, and changed
        local_date, slot = repeated.local_date, repeated.slot
    if current.state != ProgrammeState.ISSUED:
        raise NotPossible("not_issued")
    session = _put_down(current, local_date, slot, client_key, told, now)
    _keep_last_session(current, local_date)
    audit.record("session.logged", by=by, patient=patient, object_id=session.pk)
    return Kept(
        session, tuple(reviewing.after_session(session=session, programme=current, patient=patient, now=now))
    )


def _put_down(
    programme: Programme, local_date: date, slot: int, client_key: UUID, told: Told, now: datetime
) -> Session:
    items = {item.pk: item for item in programme.items.open()}
    is_warning = told.fall or told.red_flag
    if not (told.entries or is_warning) or any(entry.item_id not in items for entry in told.entries):
        raise NotPossible("not_in_programme")
    # Without exercises only the warning is new: what was told of the exercises stays.
    whole = (
        _whole(told) if told.entries else {"fall": told.fall, "red_flag": told.red_flag, "note": told.note}
    )
    session, was_new = Session.objects.update_or_create(
        patient_id=programme.patient_id,
        programme=programme,
        local_date=local_date,
        slot=slot,
        defaults=whole | {"changed_at": now, "client_key": client_key},
        create_defaults=_whole(told)
        | {"clinic_id": programme.clinic_id, "client_key": client_key, "logged_at": now, "changed_at": now},
    )
    if not was_new and told.entries:
        session.entries.all().delete()
    Entry.objects.bulk_create(_entry(session, entry) for entry in told.entries)
    return session


def _says_the_same(session: Session, told: Told) -> bool:
    return all(getattr(session, name) == value for name, value in _whole(told).items())


def _whole(told: Told) -> dict[str, object]:
    """The worst of the entries stands for the session."""
    return {
        "completed": bool(told.entries) and all(one.completion == Completion.DONE for one in told.entries),
        "pain": max((entry.pain or 0 for entry in told.entries), default=0),
        "effort": max((entry.effort or 0 for entry in told.entries), default=0),
        "fall": told.fall,
        "red_flag": told.red_flag,
        "note": told.note,
    }


def _entry(session: Session, entry: Logged) -> Entry:
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
    )


def _keep_last_session(programme: Programme, day: date) -> None:
    later = Q(last_session_on=None) | Q(last_session_on__lt=day)
    Programme.objects.filter(later, pk=programme.pk).update(last_session_on=day)
