"""How does a list from another program become patients? Kept while somebody looks; then all at once or not at all."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.people import audit
from clinic.people.actions import CONSENT_VERSION
from clinic.people.importing import Line
from clinic.people.models import Clinic, Patient, PatientList, User

KEPT_FOR = timedelta(days=1)


@transaction.atomic
def keep(*, by: User, clinic: Clinic, lines: Sequence[Line], now: datetime | None = None) -> PatientList:
    """Until it is registered or put aside. What this person kept before, and what is a day old, goes."""
    moment = now or timezone.now()
    PatientList.objects.filter(clinic=clinic, made_by=by).delete()
    PatientList.objects.filter(clinic=clinic, made_at__lt=moment - KEPT_FOR).delete()
    rows = [asdict(line) | {"date_of_birth": line.date_of_birth.isoformat()} for line in lines]
    kept = PatientList(clinic=clinic, made_by=by, made_at=moment, lines=rows)
    kept.save(force_insert=True)
    audit.record_of_clinic("list.read", by=by, clinic_id=clinic.pk, object_id=kept.pk)
    return kept


def waiting(clinic: Clinic, list_id: UUID) -> PatientList | None:
    """The list, unless it was registered or put aside."""
    return PatientList.objects.select_related("clinic").filter(pk=list_id, clinic=clinic).first()


def lines_of(kept: PatientList) -> list[Line]:
    return [Line(**{**row, "date_of_birth": date.fromisoformat(row["date_of_birth"])}) for row in kept.lines]


def registered_already(clinic: Clinic, lines: Sequence[Line]) -> set[int]:
    """The numbers of those lines whose name and date of birth are in this clinic, discharged or not."""
    born = {line.date_of_birth for line in lines}
    known = Patient.objects.filter(clinic=clinic, date_of_birth__in=born)
    names = known.values_list("given_name", "family_name", "date_of_birth")
    keys = {(given.casefold(), family.casefold(), day) for given, family, day in names}
    return {line.number for line in lines if line.key in keys}


@transaction.atomic
def register_all(*, by: User, clinic: Clinic, list_id: UUID, now: datetime | None = None) -> list[Patient]:
    """Everybody on the list who is not here yet. Raises PatientList.DoesNotExist when it was done or put aside."""
    moment = now or timezone.now()
    kept = PatientList.objects.select_for_update().get(pk=list_id, clinic=clinic)
    lines = lines_of(kept)
    here = registered_already(clinic, lines)
    made = [_patient(clinic, line, moment) for line in lines if line.number not in here]
    Patient.objects.bulk_create(made, batch_size=500)
    kept.delete()
    if made:
        audit.record_many("patient.listed", by=by, patients=made, object_id=list_id)
    return made


def _patient(clinic: Clinic, line: Line, moment: datetime) -> Patient:
    consent: dict[str, Any] = (
        {"consent_version": CONSENT_VERSION, "consented_at": moment} if line.consented else {}
    )
    return Patient(
        clinic=clinic,
        given_name=line.given_name,
        family_name=line.family_name,
        date_of_birth=line.date_of_birth,
        email=line.email,
        phone=line.phone,
        language=clinic.language,
        time_zone=clinic.time_zone,
        registered_at=moment,
        **consent,
    )


@transaction.atomic
def put_aside(*, by: User, clinic: Clinic, list_id: UUID) -> None:
    """Nobody was registered; nothing is kept."""
    if PatientList.objects.filter(pk=list_id, clinic=clinic).delete()[0]:
        audit.record_of_clinic("list.put_aside", by=by, clinic_id=clinic.pk, object_id=list_id)
