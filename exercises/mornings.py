"""How was it the next morning? One question about yesterday's practice, kept with its last session."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from clinic.people import audit
from clinic.people.models import Patient, User
from exercises import closing, reviewing
from exercises.models import Decision, Programme, ProgrammeState, Session


class NotAsked(Exception):
    """There was no practice yesterday, or the plan is not running: nothing to answer."""


def asked_of(programme: Programme, today: date) -> Session | None:
    """The practice that the question is about: the last of yesterday."""
    yesterday = today - timedelta(days=1)
    return programme.sessions.practised().filter(local_date=yesterday).order_by("-slot").first()


@transaction.atomic
def answer_morning(
    *, by: User, patient: Patient, programme: Programme, pain: int, now: datetime
) -> tuple[Session, list[Decision]]:
    """Keep it, let the engine look at once, and close yesterday. May be answered anew that day. Raises NotAsked."""
    current = (
        Programme.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=programme.pk)
    )
    session = asked_of(current, now.astimezone(ZoneInfo(patient.time_zone)).date())
    if session is None or current.state != ProgrammeState.ISSUED:
        raise NotAsked
    if session.next_morning_pain == pain:
        return session, list(session.decisions.all())
    session.next_morning_pain = pain
    session.save(update_fields=["next_morning_pain"])
    audit.record("session.morning", by=by, patient=patient, object_id=session.pk)
    made = reviewing.after_session(session=session, programme=current, patient=patient, now=now)
    made += closing.look(current.clinic_id, current.pk, now)
    return session, made
