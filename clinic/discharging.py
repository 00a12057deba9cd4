"""What ends when somebody is discharged, and what comes back when they return?

Their programme ends, an open invitation dies and nothing is mailed any more; the record stays. Reopened, the record
is as it was, and the next programme begins with a new assessment.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.mail import outbox
from clinic.mail.words import Reason
from clinic.people import audit
from clinic.people.models import Patient, User
from exercises import issuing


class AlertWaits(Exception):
    """A safety alert of theirs has not been answered: somebody has to look at it first."""


@transaction.atomic
def discharge(*, by: User, patient: Patient, now: datetime | None = None) -> None:
    """Once; a second time changes nothing. Raises AlertWaits."""
    moment = now or timezone.now()
    current = Patient.objects.select_for_update().get(pk=patient.pk)
    if current.ended_at is not None:
        return
    if current.decisions.waiting().filter(alert=True).exists():
        raise AlertWaits
    for programme in current.programmes.live():
        issuing.end(by=by, programme=programme, now=moment)
    current.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=moment)
    current.ended_at = moment
    current.save(update_fields=["ended_at"])
    outbox.withdraw_everything(current, Reason.DISCHARGED)
    audit.record("patient.discharged", by=by, patient=current)


@transaction.atomic
def reopen(*, by: User, patient: Patient) -> None:
    """They are treated here again. Their sign-in works as before."""
    current = Patient.objects.select_for_update().get(pk=patient.pk)
    if current.ended_at is None:
        return
    current.ended_at = None
    current.save(update_fields=["ended_at"])
    audit.record("patient.reopened", by=by, patient=current)
