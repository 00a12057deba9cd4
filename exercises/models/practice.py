"""What happened next? Sessions as the patient logged them, and what the engine made of them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from clinic.people.constraints import RowSecurity, Together
from clinic.people.models import Clinic, Patient, User
from exercises.models.programme import OF_PROGRAMME, PROGRAMME, Item, Programme

PAIN = (0, 10)


class Completion(models.TextChoices):
    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly")
    NOT = "not", _("Not this time")


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions asked of sessions."""

    def practised(self) -> "SessionQuerySet":
        """Something was done; a day told of as "not this time" is no practice."""
        return self.filter(_something_done())

    def with_practised(self) -> "SessionQuerySet":
        """Each says of itself whether it is one of those."""
        return self.annotate(was_practised=_something_done())


def _something_done() -> Exists:
    return Exists(Entry.objects.filter(session=OuterRef("pk")).exclude(completion=Completion.NOT))


class Session(models.Model):
    """One practice: one per patient, programme, local date and slot. `client_key` makes a repeated send harmless."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="sessions"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, db_constraint=False, related_name="sessions"
    )
    local_date = models.DateField()
    slot = models.PositiveSmallIntegerField(default=1)
    client_key = models.UUIDField(unique=True)
    # Who typed it in from a paper diary; null where the patient told of it by themselves.
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    logged_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    # The worst of the session's entries, which is what the review reads for the whole programme.
    completed = models.BooleanField()
    pain = models.PositiveSmallIntegerField()
    effort = models.PositiveSmallIntegerField()
    next_morning_pain = models.PositiveSmallIntegerField(null=True)
    fall = models.BooleanField(default=False)
    red_flag = models.BooleanField(default=False)
    note = models.TextField(blank=True, max_length=2000)
    # Told while the practice goes on, because something hurt: the whole is still to come, or was left.
    goes_on = models.BooleanField(default=False)
    # What was told before the last change, so that it can be undone; null where nothing was changed.
    told_before = models.JSONField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("-local_date", "-slot")
        indexes = [models.Index(fields=["patient", "-local_date"], name="exercises_session_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "programme", "local_date", "slot"], name="exercises_session_once_a_slot"
            ),
            models.UniqueConstraint(fields=["programme", "id"], name="exercises_session_in_programme"),
            models.CheckConstraint(condition=Q(slot__in=[1, 2]), name="exercises_session_slot"),
            models.CheckConstraint(
                condition=Q(pain__range=PAIN, effort__range=PAIN), name="exercises_session_scales"
            ),
            models.CheckConstraint(
                condition=Q(next_morning_pain=None) | Q(next_morning_pain__range=PAIN),
                name="exercises_session_next_morning",
            ),
            Together(
                name="exercises_session_same_patient",
                fields=OF_PROGRAMME,
                of="exercises.Programme",
                their=PROGRAMME,
            ),
            RowSecurity(
                name="exercises_session_rows",
                read=("staff", "patient", "door_planner"),
                write=("staff", "patient"),
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.local_date} {self.slot}"


class Entry(models.Model):
    """One exercise within a session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, db_constraint=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_constraint=False)
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, db_constraint=False, related_name="entries"
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, db_constraint=False, related_name="entries")
    completion = models.CharField(max_length=8, choices=Completion.choices)
    pain = models.PositiveSmallIntegerField(null=True)
    effort = models.PositiveSmallIntegerField(null=True)
    control_kept = models.BooleanField(null=True)
    hold_s = models.PositiveSmallIntegerField(null=True)
    # What it was that was done: the item moves on, this stays. Amount in the exercise's own unit.
    level = models.PositiveSmallIntegerField(null=True)
    sets = models.PositiveSmallIntegerField(null=True)
    amount = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "item"], name="exercises_entry_once"),
            models.CheckConstraint(
                condition=Q(completion__in=Completion.values), name="exercises_entry_completion"
            ),
            models.CheckConstraint(
                condition=Q(completion="not")
                | Q(pain__range=PAIN, effort__range=PAIN, pain__isnull=False, effort__isnull=False),
                name="exercises_entry_scales",
            ),
            models.CheckConstraint(
                condition=(Q(pain=None) | Q(pain__range=PAIN)) & (Q(effort=None) | Q(effort__range=PAIN)),
                name="exercises_entry_in_range",
            ),
            models.CheckConstraint(
                condition=Q(hold_s=None) | Q(hold_s__lte=600), name="exercises_entry_hold"
            ),
            Together(
                name="exercises_entry_same_patient",
                fields=OF_PROGRAMME,
                of="exercises.Programme",
                their=PROGRAMME,
            ),
            Together(
                name="exercises_entry_session_of_prog",
                fields=("programme_id", "session_id"),
                of="exercises.Session",
                their=("programme_id", "id"),
            ),
            Together(
                name="exercises_entry_item_of_programme",
                fields=("programme_id", "item_id"),
                of="exercises.Item",
                their=("programme_id", "id"),
            ),
            RowSecurity(
                name="exercises_entry_rows",
                read=("staff", "patient", "door_planner"),
                write=("staff", "patient"),
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.id}"


class Urgency(models.IntegerChoices):
    """Why a decision waits for the therapist, in the order of Today."""

    ALERT = 1, _("Safety alert")
    FLARE = 2, _("Pain flare")
    STAGE = 4, _("Stage to confirm")
    NOTE = 6, _("For your information")


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions asked of decisions."""

    def waiting(self) -> "DecisionQuerySet":
        """Nobody has answered them yet."""
        return self.filter(answered_at=None).exclude(urgency=None)

    def standing(self) -> "DecisionQuerySet":
        """Nobody has taken them back."""
        return self.filter(reversed_by=None)

    def carried_out(self) -> "DecisionQuerySet":
        """They changed something in the programme, and still do."""
        return self.standing().exclude(carried_out_at=None)


class Decision(models.Model):
    """One review by the engine: the rule, what it read, what it proposed, and what a person made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="decisions"
    )
    # A review speaks of a programme; a prescription that was withheld speaks of an assessment.
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="decisions"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="decisions"
    )
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="decisions"
    )
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="decisions"
    )
    ask = models.CharField(max_length=12)
    rule = models.CharField(max_length=80)
    actions = ArrayField(models.CharField(max_length=30))
    alert = models.BooleanField()
    # Null: nothing for the therapist to answer.
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, null=True)
    inputs = models.JSONField()
    reason = models.JSONField()
    protocol_version = models.CharField(max_length=80)
    engine_version = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now)
    # The patient's local day that it looked back on.
    about = models.DateField(null=True)
    # What it changed, so that it can be taken back: {"items": [{"id", "before", "after"}], "programme": {...}}.
    effect = models.JSONField(default=dict)
    carried_out_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=12, blank=True)
    reversed_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reverses", db_constraint=False
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        indexes = [
            models.Index(
                fields=["patient", "urgency"],
                condition=Q(answered_at=None, urgency__isnull=False),
                name="exercises_decision_waiting",
            ),
            models.Index(fields=["programme", "-made_at"], name="exercises_decision_by_prog"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "patient", "id"], name="exercises_decision_of_patient"),
            models.CheckConstraint(
                condition=Q(programme__isnull=False, assessment=None)
                | Q(programme=None, assessment__isnull=False, session=None, item=None),
                name="exercises_decision_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "seen", "confirmed", "declined", "reversed"]),
                name="exercises_decision_answer",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="exercises_decision_answered_whole",
            ),
            Together(
                name="exercises_decision_same_patient",
                fields=OF_PROGRAMME,
                of="exercises.Programme",
                their=PROGRAMME,
            ),
            Together(
                name="exercises_decision_assessment",
                fields=("clinic_id", "patient_id", "assessment_id"),
                of="assessments.Assessment",
                their=("clinic_id", "patient_id", "id"),
            ),
            Together(
                name="exercises_decision_session",
                fields=("programme_id", "session_id"),
                of="exercises.Session",
                their=("programme_id", "id"),
            ),
            Together(
                name="exercises_decision_item",
                fields=("programme_id", "item_id"),
                of="exercises.Item",
                their=("programme_id", "id"),
            ),
            Together(
                name="exercises_decision_reversed",
                fields=("clinic_id", "patient_id", "reversed_by_id"),
                of="exercises.Decision",
                their=("clinic_id", "patient_id", "id"),
            ),
            RowSecurity(
                name="exercises_decision_rows", read=("staff", "patient"), write=("staff", "patient")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.made_at:%Y-%m-%d}"
