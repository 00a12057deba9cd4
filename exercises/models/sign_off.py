"""Who of a clinic has reviewed the protocol, and with which settings? One row for each signature, never changed."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clinic.people.constraints import RowSecurity
from clinic.people.models import Clinic, User


class ProtocolReview(models.Model):
    """A physiotherapist's name under one version of the protocol, with what the clinic set for itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    protocol_id = models.CharField(max_length=60)
    protocol_version = models.CharField(max_length=80)
    overlay = models.JSONField(default=dict)
    overlay_digest = models.CharField(max_length=80, blank=True)
    signer_name = models.CharField(max_length=120)
    registration_number = models.CharField(max_length=40)
    # The day where the clinic is.
    signed_on = models.DateField()
    signed_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-signed_at",)
        indexes = [models.Index(fields=["clinic", "-signed_at"], name="exercises_review_by_clinic")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(signer_name="") & ~Q(registration_number=""), name="exercises_review_signed"
            ),
            RowSecurity(name="exercises_review_rows", read=("staff",), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_version} {self.signed_on}"
