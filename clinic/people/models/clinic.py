"""Which clinics are there, who can sign in, and who works where?"""

import uuid
import zoneinfo
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.people.constraints import RowSecurity

# No @ in it, so that it is never taken for an address.
SIGN_IN_NAME = "^[a-z]+-[0-9]{4,}$"


@cache
def _time_zone_names() -> frozenset[str]:
    """Reading them takes a tenth of a second: once is enough."""
    return frozenset(zoneinfo.available_timezones())


def check_time_zone(name: str) -> None:
    """Refuse what the IANA time zone database does not know."""
    if name not in _time_zone_names():
        raise ValidationError(_("Choose a time zone from the list, for example Europe/London."))


class Paper(models.TextChoices):
    """Named as the typesetter names them."""

    A4 = "a4", _("A4")
    LETTER = "us-letter", _("Letter")


class Clinic(models.Model):
    """One practice: the border no record crosses."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, help_text=_("ISO 3166 code: it decides the emergency wording."))
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    phone = models.CharField(max_length=40)
    email = models.EmailField()
    address = models.TextField(blank=True)
    paper = models.CharField(_("paper"), max_length=10, choices=Paper.choices, default=Paper.A4)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(country__regex="^[A-Z]{2}$"), name="people_clinic_country"),
            models.CheckConstraint(condition=Q(paper__in=Paper.values), name="people_clinic_paper"),
            RowSecurity(
                name="people_clinic_rows",
                read=(
                    "the_clinic",
                    "the_home",
                    "door_sender",
                    "door_planner",
                    "door_invitation",
                    "door_unsubscribe",
                ),
                write=("the_clinic",),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TextSize(models.TextChoices):
    NORMAL = "normal", _("As it is")
    LARGE = "large", _("Larger")
    LARGEST = "largest", _("Largest")


class Contrast(models.TextChoices):
    NORMAL = "normal", _("As it is")
    MORE = "more", _("High")


class UserManager(BaseUserManager["User"]):
    """Makes people who can sign in."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in. Without an e-mail for people who have none. Says nothing about any clinic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    # For people without an e-mail address: made by us, told to them, of no use without their password.
    sign_in_name = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    # How they read best: on every page, on every device.
    text_size = models.CharField(
        _("text size"), max_length=8, choices=TextSize.choices, default=TextSize.NORMAL
    )
    contrast = models.CharField(
        _("contrast"), max_length=8, choices=Contrast.choices, default=Contrast.NORMAL
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text=_("The platform's operator: sees no patient."))
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="people_user_email_any_case"),
            models.CheckConstraint(condition=~Q(email=""), name="people_user_email_or_null"),
            models.CheckConstraint(
                condition=Q(text_size__in=TextSize.values, contrast__in=Contrast.values),
                name="people_user_reading",
            ),
            models.CheckConstraint(
                condition=Q(sign_in_name=None) | Q(sign_in_name__regex=SIGN_IN_NAME),
                name="people_user_sign_in_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner", _("Clinic owner")
    THERAPIST = "therapist", _("Therapist")
    ASSISTANT = "assistant", _("Assistant")


class Membership(models.Model):
    """A person works in a clinic, in one role. An ended one is kept: their name stands under what they signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "user"], condition=Q(ended_at=None), name="people_membership_once"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="people_membership_role"),
            RowSecurity(name="people_membership_rows", read=("staff", "myself"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"
