"""What can be done with a programme? Issue, discard, resume, end, answer what waits: one transaction each."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from clinic.people import audit
from clinic.people.models import User
from exercises import notices, protocols
from exercises.models import Decision, Programme, ProgrammeState
from exercises.models.programme import When


class NothingToIssue(Exception):
    """No open stage holds an exercise: the patient's day would be empty."""


class NotADraft(Exception):
    """It was issued or discarded in the meantime."""


class Outdated(Exception):
    """The assessment is too old, or a newer one was signed: what was proposed from it may no longer be given."""


def check_still_stands(programme: Programme) -> None:
    """A draft, and made from what was found last. Raises NotADraft, Outdated."""
    if not programme.is_draft:
        raise NotADraft
    newest = programme.patient.assessments.current().first()
    if newest is None or newest.pk != programme.assessment_id:
        raise Outdated


def _check_fresh(programme: Programme, today: date) -> None:
    """A programme that would have run out before its first day is not given. Raises Outdated."""
    if today > programme.assessment.assessed_on + timedelta(days=protocols.load().programme.expires_day):
        raise Outdated


@transaction.atomic
def issue(*, by: User, programme: Programme, today: date, now: datetime) -> Programme:
    """Give it to the patient: the one before is replaced, the clocks of retest and expiry start.

    Raises NotADraft, Outdated, NothingToIssue.
    """
    current = Programme.objects.select_for_update().select_related("patient__clinic").get(pk=programme.pk)
    check_still_stands(current)
    _check_fresh(current, today)
    if not current.items.open().exclude(when=When.BEFORE_RUN).exists():
        raise NothingToIssue
    before = current.patient.programmes.live().select_for_update().first()
    if before is not None:
        before.state, before.ended_at = ProgrammeState.REPLACED, now
        before.save(update_fields=["state", "ended_at"])
    clock = protocols.load().programme
    current.state, current.issued_by, current.issued_at, current.reviewed_at = (
        ProgrammeState.ISSUED,
        by,
        now,
        now,
    )
    current.starts_on, current.replaces = today, before
    current.retest_on = current.assessment.assessed_on + timedelta(days=clock.retest_day)
    current.expires_on = current.assessment.assessed_on + timedelta(days=clock.expires_day)
    current.save()
    audit.record("programme.issued", by=by, patient=current.patient, object_id=current.pk)
    notices.tell_of_change(current, now)
    return current


@transaction.atomic
def discard(*, by: User, programme: Programme) -> None:
    """Throw a draft away. Raises NotADraft."""
    if not Programme.objects.select_for_update().get(pk=programme.pk).is_draft:
        raise NotADraft
    audit.record("programme.discarded", by=by, patient=programme.patient, object_id=programme.pk)
    programme.delete()


@transaction.atomic
def resume(*, by: User, programme: Programme) -> None:
    """After a stop for safety, and a talk with the patient: let them go on.

    Raises Outdated when a newer assessment was signed: what it says comes first.
    """
    current = Programme.objects.select_for_update().select_related("patient").get(pk=programme.pk)
    if current.state != ProgrammeState.STOPPED:
        return
    newest = current.patient.assessments.current().first()
    if newest is None or newest.pk != current.assessment_id:
        raise Outdated
    current.state, current.reviewed_at = ProgrammeState.ISSUED, timezone.now()
    current.save(update_fields=["state", "reviewed_at"])
    audit.record("programme.resumed", by=by, patient=current.patient, object_id=current.pk)


@transaction.atomic
def end(*, by: User, programme: Programme, now: datetime | None = None) -> None:
    """Over: the patient's page says so, and nothing reminds of it."""
    ended = {"state": ProgrammeState.ENDED, "ended_at": now or timezone.now()}
    if programme.patient.programmes.live().filter(pk=programme.pk).update(**ended):
        audit.record("programme.ended", by=by, patient=programme.patient, object_id=programme.pk)


@transaction.atomic
def in_touch(*, by: User, programme: Programme) -> datetime:
    """The therapist talked to somebody who had stopped: the count of quiet days begins again. Says when."""
    now = timezone.now()
    programme.reviewed_at = now
    programme.save(update_fields=["reviewed_at"])
    audit.record("programme.in_touch", by=by, patient=programme.patient, object_id=programme.pk)
    return now


@transaction.atomic
def answer(*, by: User, decision: Decision, with_: str, now: datetime | None = None) -> Decision:
    """What the therapist made of a decision: seen, confirmed or declined. The first answer stays.

    It answers the earlier, no more urgent ones of the same programme too: nobody is called twice about one thing.
    """
    current = Decision.objects.select_for_update().select_related("patient").get(pk=decision.pk)
    if current.answered_at is None:
        answered = {"answered_at": now or timezone.now(), "answered_by": by, "answer": with_}
        earlier = current.patient.decisions.waiting().filter(
            programme=current.programme_id, made_at__lte=current.made_at, urgency__gte=current.urgency or 0
        )
        earlier.exclude(pk=current.pk).update(**{**answered, "answer": "seen"})
        Decision.objects.filter(pk=current.pk).update(**answered)
        current.refresh_from_db()
        audit.record(f"decision.{with_}", by=by, patient=current.patient, object_id=current.pk)
    return current
