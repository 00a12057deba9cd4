"""Whose is what a browser keeps? A mark that stays the same for a person and says nothing about them."""

from django.utils.crypto import salted_hmac

from clinic.people.models import User

HEADER = "Plumb-Account"


def account_mark(user: User) -> str:
    """The name under which a phone keeps today's practice and what was not sent yet."""
    return salted_hmac("clinic.people.devices", str(user.pk), algorithm="sha256").hexdigest()[:32]
