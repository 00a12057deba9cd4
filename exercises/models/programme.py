"""What was prescribed? A programme is a snapshot: what was issued, with the versions it came from.

A draft is edited on Propose; once issued, only its practice, its open stages and its end change. Another assessment or
another stage makes another programme, which points at the one it replaces.
"""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from clinic.people.constraints import RowSecurity, Together
from clinic.people.models import Clinic, Patient, User

OF_PROGRAMME = ("clinic_id", "patient_id", "programme_id")
PROGRAMME = ("clinic_id", "patient_id", "id")


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("Proposed")
    ISSUED = "issued", _("Issued")
    STOPPED = "stopped", _("Stopped for safety")
    REPLACED = "replaced", _("Replaced")
    ENDED = "ended", _("Ended")


LIVE = (ProgrammeState.ISSUED, ProgrammeState.STOPPED)


class StageName(models.TextChoices):
    INHIBIT = "inhibit", _("Release")
    GLUTES = "glutes", _("Glutes")
    CORE = "core", _("Core")
    BALANCE = "balance", _("Balance")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Questions asked of programmes."""

    def drafts(self) -> "ProgrammeQuerySet":
        return self.filter(state=ProgrammeState.DRAFT)

    def live(self) -> "ProgrammeQuerySet":
        """Issued, and neither replaced nor ended; stopped ones too, for they wait for the therapist."""
        return self.filter(state__in=LIVE)

    def due_for_a_look(self, now: datetime) -> "ProgrammeQuerySet":
        """Running, and their patient's noon has passed since the last look."""
        late = Q(next_look_at=None) | Q(next_look_at__lte=now)
        return self.filter(late, state=ProgrammeState.ISSUED)


class Programme(models.Model):
    """One progression for one patient, from one assessment, by one version of protocol and engine."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="programmes"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, db_constraint=False, related_name="programmes"
    )
    state = models.CharField(max_length=10, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", db_constraint=False
    )
    ended_at = models.DateTimeField(null=True)

    presentation = models.CharField(max_length=10)
    opens_through = models.CharField(max_length=10, choices=StageName.choices)
    protocol_id = models.CharField(max_length=60)
    protocol_version = models.CharField(max_length=80)
    # What the clinic changed in the protocol, and the digest of that; empty where it changed nothing.
    overlay = models.JSONField(default=dict)
    overlay_digest = models.CharField(max_length=80, blank=True)
    engine_version = models.CharField(max_length=20)
    facts = models.JSONField()
    plan = models.JSONField()
    cautions = ArrayField(models.CharField(max_length=60), default=list)
    # The clinic's template it was begun from, and what of that the rules left out or made easier, in sentences.
    started_from = models.JSONField(default=dict)
    starts_on = models.DateField(null=True)
    retest_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    # The last review by a therapist: the engine's window of sessions begins after it.
    reviewed_at = models.DateTimeField(null=True)
    # Kept here so that Today can ask one table who stopped practising.
    last_session_on = models.DateField(null=True)
    # The last local day for which steps forward were decided, and when to look again: the next noon there.
    decided_through = models.DateField(null=True)
    next_look_at = models.DateTimeField(null=True)
    # The last local day on which the patient said that they run.
    run_day = models.DateField(null=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes = [
            models.Index(fields=["patient", "-made_at"], name="exercises_prog_by_patient"),
            models.Index(
                fields=["clinic", "last_session_on"],
                condition=Q(state="issued"),
                name="exercises_prog_practice",
            ),
            models.Index(
                fields=["clinic", "retest_on"], condition=Q(state="issued"), name="exercises_prog_retest"
            ),
            models.Index(
                fields=["next_look_at"], condition=Q(state="issued"), name="exercises_prog_next_look"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "patient", "id"], name="exercises_programme_of_patient"
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(state="draft"), name="exercises_one_draft_per_patient"
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(state__in=["issued", "stopped"]),
                name="exercises_one_live_per_patient",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProgrammeState.values), name="exercises_programme_state"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_at=None, issued_by=None, starts_on=None)
                | Q(issued_at__isnull=False, issued_by__isnull=False, starts_on__isnull=False),
                name="exercises_programme_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(opens_through__in=StageName.values), name="exercises_programme_opens_through"
            ),
            models.CheckConstraint(
                condition=Q(presentation__in=["short", "tone", "long", "glute"]),
                name="exercises_programme_presentation",
            ),
            Together(
                name="exercises_programme_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            Together(
                name="exercises_programme_same_patient",
                fields=("clinic_id", "patient_id", "assessment_id"),
                of="assessments.Assessment",
                their=("clinic_id", "patient_id", "id"),
            ),
            Together(
                name="exercises_programme_replaces_own",
                fields=("clinic_id", "patient_id", "replaces_id"),
                of="exercises.Programme",
                their=PROGRAMME,
            ),
            RowSecurity(
                name="exercises_programme_rows",
                read=("staff", "patient", "door_planner"),
                write=("staff", "patient"),
            ),
        ]

    def __str__(self) -> str:
        return f"programme {self.id} {self.state}"

    @property
    def is_draft(self) -> bool:
        return self.state == ProgrammeState.DRAFT

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class Stage(models.Model):
    """One of the four stages of a programme, open or waiting."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, db_constraint=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, db_constraint=False, related_name="stages"
    )
    name = models.CharField(max_length=10, choices=StageName.choices)
    position = models.PositiveSmallIntegerField()
    is_open = models.BooleanField()
    # What opens it: {"id", "values", "text"} for the clinician and for the patient; empty where it is open.
    unlocks_when = models.JSONField(default=dict)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="exercises_stage_once"),
            models.UniqueConstraint(fields=["programme", "id"], name="exercises_stage_in_programme"),
            models.CheckConstraint(condition=Q(name__in=StageName.values), name="exercises_stage_name"),
            Together(
                name="exercises_stage_same_patient",
                fields=OF_PROGRAMME,
                of="exercises.Programme",
                their=PROGRAMME,
            ),
            RowSecurity(name="exercises_stage_rows", read=("staff", "patient"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return self.name


class Rhythm(models.TextChoices):
    EVERY_DAY = "every_day", _("every day")
    ODD_DAYS = "odd_days", _("every other day, from the first")
    EVEN_DAYS = "even_days", _("every other day, from the second")


class When(models.TextChoices):
    ANY = "any", _("any time")
    BEFORE_RUN = "before_run", _("before each run")
    LATER_IN_DAY = "later_in_day", _("later in the day, not before a run")


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions asked of a programme's items."""

    def kept(self) -> "ItemQuerySet":
        return self.filter(removed_at=None)

    def open(self) -> "ItemQuerySet":
        return self.kept().filter(stage__is_open=True)


class Item(models.Model):
    """One exercise of a programme: dose, level, sides, and why.

    `reason` holds the clinician's and the patient's sentence as {"id", "values", "text"} each.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, db_constraint=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, db_constraint=False, related_name="items"
    )
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, db_constraint=False, related_name="items")
    position = models.PositiveSmallIntegerField()
    exercise = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    max_level = models.PositiveSmallIntegerField()
    sides = models.CharField(max_length=12)
    focus = ArrayField(models.CharField(max_length=5), default=list)
    sets = models.PositiveSmallIntegerField()
    reps = models.PositiveSmallIntegerField(null=True)
    hold_s = models.PositiveSmallIntegerField(null=True)
    hold_max_s = models.PositiveSmallIntegerField(null=True)
    distance_m = models.PositiveSmallIntegerField(null=True)
    times_per_day = models.PositiveSmallIntegerField(default=1)
    when = models.CharField(max_length=12, choices=When.choices, default=When.ANY)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.EVERY_DAY)
    equipment = ArrayField(models.CharField(max_length=20), default=list)
    rule = models.CharField(max_length=80)
    reason = models.JSONField()
    mark = models.CharField(max_length=10, blank=True)
    source = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("stage__position", "position")
        constraints = [
            models.UniqueConstraint(fields=["clinic", "patient", "id"], name="exercises_item_of_patient"),
            models.UniqueConstraint(fields=["programme", "id"], name="exercises_item_in_programme"),
            models.UniqueConstraint(
                fields=["stage", "exercise"], condition=Q(removed_at=None), name="exercises_item_once_a_stage"
            ),
            models.CheckConstraint(
                condition=Q(reps__isnull=False, hold_s=None, distance_m=None)
                | Q(reps=None, hold_s__isnull=False, distance_m=None)
                | Q(reps=None, hold_s=None, distance_m__isnull=False),
                name="exercises_item_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(sides__in=["both", "alternating", "midline"]), name="exercises_item_sides"
            ),
            models.CheckConstraint(
                condition=Q(focus__contained_by=["right", "left"]), name="exercises_item_focus"
            ),
            models.CheckConstraint(
                condition=Q(level__lte=models.F("max_level"), max_level__lte=3), name="exercises_item_level"
            ),
            models.CheckConstraint(
                condition=Q(sets__range=(1, 10), times_per_day__range=(1, 2)), name="exercises_item_dose"
            ),
            Together(
                name="exercises_item_same_patient",
                fields=OF_PROGRAMME,
                of="exercises.Programme",
                their=PROGRAMME,
            ),
            Together(
                name="exercises_item_stage_of_programme",
                fields=("programme_id", "stage_id"),
                of="exercises.Stage",
                their=("programme_id", "id"),
            ),
            RowSecurity(name="exercises_item_rows", read=("staff", "patient"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return self.exercise


class ChangeKind(models.TextChoices):
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")
    DOSE = "dose", _("Dose changed")
    LEVEL = "level", _("Level changed")
    SWAPPED = "swapped", _("Swapped")
    MOVED = "moved", _("Moved")


class ItemChange(models.Model):
    """What the therapist changed in the engine's proposal, and why. Never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, db_constraint=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, db_constraint=False, related_name="changes"
    )
    item = models.ForeignKey(Item, on_delete=models.CASCADE, db_constraint=False, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    # The warnings that were shown, as sentences, and the therapist's line of justification.
    warnings = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="exercises_change_kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="exercises_change_has_reason"),
            Together(
                name="exercises_change_same_patient",
                fields=OF_PROGRAMME,
                of="exercises.Programme",
                their=PROGRAMME,
            ),
            Together(
                name="exercises_change_item_of_programme",
                fields=("programme_id", "item_id"),
                of="exercises.Item",
                their=("programme_id", "id"),
            ),
            RowSecurity(name="exercises_change_rows", read=("staff", "patient"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item_id}"
