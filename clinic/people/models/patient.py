"""Who is treated, with what history, and how are they asked in?"""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.people.constraints import RowSecurity, Together
from clinic.people.models.clinic import Clinic, User, check_time_zone


class Activity(models.TextChoices):
    RUNNER = "runner", _("Runs")
    CYCLIST = "cyclist", _("Cycles")
    DESK_WORKER = "desk_worker", _("Works at a desk")
    DRIVER = "driver", _("Drives a lot")
    OTHER_SPORT = "other_sport", _("Another sport")


class Condition(models.TextChoices):
    ANTERIOR_HIP_PAIN = "anterior_hip_pain", _("Anterior hip pain")
    LABRAL_TEAR = "labral_tear", _("Labral tear")
    FEMOROACETABULAR_IMPINGEMENT = "femoroacetabular_impingement", _("Femoroacetabular impingement")
    OSTEOPOROSIS = "osteoporosis", _("Osteoporosis")
    VERTEBRAL_FRACTURE = "vertebral_fracture", _("Vertebral fracture")
    EXTENSION_INTOLERANT = "extension_intolerant", _("Extension-intolerant low back")
    SPONDYLOLISTHESIS = "spondylolisthesis", _("Spondylolisthesis")
    SPINAL_STENOSIS = "spinal_stenosis", _("Spinal stenosis")
    KNEELING_PAIN = "kneeling_pain", _("Kneeling hurts")
    KNEELING_DISCOMFORT = "kneeling_discomfort", _("Kneeling is uncomfortable")
    VERTIGO = "vertigo", _("Vertigo")
    FALLS_IN_LAST_YEAR = "falls_in_last_year", _("A fall in the last year")
    NEUROPATHY = "neuropathy", _("Neuropathy")
    DECONDITIONED = "deconditioned", _("Deconditioned")


class Equipment(models.TextChoices):
    WOBBLE_BOARD = "wobble_board", _("Wobble board")
    WEIGHT = "weight", _("A weight")
    STEP = "step", _("A low step")


class Surgery(models.TextChoices):
    REPLACEMENT_ANTERIOR = "replacement_anterior", _("Hip replacement, anterior approach")
    REPLACEMENT_ANTEROLATERAL = "replacement_anterolateral", _("Hip replacement, anterolateral approach")
    REPLACEMENT_POSTERIOR = "replacement_posterior", _("Hip replacement, posterior approach")
    ARTHROSCOPY = "arthroscopy", _("Arthroscopy")
    OTHER = "other", _("Other surgery on hip, spine, abdomen, pelvis or leg")


PREGNANCY_WEEKS = 40


class PatientQuerySet(models.QuerySet["Patient"]):
    """Questions a clinic asks of its patients."""

    def treated(self) -> "PatientQuerySet":
        """Not discharged."""
        return self.filter(ended_at=None)

    def discharged(self) -> "PatientQuerySet":
        """Whose care here has ended; the record stays."""
        return self.exclude(ended_at=None)

    def named_like(self, words: str) -> "PatientQuerySet":
        """Each word stands at the start of the given or the family name, or is the date of birth."""
        found = self
        for word in words.replace("\0", "").split()[:4]:  # PostgreSQL takes no NUL, and no name has one
            found = found.filter(_matching(word))
        return found


def _matching(word: str) -> Q:
    by_name = Q(given_name__istartswith=word) | Q(family_name__istartswith=word)
    try:
        return by_name | Q(date_of_birth=date.fromisoformat(word))
    except ValueError:
        return by_name


class Patient(models.Model):
    """A person treated in one clinic, for good: another clinic makes a record of its own.

    The history is what changes a plan; it is the present state. What was true when an assessment was signed is kept
    with the assessment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients", editable=False)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="patients", editable=False
    )
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    date_of_birth = models.DateField(_("date of birth"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    consent_version = models.CharField(max_length=20, blank=True, editable=False)
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The name under which the audit trail knows this person; erasing the row makes the trail anonymous.
    audit_ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    activities = ArrayField(
        models.CharField(max_length=20, choices=Activity.choices), default=list, blank=True
    )
    conditions = ArrayField(
        models.CharField(max_length=40, choices=Condition.choices), default=list, blank=True
    )
    equipment = ArrayField(
        models.CharField(max_length=20, choices=Equipment.choices), default=list, blank=True
    )
    pregnancy_due_on = models.DateField(null=True, blank=True)
    surgery_kind = models.CharField(max_length=30, choices=Surgery.choices, blank=True)
    surgery_on = models.DateField(null=True, blank=True)
    surgeon_cleared = models.BooleanField(default=False)
    extension_cleared = models.BooleanField(default=False)

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ("family_name", "given_name", "id")
        indexes = [
            models.Index(fields=["clinic", "family_name", "given_name", "id"], name="people_patient_by_name")
        ]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "id"], name="people_patient_in_clinic"),
            models.UniqueConstraint(
                fields=["clinic", "user"],
                condition=Q(user__isnull=False),
                name="people_patient_once_per_clinic",
            ),
            models.CheckConstraint(
                condition=Q(date_of_birth__gte=date(1900, 1, 1)), name="people_patient_born_since_1900"
            ),
            models.CheckConstraint(
                condition=Q(activities__contained_by=Activity.values), name="people_patient_activities"
            ),
            models.CheckConstraint(
                condition=Q(conditions__contained_by=Condition.values), name="people_patient_conditions"
            ),
            models.CheckConstraint(
                condition=Q(equipment__contained_by=Equipment.values), name="people_patient_equipment"
            ),
            models.CheckConstraint(
                condition=Q(surgery_kind__in=["", *Surgery.values]), name="people_patient_surgery_kind"
            ),
            models.CheckConstraint(
                condition=~Q(surgery_kind="")
                | Q(surgery_on=None, surgeon_cleared=False, extension_cleared=False),
                name="people_patient_surgery_whole",
            ),
            RowSecurity(
                name="people_patient_rows",
                read=("staff", "myself", "door_planner"),
                write=("staff",),
            ),
        ]

    def __str__(self) -> str:
        return f"patient {self.id}"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def age_on(self, day: date) -> int:
        """Whole years."""
        had_birthday = (day.month, day.day) >= (self.date_of_birth.month, self.date_of_birth.day)
        return day.year - self.date_of_birth.year - (not had_birthday)

    def pregnancy_weeks_on(self, day: date) -> int | None:
        """1-42, or None when not pregnant or more than two weeks past the date."""
        if self.pregnancy_due_on is None:
            return None
        weeks = PREGNANCY_WEEKS - (self.pregnancy_due_on - day).days // 7
        return max(1, weeks) if weeks <= PREGNANCY_WEEKS + 2 else None

    def surgery_weeks_on(self, day: date) -> int | None:
        """Whole weeks since the surgery; None when its date is not known."""
        return None if self.surgery_on is None else max(0, (day - self.surgery_on).days // 7)

    def set_pregnancy_weeks(self, weeks: int | None, on: date) -> None:
        """Keep the date that the weeks point to, so that they go on counting."""
        self.pregnancy_due_on = None if weeks is None else on + timedelta(weeks=PREGNANCY_WEEKS - weeks)


class Channel(models.TextChoices):
    """By mail it proves the address; on paper it proves that somebody was handed it."""

    MAIL = "mail", _("by e-mail")
    PAPER = "paper", _("on paper")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions asked of invitations."""

    def open(self, now: datetime) -> "InvitationQuerySet":
        """Neither used nor withdrawn nor too old."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A patient is asked in. Only a digest of the secret is kept; the button consumes it, opening a link does not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="invitations"
    )
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.MAIL)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            Together(
                name="people_invitation_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None), name="people_invitation_used_or_withdrawn"
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="people_invitation_channel"),
            RowSecurity(name="people_invitation_rows", read=("staff", "door_invitation"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"
