"""What follows when a patient agrees to e-mail, and what ends when they no longer do?

Without their agreement nothing is mailed to them: what waits is withdrawn at once, and an invitation by mail no longer
opens. Their sign-in and their plan stay as they are.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.mail import outbox
from clinic.mail.words import Reason
from clinic.people import audit
from clinic.people.actions import CONSENT_VERSION
from clinic.people.models import Channel, Patient, User

AGREEMENT = ["consent_version", "consented_at"]


@transaction.atomic
def agree(*, by: User, patient: Patient, now: datetime | None = None) -> None:
    """They were asked and said yes. Once: a second time changes nothing."""
    current = Patient.objects.select_for_update().get(pk=patient.pk)
    if current.consented_at is None:
        current.consent_version, current.consented_at = CONSENT_VERSION, now or timezone.now()
        current.save(update_fields=AGREEMENT)
        audit.record("patient.agreed", by=by, patient=current, fields=AGREEMENT)


@transaction.atomic
def no_longer_agree(*, by: User, patient: Patient, now: datetime | None = None) -> None:
    """They said no. Once."""
    current = Patient.objects.select_for_update().get(pk=patient.pk)
    if current.consented_at is not None:
        current.consent_version, current.consented_at = "", None
        current.save(update_fields=AGREEMENT)
        mailed = current.invitations.filter(channel=Channel.MAIL, used_at=None, withdrawn_at=None)
        mailed.update(withdrawn_at=now or timezone.now())
        outbox.withdraw_everything(current, Reason.NO_AGREEMENT)
        audit.record("patient.agreement_withdrawn", by=by, patient=current, fields=AGREEMENT)
