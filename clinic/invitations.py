"""How is a patient asked in, and how do they come in? By a link or a printed code that a button uses up, once.

A link came by mail, so it proves an address. A printed code proves that the clinic handed it to somebody: it lets them
in, and proves no address.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clinic import sign_ins
from clinic.mail import outbox
from clinic.people import audit, codes, tenancy
from clinic.people.models import Channel, Invitation, Patient, User

INVITATION_DAYS = 14


class InvitationSpent(Exception):
    """The link or code was used, withdrawn, has run out, or never was."""


class RecordHereAlready(Exception):
    """This sign-in has another record in the clinic: two of one household may share an address, not a record."""


@transaction.atomic
def invite(*, by: User, patient: Patient) -> Invitation:
    """Mail the patient a link. Earlier links and codes stop working, and open sessions end."""
    secret = secrets.token_urlsafe(24)
    invitation = _anew(by, patient, Channel.MAIL, _digest(secret))
    outbox.put(
        template="invitation",
        patient=patient,
        to_address=patient.email,
        language=patient.language,
        values={
            "given_name": patient.given_name,
            "clinic": patient.clinic.name,
            "link": f"{settings.BASE_URL}/invitation/{secret}/",
            "days": INVITATION_DAYS,
        },
        expires_at=invitation.expires_at,
    )
    audit.record("patient.invited", by=by, patient=patient, object_id=invitation.pk)
    return invitation


@dataclass(frozen=True)
class Printed:
    """What stands on the sheet. The code itself is kept nowhere."""

    code: str
    path: str
    expires_at: datetime


@transaction.atomic
def print_code(*, by: User, patient: Patient) -> Printed:
    """A code to hand over. Earlier links and codes stop working, and open sessions end."""
    code = codes.new()
    invitation = _anew(by, patient, Channel.PAPER, _digest_of_code(code))
    audit.record("patient.code_printed", by=by, patient=patient, object_id=invitation.pk)
    return Printed(codes.written(code), reverse("start_with", args=[code]), invitation.expires_at)


def _anew(by: User, patient: Patient, channel: Channel, digest: str) -> Invitation:
    now = timezone.now()
    patient.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    if patient.user is not None and sign_ins.is_only_for(patient.user, patient):
        sign_ins.end_sessions(patient.user)
    invitation = Invitation(
        clinic_id=patient.clinic_id,
        patient=patient,
        channel=channel,
        digest=digest,
        made_by=by,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    invitation.save(force_insert=True)
    return invitation


def invitation_for(secret: str) -> Invitation | None:
    """The usable invitation a link names, or None. Looking does not use it up."""
    return _usable(_digest(secret), Channel.MAIL)


def _usable(digest: str, channel: Channel) -> Invitation | None:
    with tenancy.through("invitation"):
        return (
            Invitation.objects.open(timezone.now())
            .select_related("clinic")
            .filter(digest=digest, channel=channel)
            .first()
        )


@dataclass(frozen=True)
class Arrival:
    """Whose sign-in it is now, and whether they come in with it at once or must use it first."""

    user: User
    comes_in: bool


@transaction.atomic
def accept_invitation(*, secret: str, signed_in: User | None) -> Arrival:
    """Give the patient their sign-in, once. The link came by mail, so the address is theirs.

    `signed_in` is the person who chose to go on as themselves. Otherwise the address decides: whoever has a sign-in
    with it keeps that one, and must use it; for nobody else the link is a way into an account that stands.
    Raises InvitationSpent, RecordHereAlready.
    """
    return _accept(invitation_for(secret), signed_in)


@transaction.atomic
def accept_code(*, code: str, signed_in: User | None) -> Arrival:
    """The same for a printed code, as `codes.read` has read it."""
    return _accept(_usable(_digest_of_code(code), Channel.PAPER), signed_in)


def _accept(found: Invitation | None, signed_in: User | None) -> Arrival:
    if found is None:
        raise InvitationSpent
    with tenancy.within(found.clinic_id):
        patient = (
            Patient.objects.select_for_update(of=("self",)).select_related("user").get(pk=found.patient_id)
        )
        unused = Invitation.objects.filter(pk=found.pk, used_at=None, withdrawn_at=None)
        if not unused.update(used_at=timezone.now()):
            raise InvitationSpent
        arrival = _arrival(patient, Channel(found.channel), signed_in)
        others = Patient.objects.filter(clinic=found.clinic_id, user=arrival.user).exclude(pk=patient.pk)
        if others.exists():
            raise RecordHereAlready
        patient.user = arrival.user
        patient.save(update_fields=["user"])
        audit.record("patient.came_in", by=patient.user, patient=patient, object_id=found.pk)
    return arrival


def _arrival(patient: Patient, channel: Channel, signed_in: User | None) -> Arrival:
    """Whose the record becomes. A clinic can hand out a sign-in only where it opens nothing but its own record."""
    is_proven = channel == Channel.MAIL
    if signed_in is not None:
        return Arrival(signed_in, comes_in=False)
    if patient.user is not None and sign_ins.is_only_for(patient.user, patient):
        return Arrival(sign_ins.renew(patient.user, patient.email if is_proven else ""), comes_in=True)
    if patient.user is not None and patient.user.email:
        return Arrival(patient.user, comes_in=False)
    standing = User.objects.filter(email__iexact=patient.email).first() if is_proven else None
    if standing is not None:
        return Arrival(standing, comes_in=False)
    make: Callable[[Patient], User] = sign_ins.with_address if is_proven else sign_ins.with_name
    return Arrival(make(patient), comes_in=True)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _digest_of_code(code: str) -> str:
    """Keyed: a code is short enough to be found by trying, for whoever has the table and not the key."""
    return salted_hmac("clinic.invitations.code", code, algorithm="sha256").hexdigest()
