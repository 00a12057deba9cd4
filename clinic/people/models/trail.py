"""Who did what to whose record?"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.people.constraints import RowSecurity
from clinic.people.models.clinic import Clinic, User


class AuditEvent(models.Model):
    """Who did what, when, from where, with what result. Ids and field names, never a value of the record.

    `subjects` are the patients' `audit_ref`. The app's role can insert and read, never change or delete.
    """

    # Made here, not by the database: a person who may add an event need not be able to read it back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, related_name="audit_events")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, default="done")
    subjects = ArrayField(models.UUIDField(), default=list)
    object_id = models.UUIDField(null=True)
    fields = ArrayField(models.CharField(max_length=60), default=list)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [models.Index(fields=["clinic", "-at"], name="people_audit_by_clinic")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "denied", "failed"]), name="people_audit_outcome"
            ),
            RowSecurity(
                name="people_audit_rows",
                read=("staff",),
                write=("staff", "home", "no_clinic"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.outcome}"
