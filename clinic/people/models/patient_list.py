"""Which list of patients was read, and waits for somebody to say that it is right?"""

import uuid

from django.db import models
from django.utils import timezone

from clinic.people.constraints import RowSecurity
from clinic.people.models.clinic import Clinic, User


class PatientList(models.Model):
    """The lines of a file that had no trouble; gone once they are registered, put aside or a day old."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # As `importing.Line` has them, dates as ISO text.
    lines = models.JSONField()

    class Meta:
        constraints = [RowSecurity(name="people_patientlist_rows", read=("staff",), write=("staff",))]

    def __str__(self) -> str:
        return f"list {self.id}"
