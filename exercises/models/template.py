"""Which progressions does a clinic keep for the next patient? Exercises and doses by stage; nothing of anybody."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.people.constraints import RowSecurity
from clinic.people.models import Clinic, User


class TemplateQuerySet(models.QuerySet["ProgrammeTemplate"]):
    """Questions asked of a clinic's templates."""

    def offered(self) -> "TemplateQuerySet":
        """Not taken off the list."""
        return self.filter(retired_at=None)


class ProgrammeTemplate(models.Model):
    """A clinic's own way to begin. Whoever it is used for, the rules are asked about every line anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="programme_templates")
    name = models.CharField(_("name"), max_length=80)
    # In order: {"stage", "exercise", "level", "step", "times_per_day", "rhythm"}; no reason, for it may name somebody.
    lines = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ("name", "made_at")
        constraints = [
            models.UniqueConstraint(
                "clinic", Lower("name"), condition=Q(retired_at=None), name="exercises_template_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="exercises_template_named"),
            RowSecurity(name="exercises_template_rows", read=("staff",), write=("staff",)),
        ]

    def __str__(self) -> str:
        return self.name
