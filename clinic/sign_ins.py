"""What becomes of somebody's sign-in? Made when they first come in, renewed when they have lost their way in."""

import secrets
import unicodedata

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from clinic.people import tenancy
from clinic.people.models import Patient, User

NUMBERS = range(1000, 10_000)
NAMELESS = "guest"


def with_address(patient: Patient) -> User:
    """For whoever opened a link that was mailed to them."""
    user = User.objects.create_user(patient.email, name=patient.full_name, language=patient.language)
    _prove(user, patient.email)
    return user


def with_name(patient: Patient) -> User:
    """For whoever holds a printed code: a name to sign in with, and no address until a code sent there comes back."""
    return User.objects.create_user(
        None, name=patient.full_name, language=patient.language, sign_in_name=_free_name(patient)
    )


def is_only_for(user: User, patient: Patient) -> bool:
    """It opens this record and nothing else: no other clinic's, no work."""
    return not user.is_staff and all(tie.patient_id == patient.pk for tie in tenancy.ties_of(user.pk))


def renew(user: User, address: str) -> User:
    """The old ways in are gone: password, passkeys, sessions. An address that was just proven takes its place."""
    end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    taken = User.objects.filter(email__iexact=address).exclude(pk=user.pk)
    if address and address.lower() != user.email and not taken.exists():
        user.email = address.lower()
        user.save(update_fields=["email"])
        EmailAddress.objects.filter(user=user).delete()
        _prove(user, user.email)
    return user


def end_sessions(user: User) -> None:
    """Everywhere, at once."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def _prove(user: User, address: str) -> None:
    EmailAddress.objects.create(user=user, email=address.lower(), verified=True, primary=True)


def _free_name(patient: Patient) -> str:
    """mirela-4821: easy to keep, and nothing to anybody without the password."""
    plain = unicodedata.normalize("NFKD", patient.given_name).encode("ascii", "ignore").decode().lower()
    word = "".join(sign for sign in plain if sign.isalpha())[:20] or NAMELESS
    while True:
        name = f"{word}-{secrets.choice(NUMBERS)}"
        if not User.objects.filter(sign_in_name=name).exists():
            return name
