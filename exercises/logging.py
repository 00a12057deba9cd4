"""What happens when a patient says how it went? The session is kept, once, and the engine looks at it at once.

`log_session` is the only way in: the form, the practice mode and its offline queue, and a paper diary use it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.people import audit
from clinic.people.models import Patient, User
from exercises import dating, practising, reviewing, wording
from exercises.models import Completion, Decision, Entry, Item, Programme, ProgrammeState, Session
from exercises.models.programme import When

REFUSED = {
    "not_issued": gettext_lazy("This plan has not been given to you yet."),
    "stopped": gettext_lazy("Your plan is paused, so please do not exercise. Call your clinic."),
    "ended": gettext_lazy(
        "Your therapist has ended or changed this plan. Open today's page for the new one."
    ),
    "waits": gettext_lazy(
        "It has been a while. Before you go on, your therapist would like to see where you are: call your clinic."
    ),
    "expired": gettext_lazy("This plan has run its course. Call your clinic and ask for a new assessment."),
    "in_future": gettext_lazy("That day has not come yet. Check the date on your phone, then send it again."),
    "too_long_ago": gettext_lazy("That is more than two weeks ago. Please tell your therapist about it."),
    "not_in_programme": gettext_lazy(
        "Your plan has changed since this page was opened. Open today's page again."
    ),
    "day_is_over": gettext_lazy(
        "That day is over, so it stays as you told it. Tell your therapist what was different."
    ),
    "already_answered": gettext_lazy(
        "Your therapist has been told of this, so it stays. You can still change your answers."
    ),
    "not_yours": gettext_lazy("This was sent before, by somebody else. Open today's page and tell it again."),
}


Rung = tuple[int | None, int | None, int | None]


class NotPossible(Exception):
    """The session cannot be kept. `str(error)` is one of REFUSED's keys; `sentence` says it to the patient."""

    @property
    def sentence(self) -> str:
        return str(REFUSED[str(self)])


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
    """A session as the patient told of it.

    Whole: what it does not name was not told. `is_part`: some exercises only; they are put beside what this session
    holds already, each in the place of its former telling, and the note is left alone unless a new one is given.
    """

    entries: tuple[Logged, ...]
    note: str = ""
    fall: bool = False
    red_flag: bool = False
    is_part: bool = False
    # Written down by the patient on paper, and typed in by the one who logs it.
    from_paper: bool = False


@dataclass(frozen=True)
class Kept:
    """`was_moved`: kept under another day than the one named (`session.local_date`), because a clock was wrong.

    `stood`: nothing was written, for the same had been told before, or the day is over.
    """

    session: Session
    decisions: tuple[Decision, ...]
    was_moved: bool = False
    stood: bool = False

    @property
    def sentence(self) -> str:
        """What the patient should hear besides thanks; empty where everything went as told."""
        if not self.was_moved:
            return ""
        day = wording.day(self.session.local_date)
        return _("The date on your phone seems to be wrong. This was kept for %(day)s.") % {"day": day}


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
    phone_clock: datetime | None = None,
) -> Kept:
    """Keep a session, whole or in part, and let the engine look at it. Raises NotPossible.

    - `client_key` names the session on the phone that told of it, and stays the same for every part of it and every
      repetition. The same telling sent twice, at once or a week later, changes nothing and answers the same session.
    - One session per programme, day and slot: another telling of the same day and slot is a change to it, with
      whatever key. Until the day is over the newest stands; afterwards only a worse one does (more pain, a fall, a
      warning sign), for nothing that may matter is lost.
    - `local_date` is the patient's day as their phone saw it, today or up to two weeks back; `phone_clock` what the
      phone takes for now (aware), so that a clock wrong by days is put right. See `dating`.
    - A programme that was stopped, replaced or has ended takes what was done before that day, not after.
    - Away for so long that the therapist looks first: from that day on nothing new is taken until they have.
    - A fall or a warning sign is kept even where there is no exercise to tell of; and where the telling is refused,
      what may be dangerous in it still calls the therapist: catch NotPossible inside the request's transaction.
    - `now` is aware. `patient` comes with its clinic. Work within the patient's or the clinic's reach.
    """
    try:
        return _log(by, patient, programme, local_date, slot, client_key, told, now, phone_clock)
    except IntegrityError as error:
        if "client_key" in str(error):
            raise NotPossible("not_yours") from error
        raise
    except NotPossible:
        _heed(by, patient, programme, told, now)
        raise


@transaction.atomic
def _heed(by: User, patient: Patient, programme: Programme, told: Told, now: datetime) -> None:
    """What cannot be kept may still be a warning: then the therapist is called, and what runs may stop."""
    pain = max((one.pain or 0 for one in told.entries), default=0)
    current = patient.programmes.live().select_for_update(of=("self",)).select_related("assessment").first()
    heard = current or (programme if programme.state != ProgrammeState.DRAFT else None)
    if heard is not None and reviewing.warn(
        programme=heard, patient=patient, pain=pain, fall=told.fall, red_flag=told.red_flag, now=now
    ):
        audit.record("session.warned", by=by, patient=patient, object_id=heard.pk)


@transaction.atomic
def _log(
    by: User,
    patient: Patient,
    programme: Programme,
    local_date: date,
    slot: int,
    client_key: UUID,
    told: Told,
    now: datetime,
    phone_clock: datetime | None,
) -> Kept:
    locked = Programme.objects.select_for_update(of=("self",)).select_related("assessment")
    current = practising.with_wait(locked).get(pk=programme.pk)
    there = now.astimezone(ZoneInfo(patient.time_zone))
    repeated = _told_before(patient, client_key)
    if repeated is not None and _says_the_same(repeated, told):
        return Kept(repeated, tuple(repeated.decisions.all()), stood=True)
    if repeated is not None:  # the page was gone back to, and changed
        day, was_moved, slot = repeated.local_date, False, repeated.slot
        existing: Session | None = repeated
    else:
        day, was_moved = _dated(local_date, there, phone_clock)
        slot, existing = _place(current, day, slot, was_moved=was_moved)
    _check_runs(current, day, there)
    if existing is None:
        _check_waits(current, day)
    if existing is not None and not dating.is_open(day, there) and not _is_worse(existing, told):
        return Kept(existing, tuple(existing.decisions.all()), was_moved, stood=True)
    session = _put_down(current, existing, day, slot, client_key, told, now, by if told.from_paper else None)
    if any(one.completion != Completion.NOT for one in told.entries):
        _keep_last_session(current, day)
    audit.record("session.logged", by=by, patient=patient, object_id=session.pk)
    decided = reviewing.after_session(
        session=session, programme=current, patient=patient, now=now, is_new=existing is None
    )
    return Kept(session, tuple(decided), was_moved)


@transaction.atomic
def undo(*, by: User, patient: Patient, session: Session, now: datetime) -> Session | None:
    """As it was before the last change; where there was none, as if nothing had been told. Raises NotPossible.

    What has called a person is not unsaid: then the answers are changed instead, and the call stays.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=session.programme_id)
    current = programme.sessions.get(pk=session.pk)
    there = now.astimezone(ZoneInfo(patient.time_zone))
    if not dating.is_open(current.local_date, there) or programme.state != ProgrammeState.ISSUED:
        raise NotPossible("day_is_over")
    if current.told_before is not None:
        before = _told_again(current.told_before)
        return log_session(
            by=by,
            patient=patient,
            programme=programme,
            local_date=current.local_date,
            slot=current.slot,
            client_key=current.client_key,
            told=before,
            now=now,
        ).session
    if not reviewing.forget(current, programme):
        raise NotPossible("already_answered")
    audit.record("session.undone", by=by, patient=patient, object_id=current.pk)
    current.delete()
    newest = programme.sessions.practised().order_by("-local_date").first()
    Programme.objects.filter(pk=programme.pk).update(last_session_on=newest.local_date if newest else None)
    return None


@transaction.atomic
def plan_run(*, by: User, patient: Patient, programme: Programme, day: date | None) -> None:
    """The patient runs on that day, or after all not: it changes the order of the day."""
    if programme.run_day != day:
        Programme.objects.filter(pk=programme.pk).update(run_day=day)
        audit.record("practice.run_day", by=by, patient=patient, object_id=programme.pk)


def _told_again(telling: dict[str, Any]) -> Told:
    entries = tuple(
        Logged(**{**one, "item_id": UUID(one["item_id"]), "completion": Completion(one["completion"])})
        for one in telling["entries"]
    )
    return Told(entries, telling["note"], telling["fall"], telling["red_flag"])


def _told_before(patient: Patient, client_key: UUID) -> Session | None:
    return patient.sessions.filter(client_key=client_key).first()


def _dated(named: date, there: datetime, phone_clock: datetime | None) -> tuple[date, bool]:
    try:
        settled = dating.dated(named=named, now=there, phone_clock=phone_clock)
    except dating.InFuture as error:
        raise NotPossible("in_future") from error
    except dating.TooLongAgo as error:
        raise NotPossible("too_long_ago") from error
    return settled.day, settled.was_moved


def _place(programme: Programme, day: date, slot: int, *, was_moved: bool) -> tuple[int, Session | None]:
    """Its slot, and what is told there. A practice that was put under another day looks for a free slot."""
    there = {one.slot: one for one in programme.sessions.filter(local_date=day)}
    if was_moved and slot in there:
        slot = next((free for free in (1, 2) if free not in there), slot)
    return slot, there.get(slot)


def _check_runs(programme: Programme, day: date, there: datetime) -> None:
    """Whether the programme ran on that day. Raises NotPossible."""
    if programme.state == ProgrammeState.DRAFT:
        raise NotPossible("not_issued")
    if programme.state == ProgrammeState.STOPPED and day >= there.date():
        raise NotPossible("stopped")
    if programme.ended_at is not None and day >= programme.ended_at.astimezone(there.tzinfo).date():
        raise NotPossible("ended")
    if programme.expires_on is not None and day > programme.expires_on:
        raise NotPossible("expired")


def _check_waits(programme: Programme, day: date) -> None:
    """Whether the therapist looks first; what was practised before that day is taken. Raises NotPossible."""
    since = getattr(programme, "wait", None)
    if since is not None and day >= since:
        raise NotPossible("waits")


def _put_down(
    programme: Programme,
    existing: Session | None,
    day: date,
    slot: int,
    client_key: UUID,
    told: Told,
    now: datetime,
    entered_by: User | None,
) -> Session:
    items = {item.pk: item for item in programme.items.open().select_related("stage")}
    is_warning = told.fall or told.red_flag
    if not (told.entries or is_warning) or any(entry.item_id not in items for entry in told.entries):
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
    session.told_before = _telling(existing, before) if existing else None
    session.client_key, session.changed_at, session.entered_by = client_key, now, entered_by
    # Without exercises only the warning is new: what was told of the exercises stays.
    stays = _staying(before, told)
    for name, value in _whole(told, stays, _due(programme, items.values(), day, slot), session).items():
        setattr(session, name, value)
    session.save(force_insert=existing is None)
    _write_entries(session, before, stays, told, items)
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


def _says_the_same(session: Session, told: Told) -> bool:
    entries = {entry.item_id: _logged(entry) for entry in session.entries.all()}
    news = {one.item_id: one for one in told.entries}
    if not told.is_part and told.entries and entries.keys() != news.keys():
        return False
    same_whole = (session.fall, session.red_flag) == (told.fall, told.red_flag) and (
        session.note == told.note or (told.is_part and not told.note)
    )
    return same_whole and all(entries.get(key) == one for key, one in news.items())


def _is_worse(session: Session, told: Told) -> bool:
    pain = max((one.pain or 0 for one in told.entries), default=0)
    return pain > session.pain or told.fall > session.fall or told.red_flag > session.red_flag


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


def _logged(entry: Entry) -> Logged:
    return Logged(
        item_id=entry.item_id,
        completion=Completion(entry.completion),
        pain=entry.pain,
        effort=entry.effort,
        control_kept=entry.control_kept,
        hold_s=entry.hold_s,
    )


def _telling(session: Session, entries: list[Entry]) -> dict[str, Any]:
    """As it can be told again, should the change be undone."""
    return {
        "entries": [
            {
                "item_id": str(one.item_id),
                "completion": one.completion,
                "pain": one.pain,
                "effort": one.effort,
                "control_kept": one.control_kept,
                "hold_s": one.hold_s,
            }
            for one in entries
        ],
        "note": session.note,
        "fall": session.fall,
        "red_flag": session.red_flag,
    }


def _keep_last_session(programme: Programme, day: date) -> None:
    """Only a practice counts: a day told of as "not this time" does not end a gap."""
    later = Q(last_session_on=None) | Q(last_session_on__lt=day)
    Programme.objects.filter(later, pk=programme.pk).update(last_session_on=day)
