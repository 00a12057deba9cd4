"""Whose record is to be handed to another clinic, by whose word; and what came from another clinic?"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.people.constraints import RowSecurity, Together
from clinic.people.models.clinic import Clinic, User
from clinic.people.models.patient import Patient


class AgreedBy(models.TextChoices):
    """Who may say yes to it."""

    PATIENT = "patient", _("the patient")
    GUARDIAN = "guardian", _("a parent or guardian")
    ATTORNEY = "attorney", _("somebody who may decide for them")


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Questions asked of transfers."""

    def open(self, now: datetime) -> "TransferQuerySet":
        """Neither received nor withdrawn nor too old."""
        return self.filter(received_at=None, withdrawn_at=None, expires_at__gt=now)

    def received(self) -> "TransferQuerySet":
        return self.exclude(received_at=None)


class Transfer(models.Model):
    """A patient's record is offered to whichever clinic holds the code. Only a digest of the code is kept.

    The row stays in the clinic that made it. The door opens for the one row whose digest is named, and shows nothing of
    the record itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="transfers"
    )
    digest = models.CharField(max_length=64, unique=True)
    agreed_by = models.CharField(max_length=10, choices=AgreedBy.choices)
    agreed_name = models.CharField(max_length=80, blank=True)
    agreed_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    # In words: a clinic sees no other's row.
    received_by = models.CharField(max_length=120, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = [
            Together(
                name="people_transfer_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            models.CheckConstraint(condition=Q(agreed_by__in=AgreedBy.values), name="people_transfer_agreed"),
            models.CheckConstraint(
                condition=Q(agreed_by="patient") | ~Q(agreed_name=""), name="people_transfer_agreed_name"
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(withdrawn_at=None),
                name="people_transfer_received_or_withdrawn",
            ),
            RowSecurity(name="people_transfer_rows", read=("staff", "door_transfer"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"transfer {self.id}"


class ReceivedCopy(models.Model):
    """What another clinic had of a patient on the day they came from there. Read, never changed: the app may not.

    `content` is what `clinic/handing_over.py` makes, in words; nothing is reckoned from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="received_copies"
    )
    from_clinic = models.CharField(max_length=120)
    copied_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        ordering = ("-copied_at", "id")
        constraints = [
            Together(
                name="people_receivedcopy_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            RowSecurity(name="people_receivedcopy_rows", read=("staff",), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"copy {self.id}"
