"""What is to be mailed, and what became of it? One row a mail; the database is the truth, Celery only the hands."""

import uuid
from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.mail.words import kind_in_words, reason_in_words
from clinic.people.constraints import RowSecurity, Together
from clinic.people.models import Clinic, Patient, User


class State(models.TextChoices):
    DUE = "due", _("Waiting")
    CLAIMED = "claimed", _("About to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    HELD = "held", _("Held: may or may not have arrived")
    DEAD = "dead", _("Given up")
    EXPIRED = "expired", _("Too late to send")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# What a person at the clinic can still decide about: see `actions`.
REPEATABLE = frozenset({State.HELD, State.DEAD})
WITHDRAWABLE = REPEATABLE | {State.DUE}
# What the clinic's page shows first, until somebody has dealt with it.
IN_NEED = REPEATABLE | {State.EXPIRED}


class Stream(models.TextChoices):
    TRANSACTIONAL = "transactional", _("Transactional")
    REMINDER = "reminder", _("Reminder")


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    """Questions the sender and the clinic ask of the outbox."""

    def in_need(self) -> "OutboxQuerySet":
        """Somebody should look: held, given up or expired."""
        return self.filter(state__in=IN_NEED)


class OutboxMail(models.Model):
    """One mail. `slot` is unique: whatever plans it twice makes it once.

    `values` fill the template named `template` under `templates/emails/`; they hold a link at the most, never a
    condition, an exercise or an angle, and are emptied once the mail is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, related_name="mails")
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="mails"
    )
    stream = models.CharField(max_length=15, choices=Stream.choices, default=Stream.TRANSACTIONAL)
    template = models.CharField(max_length=40)
    slot = models.CharField(max_length=200, unique=True)
    to_address = models.EmailField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    values = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    resent = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="mail_outbox_due"),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "sending"]),
                name="mail_outbox_leased",
            ),
            models.Index(fields=["clinic", "-made_at"], name="mail_outbox_by_clinic"),
            models.Index(fields=["patient", "-made_at"], name="mail_outbox_by_patient"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["held", "dead"]),
                name="mail_outbox_in_need",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="mail_outbox_state"),
            models.CheckConstraint(
                condition=Q(patient=None) | Q(clinic__isnull=False), name="mail_outbox_patient_in_clinic"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["claimed", "sending"], lease_owner__isnull=False, lease_until__isnull=False
                )
                | (~Q(state__in=["claimed", "sending"]) & Q(lease_owner=None, lease_until=None)),
                name="mail_outbox_lease_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="mail_outbox_sent_at",
            ),
            Together(
                name="mail_outbox_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            RowSecurity(
                name="mail_outbox_rows",
                read=("staff", "door_sender"),
                write=("staff", "door_sender"),
                add=("home", "no_clinic"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"

    @property
    def kind_in_words(self) -> str:
        return kind_in_words(self.template)

    @property
    def reason_in_words(self) -> str:
        return reason_in_words(self.reason)

    @property
    def can_be_sent_again(self) -> bool:
        return self.state in REPEATABLE and self.expires_at > timezone.now()

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in WITHDRAWABLE and not self.can_be_lay_aside

    @property
    def can_be_lay_aside(self) -> bool:
        """Its time is over: nothing is left to do but to have seen it."""
        return self.state in IN_NEED and self.expires_at <= timezone.now()


class Heartbeat(models.Model):
    """When did a sender last get on? One row for the whole house, without anybody's data."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="mail_heartbeat_one")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}"


class DigestQuerySet(models.QuerySet["Digest"]):
    """Questions the planner asks."""

    def due(self, moment: datetime) -> "DigestQuerySet":
        """Whose next time has come."""
        return self.filter(next_due_at__lte=moment)


class Digest(models.Model):
    """A member of staff wants one mail each morning: how many people wait for them, and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.TimeField(default=time(7, 30))
    # When the planner looks next; null while it is switched off.
    next_due_at = models.DateTimeField(null=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="mail_digest_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "user"], name="mail_digest_once"),
            RowSecurity(name="mail_digest_rows", read=("staff", "door_planner"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"digest {self.id}"
