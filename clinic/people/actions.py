"""What can be done with people? Register, correct. Each is one transaction with its audit row."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.people import audit
from clinic.people.models import Clinic, Patient, User

CONSENT_VERSION = "2026-11"


@transaction.atomic
def register_patient(
    *, by: User, clinic: Clinic, consented: bool, now: datetime | None = None, **details: Any
) -> Patient:
    """A new record in this clinic. `details` are fields of Patient; no account yet."""
    moment = now or timezone.now()
    patient = Patient(clinic=clinic, registered_at=moment, **details)
    if consented:
        patient.consent_version, patient.consented_at = CONSENT_VERSION, moment
    patient.full_clean(exclude=["clinic", "user"])
    patient.save(force_insert=True)
    audit.record("patient.registered", by=by, patient=patient, fields=details)
    return patient


@transaction.atomic
def change_clinic(*, by: User, clinic: Clinic, **details: Any) -> Clinic:
    """What stands on its paper and in its mails, and on which paper."""
    changed = [name for name, value in details.items() if getattr(clinic, name) != value]
    if changed:
        for name in changed:
            setattr(clinic, name, details[name])
        clinic.save(update_fields=changed)
        audit.record_of_clinic(
            "clinic.changed", by=by, clinic_id=clinic.pk, object_id=clinic.pk, fields=changed
        )
    return clinic


@transaction.atomic
def change_patient(*, by: User, patient: Patient, **details: Any) -> Patient:
    """Correct what is known of a person: name, contact, history."""
    changed = [name for name, value in details.items() if getattr(patient, name) != value]
    if not changed:
        return patient
    for name in changed:
        setattr(patient, name, details[name])
    patient.save(update_fields=changed)
    if "email" in changed:  # a link that went to the old address lets nobody in any more
        patient.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    audit.record("patient.changed", by=by, patient=patient, fields=changed)
    return patient
