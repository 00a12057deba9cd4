"""What is a patient told of by mail, besides reminders? That the plan is new or has changed, and that a visit is due.

Neither says what. Several changes within a quarter of an hour make one mail, fifteen minutes after the last.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic.mail import outbox
from clinic.mail.models import OutboxMail
from clinic.people import tenancy
from clinic.people.models import Patient
from exercises.models import Programme

CHANGED, RETEST = "programme", "retest"
TEMPLATES = (CHANGED, RETEST)
SETTLES_AFTER = timedelta(minutes=15)
KEPT_FOR = timedelta(days=3)
RETEST_SAID_WITHIN = timedelta(days=7)


def may_be_told(patient: Patient) -> bool:
    """Under treatment, agreed, with an address and a sign-in to read it with."""
    agreed = patient.ended_at is None and patient.consented_at is not None
    return agreed and bool(patient.email) and patient.user_id is not None


def tell_of_change(programme: Programme, now: datetime) -> None:
    """In the transaction of the change, which holds the programme."""
    patient = programme.patient
    if may_be_told(patient):
        at = now + SETTLES_AFTER
        outbox.put_when_settled(
            template=CHANGED,
            patient=patient,
            to_address=patient.email,
            language=patient.language,
            values={"given_name": patient.given_name},
            due_at=at,
            expires_at=at + KEPT_FOR,
        )


def tell_of_retest(programme: Programme, today: date, now: datetime) -> None:
    """Once for each date, however often it is looked at; not for one that is long past."""
    patient, on = programme.patient, programme.retest_on
    if on is None or not on <= today <= on + RETEST_SAID_WITHIN or not may_be_told(patient):
        return
    outbox.put(
        template=RETEST,
        patient=patient,
        to_address=patient.email,
        language=patient.language,
        values={"given_name": patient.given_name},
        slot=f"{RETEST}:{programme.pk}:{on}",
        due_at=now,
        expires_at=datetime.combine(today + timedelta(days=1), time(), ZoneInfo(patient.time_zone)),
    )


def unwanted(mails: Sequence[OutboxMail]) -> set[UUID]:
    """Of these, those whose patient was discharged, no longer agrees or has another address meanwhile."""
    people = {mail.patient_id for mail in mails if mail.patient_id}
    with tenancy.through("planner"):
        patients = {patient.pk: patient for patient in Patient.objects.filter(pk__in=people)}
    return {mail.pk for mail in mails if not _still_wanted(mail, patients)}


def _still_wanted(mail: OutboxMail, patients: Mapping[UUID, Patient]) -> bool:
    patient = patients.get(mail.patient_id) if mail.patient_id else None
    return patient is not None and may_be_told(patient) and patient.email == mail.to_address
