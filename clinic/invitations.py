"""How is a patient asked in, and how do they come in? By a link that is used up by a button, once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from clinic.mail import outbox
from clinic.people import audit, tenancy
from clinic.people.models import Invitation, Patient, User

INVITATION_DAYS = 14


class InvitationSpent(Exception):
    """The link was used, withdrawn, has run out, or never was."""


class RecordHereAlready(Exception):
    """This sign-in has another record in the clinic: two of one household may share an address, not a record."""


@transaction.atomic
def invite(*, by: User, patient: Patient) -> Invitation:
    """Mail the patient a link. An earlier one that was not used stops working."""
    now = timezone.now()
    patient.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(24)
    invitation = Invitation(
        clinic_id=patient.clinic_id,
        patient=patient,
        digest=_digest(secret),
        made_by=by,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    invitation.save(force_insert=True)
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


def invitation_for(secret: str) -> Invitation | None:
    """The usable invitation a link names, or None. Looking does not use it up."""
    with tenancy.through("invitation"):
        return (
            Invitation.objects.select_related("clinic")
            .filter(digest=_digest(secret), used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
            .first()
        )


@dataclass(frozen=True)
class Arrival:
    """Who came in, and whether their sign-in was made just now."""

    user: User
    is_new: bool


@transaction.atomic
def accept_invitation(*, secret: str, signed_in: User | None) -> Arrival:
    """Give the patient their sign-in, once. The link came by mail, so the address is theirs.

    `signed_in` is the person who chose to go on as themselves. Otherwise the address decides: whoever has a sign-in
    with it keeps that one, and must use it; for nobody else the link is a way into an account that stands.
    Raises InvitationSpent, RecordHereAlready.
    """
    found = invitation_for(secret)
    if found is None:
        raise InvitationSpent
    with tenancy.within(found.clinic_id):
        patient = Patient.objects.select_for_update().get(pk=found.patient_id)
        used = Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now())
        if not used:
            raise InvitationSpent
        known = patient.user or signed_in or User.objects.filter(email__iexact=patient.email).first()
        if (
            known
            and Patient.objects.filter(clinic=found.clinic_id, user=known).exclude(pk=patient.pk).exists()
        ):
            raise RecordHereAlready
        patient.user = known or _new_person(patient)
        patient.save(update_fields=["user"])
        audit.record("patient.came_in", by=patient.user, patient=patient, object_id=found.pk)
    return Arrival(patient.user, is_new=known is None)


def _new_person(patient: Patient) -> User:
    user = User.objects.create_user(patient.email, name=patient.full_name, language=patient.language)
    EmailAddress.objects.create(user=user, email=user.email or "", verified=True, primary=True)
    return user


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
