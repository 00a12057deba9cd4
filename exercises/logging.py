"""What happens when a patient says how it went? The session is kept, once, and the engine looks at it at once.

`log_session` is the only way in: the form, the practice mode and its offline queue, and a paper diary use it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from clinic.people import audit
from clinic.people.models import Patient, User
from exercises import dating, practising, reviewing, wording
from exercises.models import Completion, Decision, Programme, ProgrammeState, Session
from exercises.putting_down import put_down
from exercises.refusing import NotPossible, check_runs, check_waits
from exercises.told import Told, again, is_worse, says_the_same


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
    near = _near(current, patient, client_key, local_date)
    repeated = next((one for one in near if one.client_key == client_key), None)
    if repeated is not None and says_the_same(repeated, told):
        return Kept(repeated, tuple(repeated.decisions.all()), stood=True)
    if repeated is not None:  # the page was gone back to, and changed
        day, was_moved, slot = repeated.local_date, False, repeated.slot
        existing: Session | None = repeated
    else:
        day, was_moved = _dated(local_date, there, phone_clock)
        there_already = current.sessions.filter(local_date=day) if was_moved else near
        slot, existing = _place(there_already, slot, was_moved=was_moved)
    check_runs(current, day, there)
    if existing is None:
        check_waits(current, day)
    if existing is not None and not dating.is_open(day, there) and not is_worse(existing, told):
        return Kept(existing, tuple(existing.decisions.all()), was_moved, stood=True)
    items = list(current.items.kept().select_related("stage"))
    session = put_down(current, items, existing, day, slot, client_key, told, now)
    if any(one.completion != Completion.NOT for one in told.entries):
        _keep_last_session(current, day)
    audit.record("session.logged", by=by, patient=patient, object_id=session.pk)
    decided = reviewing.after_session(
        session=session,
        programme=current,
        patient=patient,
        now=now,
        is_new=existing is None,
        items=None if existing else items,
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
        before = again(current.told_before)
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


def _near(programme: Programme, patient: Patient, client_key: UUID, day: date) -> list[Session]:
    """What was told under this key, in whatever programme, and what was told of that day."""
    return list(patient.sessions.filter(Q(client_key=client_key) | Q(programme=programme, local_date=day)))


def _dated(named: date, there: datetime, phone_clock: datetime | None) -> tuple[date, bool]:
    try:
        settled = dating.dated(named=named, now=there, phone_clock=phone_clock)
    except dating.InFuture as error:
        raise NotPossible("in_future") from error
    except dating.TooLongAgo as error:
        raise NotPossible("too_long_ago") from error
    return settled.day, settled.was_moved


def _place(that_day: Iterable[Session], slot: int, *, was_moved: bool) -> tuple[int, Session | None]:
    """Its slot, and what is told there. A practice that was put under another day looks for a free slot."""
    there = {one.slot: one for one in that_day}
    if was_moved and slot in there:
        slot = next((free for free in (1, 2) if free not in there), slot)
    return slot, there.get(slot)


def _keep_last_session(programme: Programme, day: date) -> None:
    """Only a practice counts: a day told of as "not this time" does not end a gap."""
    if programme.last_session_on is None or programme.last_session_on < day:
        programme.last_session_on = day
        programme.save(update_fields=["last_session_on"])
