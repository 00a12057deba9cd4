"""How does a patient's record come to another clinic? By a printed code, once, and only as a copy.

Three steps, each in the clinic it belongs to. The clinic that has the record offers it, by the patient's word, and
prints a code; the other one types the code and sees a name and a date of birth; it says yes, and a record of its own
begins there, with a copy beside it that nobody can change. No row crosses the border: the old record stays where it
is, discharged.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic import discharging, handing_over
from clinic.mail import outbox
from clinic.people import audit, codes, tenancy
from clinic.people.actions import change_patient, register_patient
from clinic.people.models import AgreedBy, Clinic, Patient, ReceivedCopy, Transfer, User

DAYS = 7
DETAILS = ("given_name", "family_name", "date_of_birth", "email", "phone", "language", "time_zone")
LISTS = ("activities", "conditions", "equipment")
SURGERY = ("surgery_kind", "surgery_on", "surgeon_cleared", "extension_cleared")


class TransferSpent(Exception):
    """The code was used, withdrawn, has run out, or never was."""


class OurOwn(Exception):
    """The code is of this very clinic: the record is here already."""


class NotReady(Exception):
    """Something in the clinic that has the record must be settled first."""


@dataclass(frozen=True)
class Consent:
    """Who said yes, and when."""

    by: AgreedBy
    name: str
    on: date


@dataclass(frozen=True)
class Printed:
    """What stands on the sheet. The code itself is kept nowhere."""

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class Coming:
    """Enough to recognise somebody by, and no more."""

    name: str
    born: date
    from_clinic: str


# -- In the clinic that has the record -----------------------------------------------------------------------------
@transaction.atomic
def offer(*, by: User, patient: Patient, consent: Consent, now: datetime | None = None) -> Printed:
    """A code to print. An earlier one stops working; the patient is told."""
    moment, code = now or timezone.now(), codes.new()
    patient.transfers.open(moment).update(withdrawn_at=moment)
    transfer = Transfer(
        clinic_id=patient.clinic_id,
        patient=patient,
        digest=_digest(code),
        agreed_by=consent.by,
        agreed_name=consent.name,
        agreed_on=consent.on,
        made_by=by,
        made_at=moment,
        expires_at=moment + timedelta(days=DAYS),
    )
    transfer.save(force_insert=True)
    _tell(patient, is_done=False)
    audit.record("transfer.offered", by=by, patient=patient, object_id=transfer.pk, fields=["agreed_by"])
    return Printed(codes.written(code), transfer.expires_at)


@transaction.atomic
def take_back(*, by: User, patient: Patient, now: datetime | None = None) -> bool:
    """False: there is no code that still works."""
    moment = now or timezone.now()
    current = patient.transfers.open(moment).first()
    if current is None or not patient.transfers.open(moment).update(withdrawn_at=moment):
        return False
    audit.record("transfer.withdrawn", by=by, patient=patient, object_id=current.pk)
    return True


# -- In the other clinic -------------------------------------------------------------------------------------------
@transaction.atomic
def look(*, by: User, clinic: Clinic, code: str, now: datetime | None = None) -> Coming:
    """Who is coming. Raises TransferSpent, OurOwn."""
    found = _usable(code, clinic, now or timezone.now())
    with tenancy.within(found.clinic_id):
        patient = Patient.objects.select_related("clinic").get(pk=found.patient_id)
        audit.record("transfer.looked_at", by=by, patient=patient, object_id=found.pk)
    return Coming(patient.full_name, patient.date_of_birth, patient.clinic.name)


@transaction.atomic
def receive(*, by: User, clinic: Clinic, code: str, consented: bool, now: datetime | None = None) -> Patient:
    """Their record here, with the copy beside it. Raises TransferSpent, OurOwn, NotReady."""
    moment = now or timezone.now()
    found = _usable(code, clinic, moment)
    with tenancy.within(found.clinic_id):
        old, copies = _hand_over(found, by, clinic, moment)
    with tenancy.within(clinic.pk):
        patient = _record_here(old, by, clinic, consented=consented)
        for copy in copies:
            copy.clinic, copy.patient, copy.received_by = clinic, patient, by
            copy.save(force_insert=True)
        audit.record("patient.received", by=by, patient=patient, object_id=copies[0].pk)
    return patient


def _usable(code: str, clinic: Clinic, moment: datetime) -> Transfer:
    digest = _digest(code)
    with tenancy.through("transfer", digest):
        found = Transfer.objects.open(moment).filter(digest=digest).first()
    if found is None:
        raise TransferSpent
    if found.clinic_id == clinic.pk:
        raise OurOwn
    return found


def _hand_over(
    found: Transfer, by: User, clinic: Clinic, moment: datetime
) -> tuple[Patient, list[ReceivedCopy]]:
    """The copy is made, the record here ends, and the code is spent: all of it, or nothing."""
    unused = Transfer.objects.open(moment).filter(pk=found.pk)
    if not unused.update(received_at=moment, received_by=clinic.name):
        raise TransferSpent
    patient = Patient.objects.select_related("clinic", "user").get(pk=found.patient_id)
    own = ReceivedCopy(
        from_clinic=patient.clinic.name, copied_at=moment, content=handing_over.copy_of(patient)
    )
    earlier = [
        ReceivedCopy(from_clinic=one.from_clinic, copied_at=one.copied_at, content=one.content)
        for one in patient.received_copies.all()
    ]
    try:
        discharging.discharge(by=by, patient=patient, now=moment)
    except discharging.AlertWaits as waits:
        raise NotReady from waits
    _tell(patient, is_done=True)
    audit.record("patient.transferred", by=by, patient=patient, object_id=found.pk)
    return patient, [own, *earlier]


def _record_here(old: Patient, by: User, clinic: Clinic, *, consented: bool) -> Patient:
    """A new one; or, for whoever has one here under the same sign-in, that one, opened again."""
    known = Patient.objects.filter(clinic=clinic, user=old.user).first() if old.user else None
    if known is not None:
        discharging.reopen(by=by, patient=known)
        return change_patient(by=by, patient=known, **_history(old, known))
    details = {name: getattr(old, name) for name in DETAILS}
    patient = register_patient(by=by, clinic=clinic, consented=consented, **details, **_history(old))
    if old.user is not None:  # one sign-in for both
        patient.user = old.user
        patient.save(update_fields=["user"])
    return patient


def _history(old: Patient, known: Patient | None = None) -> dict[str, Any]:
    """What changes a plan comes along; what was known here before is not forgotten for it."""
    lists = {name: sorted({*getattr(old, name), *(getattr(known, name) if known else [])}) for name in LISTS}
    dated = {"pregnancy_due_on": old.pregnancy_due_on} if old.pregnancy_due_on else {}
    surgery = {name: getattr(old, name) for name in SURGERY} if old.surgery_kind else {}
    return {**lists, **dated, **surgery}


def _tell(patient: Patient, *, is_done: bool) -> None:
    """By e-mail, if they agreed to e-mail: that it happens, and nothing of what is in it."""
    if patient.email and patient.consented_at:
        outbox.put(
            template="transfer",
            patient=patient,
            to_address=patient.email,
            language=patient.language,
            values={
                "given_name": patient.given_name,
                "clinic": patient.clinic.name,
                "phone": patient.clinic.phone,
                "is_done": is_done,
            },
            expires_at=timezone.now() + timedelta(days=DAYS),
        )


def _digest(code: str) -> str:
    """Keyed: a code is short enough to be found by trying, for whoever has the table and not the key."""
    return salted_hmac("clinic.transferring.code", code, algorithm="sha256").hexdigest()
