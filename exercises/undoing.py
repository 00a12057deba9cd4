"""How is an answer on Today taken back? Within ten minutes, in one press: it waits again, and what it issued is undone.

The answer that was given stays as a row; `reversed_by` points to the one that waits anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.mail import outbox
from clinic.mail.models import OutboxMail, State
from clinic.mail.words import Reason
from clinic.people import audit
from clinic.people.models import User
from exercises.models import Decision, Programme, ProgrammeState

UNDO_FOR = timedelta(minutes=10)
OF_THE_ANSWER = ("answered_at", "answered_by", "answer", "reversed_by")


class TooLate(Exception):
    """It cannot be taken back any more; the sentence says why, and what to do."""


@transaction.atomic
def undo(*, by: User, decision: Decision, now: datetime) -> Decision:
    """The decision waits again, and those that were answered with it. Raises TooLate."""
    current = Decision.objects.select_for_update(of=("self",)).select_related("patient").get(pk=decision.pk)
    if current.answered_at is None or current.reversed_by_id is not None:
        raise TooLate(_("It was taken back already."))
    if now - current.answered_at > UNDO_FOR:
        raise TooLate(_("More than ten minutes have passed. Propose a change instead."))
    _take_back_programme(current, now)
    together = current.patient.decisions.filter(
        programme=current.programme_id,
        answered_at=current.answered_at,
        answered_by=current.answered_by_id,
        reversed_by=None,
    ).exclude(pk=current.pk)
    for other in together:
        _wait_again(other)
    again = _wait_again(current)
    audit.record("decision.undone", by=by, patient=current.patient, object_id=current.pk)
    return again


def _wait_again(answered: Decision) -> Decision:
    """The same decision as a new row, unanswered."""
    same = {
        field.name: getattr(answered, field.name)
        for field in Decision._meta.concrete_fields
        if field.name not in {"id", *OF_THE_ANSWER}
    }
    again = Decision(id=uuid4(), **same)
    again.save(force_insert=True)
    answered.reversed_by = again
    answered.save(update_fields=["reversed_by"])
    return again


def _take_back_programme(answered: Decision, now: datetime) -> None:
    """What the answer issued ends, and the programme before it goes on. Raises TooLate once it was practised."""
    issued = Programme.objects.filter(
        replaces=answered.programme_id, issued_at=answered.answered_at, state=ProgrammeState.ISSUED
    ).first()
    if issued is None or answered.programme_id is None:
        return
    if issued.sessions.exists():
        raise TooLate(_("The patient has practised with it already. Propose a change instead."))
    issued.state, issued.ended_at, issued.replaces = ProgrammeState.ENDED, now, None
    issued.save(update_fields=["state", "ended_at", "replaces"])
    Programme.objects.filter(pk=answered.programme_id).update(state=ProgrammeState.ISSUED, ended_at=None)
    unsent = OutboxMail.objects.filter(slot=f"programme:{issued.pk}", state__in=[State.DUE, State.CLAIMED])
    outbox.take_back(unsent, Reason.BY_CLINIC)


# -- A talk that was noted by mistake --------------------------------------------------------------------------------
# What was there before is kept with the sitting of whoever pressed: nobody else can take it back, nor later.
TALK = "in_touch"


@dataclass(frozen=True)
class Talk:
    """When the count of quiet days began before, and since."""

    patient_id: UUID
    programme_id: UUID
    before: datetime | None
    after: datetime


def remember_talk(
    session: Any, patient_id: UUID, programme_id: UUID, *, before: datetime | None, after: datetime
) -> None:
    session[TALK] = [str(patient_id), str(programme_id), before and before.isoformat(), after.isoformat()]


def talk_of(session: Any, now: datetime) -> Talk | None:
    """The last one, as long as it can be taken back."""
    if TALK not in session:
        return None
    patient, programme, before, after = session[TALK]
    since = datetime.fromisoformat(after)
    if now - since > UNDO_FOR:
        return None
    return Talk(UUID(patient), UUID(programme), datetime.fromisoformat(before) if before else None, since)


def forget_talk(session: Any) -> None:
    session.pop(TALK, None)


@transaction.atomic
def undo_in_touch(*, by: User, programme: Programme, talk: Talk | None) -> None:
    """As if nobody had talked. Raises TooLate; also where the programme was reviewed again since."""
    if talk is None or talk.programme_id != programme.pk:
        raise TooLate(_("More than ten minutes have passed. The note stays."))
    unchanged = Programme.objects.filter(pk=programme.pk, reviewed_at=talk.after)
    if not unchanged.update(reviewed_at=talk.before):
        raise TooLate(_("Something came after it. The note stays."))
    audit.record("programme.not_in_touch", by=by, patient=programme.patient, object_id=programme.pk)
