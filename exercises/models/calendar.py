"""Who may read a patient's days as a calendar? Whoever holds the secret address, until it is withdrawn."""

import uuid

from django.db import models
from django.utils import timezone

from clinic.people.constraints import RowSecurity, Together
from clinic.people.models import Clinic, Patient


class CalendarFeed(models.Model):
    """One a patient. Only a digest of the address's secret is kept; withdrawn, the row is gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.OneToOneField(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            Together(
                name="exercises_calendar_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            RowSecurity(
                name="exercises_calendar_rows",
                read=("staff", "patient", "door_calendar"),
                write=("staff", "patient"),
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.patient_id}"
