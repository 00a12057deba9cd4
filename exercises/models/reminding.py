"""When does the patient want to be reminded?"""

import uuid
from datetime import datetime, time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.people.constraints import RowSecurity, Together
from clinic.people.models import Clinic, Patient

EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]


def every_day() -> list[int]:
    return list(EVERY_DAY)


class ReminderPreferenceQuerySet(models.QuerySet["ReminderPreference"]):
    """Questions the planner asks."""

    def due(self, now: datetime) -> "ReminderPreferenceQuerySet":
        """Whose next time has come."""
        return self.filter(enabled=True, next_due_at__lte=now)


class ReminderPreference(models.Model):
    """One patient's reminders: days (Monday is 0), one time for each slot, in the patient's own time zone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.OneToOneField(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="reminder_preference"
    )
    enabled = models.BooleanField(_("send me reminders"), default=False)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=every_day)
    first_time = models.TimeField(default=time(8, 0))
    second_time = models.TimeField(null=True, blank=True, default=time(18, 0))
    quiet_from = models.TimeField(default=time(21, 0))
    quiet_until = models.TimeField(default=time(7, 0))
    # A second, gentle one on a day on which the reminder was to no avail; null for none.
    nudge_time = models.TimeField(null=True, blank=True)
    # One letter a week, on this day at the first time, instead of all of the above.
    weekly = models.BooleanField(default=False)
    weekly_on = models.PositiveSmallIntegerField(default=0)
    # Be asked by mail how the morning after a practice is.
    asks_morning = models.BooleanField(default=False)
    # The first and the last day without any.
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    # When the planner should look next; null while there is nothing to remind of.
    next_due_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    # How often it was changed: a calendar that reads it sees which is the newer.
    revision = models.PositiveIntegerField(default=0)

    objects = ReminderPreferenceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_due_at"], condition=Q(enabled=True), name="exercises_reminder_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=EVERY_DAY), name="exercises_reminder_weekdays"
            ),
            models.CheckConstraint(
                condition=Q(second_time=None) | Q(second_time__gt=models.F("first_time")),
                name="exercises_reminder_second_later",
            ),
            models.CheckConstraint(
                condition=Q(nudge_time=None) | Q(nudge_time__gt=models.F("first_time")),
                name="exercises_reminder_nudge_later",
            ),
            models.CheckConstraint(condition=Q(weekly_on__in=EVERY_DAY), name="exercises_reminder_weekly_on"),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None)
                | Q(away_from__isnull=False, away_until__gte=models.F("away_from")),
                name="exercises_reminder_away_whole",
            ),
            Together(
                name="exercises_reminder_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            RowSecurity(
                name="exercises_reminder_rows",
                read=("staff", "patient", "door_planner", "door_unsubscribe"),
                write=("staff", "patient"),
            ),
        ]

    def __str__(self) -> str:
        return f"reminders of {self.patient_id}"
