"""What happened to whose record? One event a request or action: ids, names of fields, outcome; never a value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from clinic.people import tenancy
from clinic.people.models import AuditEvent, Patient, User


@dataclass(frozen=True)
class Denial:
    what: str
    object_id: UUID | None


def record(
    action: str,
    *,
    by: User | None,
    patient: Patient,
    object_id: UUID | None = None,
    fields: Iterable[str] = (),
    address: str | None = None,
) -> None:
    """A write, inside the transaction of what it is about: if this fails, nothing is written."""
    AuditEvent(
        clinic_id=patient.clinic_id,
        actor=by,
        action=action,
        subjects=[patient.audit_ref],
        object_id=object_id,
        fields=sorted(fields),
        address=address,
    ).save(force_insert=True)


def record_many(action: str, *, by: User, patients: Sequence[Patient], object_id: UUID | None = None) -> None:
    """One write that was about several people of a clinic; in its transaction too."""
    AuditEvent(
        clinic_id=patients[0].clinic_id,
        actor=by,
        action=action,
        subjects=[patient.audit_ref for patient in patients],
        object_id=object_id,
    ).save(force_insert=True)


def record_of_clinic(
    action: str, *, by: User, clinic_id: UUID, object_id: UUID | None = None, fields: Iterable[str] = ()
) -> None:
    """A write that is about the clinic and no patient; in its transaction too."""
    AuditEvent(clinic_id=clinic_id, actor=by, action=action, object_id=object_id, fields=sorted(fields)).save(
        force_insert=True
    )


def record_read(
    request: HttpRequest, action: str, patients: Iterable[Patient], object_id: UUID | None = None
) -> None:
    """A page that shows records: one event, however many it lists."""
    shown = list(patients)
    if not shown:
        return
    AuditEvent(
        clinic_id=shown[0].clinic_id,
        actor_id=request.user.pk,
        action=action,
        subjects=[patient.audit_ref for patient in shown],
        object_id=object_id,
        address=address_of(request),
    ).save(force_insert=True)


def deny(request: HttpRequest, what: str, object_id: UUID | None) -> None:
    """Remember a refusal: it is written when the transaction it rolls back is over."""
    denials(request).append(Denial(what, object_id))


def denials(request: HttpRequest) -> list[Denial]:
    if not hasattr(request, "_denials"):
        request._denials = []  # type: ignore[attr-defined]
    return request._denials  # type: ignore[attr-defined, no-any-return]


def write_denials(request: HttpRequest) -> None:
    """In the actor's own clinic, whichever clinic's record they asked for."""
    for denial in denials(request):
        person = request._person  # type: ignore[attr-defined]
        clinic_id = person.ties[0].clinic_id if person.ties else None
        event = AuditEvent(
            clinic_id=clinic_id,
            actor=person.user,
            action=f"denied.{denial.what}",
            outcome="denied",
            object_id=denial.object_id,
            address=address_of(request),
        )
        if clinic_id is None:
            event.save(force_insert=True)
        else:
            with tenancy.within(clinic_id):
                event.save(force_insert=True)


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from: counts only the proxies that are ours."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # no address at all, as over a local socket
        return None
