"""What was observed, and when, and by whom? Observations as seen; what they mean is `reading.py`'s to say.

An assessment is a draft until it is signed. A signed one is never changed: a correction is a new version that points
at the one it replaces.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.kinds import COPYABLE, KINDS, SIDED, Kind
from clinic.people.constraints import RowSecurity, Together
from clinic.people.models import Clinic, Patient, User


class Side(models.TextChoices):
    RIGHT = "right", _("Right")
    LEFT = "left", _("Left")
    NONE = "none", _("Neither side")


class RedFlag(models.TextChoices):
    SADDLE_NUMBNESS = "saddle_numbness", _("Numbness between the legs")
    BLADDER_OR_BOWEL_CHANGE = "bladder_or_bowel_change", _("New trouble with bladder or bowel")
    NEW_SEXUAL_DYSFUNCTION = "new_sexual_dysfunction", _("New loss of sexual function")
    BILATERAL_LEG_NEUROLOGY = "bilateral_leg_neurology", _("Tingling, numbness or weakness in both legs")
    PROGRESSIVE_LEG_WEAKNESS = "progressive_leg_weakness", _("A leg that is getting weaker")
    CHEST_PAIN = "chest_pain", _("Chest pain")
    UNEXPLAINED_BREATHLESSNESS = "unexplained_breathlessness", _("Breathlessness with no known cause")
    CALF_SWELLING_AND_PAIN = "calf_swelling_and_pain", _("A swollen, painful calf")
    UNABLE_TO_BEAR_WEIGHT = "unable_to_bear_weight", _("Cannot put weight on a leg")
    SUSPECTED_FRACTURE = "suspected_fracture", _("A fracture is suspected")
    HOT_SWOLLEN_JOINT_WITH_FEVER = "hot_swollen_joint_with_fever", _("A hot, swollen joint with fever")
    PULSATING_ABDOMINAL_MASS = "pulsating_abdominal_mass", _("A pulsating mass in the abdomen")
    PREGNANCY_BLEEDING_OR_FLUID_LOSS = (
        "pregnancy_bleeding_or_fluid_loss",
        _("Pregnant, with bleeding or loss of fluid"),
    )
    CANCER_HISTORY_WITH_NEW_PAIN = "cancer_history_with_new_pain", _("A history of cancer with new pain")
    UNEXPLAINED_WEIGHT_LOSS = "unexplained_weight_loss", _("Weight loss with no known cause")
    FEVER_OR_UNWELL = "fever_or_unwell", _("Fever, or generally unwell")
    CONSTANT_NIGHT_PAIN = "constant_night_pain", _("Constant pain at night that nothing eases")
    MAJOR_TRAUMA = "major_trauma", _("A major injury")
    MINOR_TRAUMA_WITH_OSTEOPOROSIS = "minor_trauma_with_osteoporosis", _("A minor injury, with osteoporosis")
    STEROIDS_OR_IMMUNOSUPPRESSION_WITH_NEW_PAIN = (
        "steroids_or_immunosuppression_with_new_pain",
        _("Steroids or a weakened immune system, with new pain"),
    )
    GROIN_PAIN_ON_HOP_OR_WEIGHT_BEARING = (
        "groin_pain_on_hop_or_weight_bearing",
        _("Groin pain on hopping or bearing weight"),
    )
    IV_DRUG_USE_WITH_NEW_PAIN = "iv_drug_use_with_new_pain", _("Injected drug use, with new pain")
    RAPIDLY_WORSENING_DEFORMITY = (
        "rapidly_worsening_deformity",
        _("A deformity that is quickly getting worse"),
    )
    PREGNANCY_OTHER_WARNING_SIGN = "pregnancy_other_warning_sign", _("Pregnant, with another warning sign")
    PREGNANCY_EXERCISE_NOT_CLEARED = (
        "pregnancy_exercise_not_cleared",
        _("Pregnant, and exercise has not been cleared"),
    )


class Posture(models.TextChoices):
    NEUTRAL = "neutral", _("Neutral")
    LORDOTIC = "lordotic", _("Lordotic")
    SWAY_BACK = "sway_back", _("Sway-back")
    FLAT_BACK = "flat_back", _("Flat-back")


class CoreRating(models.TextChoices):
    POOR = "poor", _("Poor")
    FAIR = "fair", _("Fair")
    GOOD = "good", _("Good")


class GlutesRating(models.TextChoices):
    POOR = "poor", _("Poor")
    ADEQUATE = "adequate", _("Adequate")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Questions asked of a patient's assessments."""

    def signed(self) -> "AssessmentQuerySet":
        return self.filter(signed_at__isnull=False)

    def current(self) -> "AssessmentQuerySet":
        """Signed, and not replaced by a signed correction; the newest visit first, whenever an older was corrected."""
        standing = self.signed().exclude(superseded_by__signed_at__isnull=False)
        return standing.order_by("-assessed_on", "-started_at", "-version")

    def draft(self) -> "AssessmentQuerySet":
        return self.filter(signed_at=None)


class Assessment(models.Model):
    """One visit's observations. `facts` is what the engine was given, kept whole at signing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, db_constraint=False, related_name="assessments"
    )
    assessed_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    # Counts the draft's saves, so that two windows cannot overwrite each other unseen.
    edition = models.PositiveIntegerField(default=1)
    # Who saved last, from which window, and how far that window had come: its own late answer is no other's change.
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    saved_window = models.UUIDField(null=True, blank=True)
    saved_step = models.PositiveIntegerField(default=0)
    # 1 for the first record of a visit, 2 for its first correction, and so on.
    version = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        db_constraint=False,
    )
    correction_reason = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(null=True, blank=True)

    red_flags_asked = models.BooleanField(default=False)
    red_flags = ArrayField(models.CharField(max_length=60, choices=RedFlag.choices), default=list, blank=True)
    posture = models.CharField(max_length=10, choices=Posture.choices, blank=True)
    core_overall = models.CharField(max_length=10, choices=CoreRating.choices, blank=True)
    glutes_overall = models.CharField(max_length=10, choices=GlutesRating.choices, blank=True)
    note = models.TextField(blank=True, max_length=4000)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("-assessed_on", "-started_at", "-version")
        indexes = [models.Index(fields=["patient", "-assessed_on"], name="assessments_by_patient")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "patient", "id"], name="assessments_assessment_of_patient"
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(signed_at=None), name="assessments_one_draft_per_patient"
            ),
            models.CheckConstraint(
                condition=Q(red_flags__contained_by=RedFlag.values), name="assessments_red_flags_known"
            ),
            models.CheckConstraint(
                condition=Q(red_flags_asked=True) | Q(red_flags=[]), name="assessments_red_flags_were_asked"
            ),
            models.CheckConstraint(
                condition=Q(posture__in=["", *Posture.values]), name="assessments_posture"
            ),
            models.CheckConstraint(
                condition=Q(core_overall__in=["", *CoreRating.values]), name="assessments_core_overall"
            ),
            models.CheckConstraint(
                condition=Q(glutes_overall__in=["", *GlutesRating.values]), name="assessments_glutes_overall"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, facts=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False, facts__isnull=False),
                name="assessments_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes=None) | Q(version__gt=1, supersedes__isnull=False),
                name="assessments_correction_points_back",
            ),
            Together(
                name="assessments_assessment_one_clinic",
                fields=("clinic_id", "patient_id"),
                of="people.Patient",
                their=("clinic_id", "id"),
            ),
            Together(
                name="assessments_supersedes_same_patient",
                fields=("clinic_id", "patient_id", "supersedes_id"),
                of="assessments.Assessment",
                their=("clinic_id", "patient_id", "id"),
            ),
            RowSecurity(name="assessments_assessment_rows", read=("staff", "patient"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"assessment {self.id}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class Variant(models.TextChoices):
    MODIFIED = "modified", _("Modified (over the couch's edge)")
    CLASSIC = "classic", _("Classic (on the couch)")


class Instrument(models.TextChoices):
    INCLINOMETER = "inclinometer", _("Inclinometer")
    GONIOMETER = "goniometer", _("Goniometer")
    TAPE = "tape", _("Tape measure")
    PHOTO = "photo", _("Photo")
    VISUAL = "visual", _("By eye")


class EndFeel(models.TextChoices):
    ELASTIC = "elastic", _("Elastic (muscle)")
    FIRM = "firm", _("Firm (capsule)")
    HARD = "hard", _("Hard (bone)")
    EMPTY = "empty", _("Empty (pain stops it)")


class ThomasTest(models.Model):
    """How the Thomas test was done on one side. Its angles are observations like any other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, db_constraint=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, db_constraint=False, related_name="thomas_tests"
    )
    side = models.CharField(max_length=5, choices=Side.choices)
    variant = models.CharField(max_length=10, choices=Variant.choices)
    instrument = models.CharField(max_length=12, choices=Instrument.choices)
    pelvis_controlled = models.BooleanField(default=False)
    j_sign = models.BooleanField(default=False)
    # Noted for the clinic. No rule reads it.
    end_feel = models.CharField(max_length=8, choices=EndFeel.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "side"], name="assessments_thomas_once_a_side"),
            models.CheckConstraint(condition=Q(side__in=["right", "left"]), name="assessments_thomas_side"),
            models.CheckConstraint(
                condition=Q(variant__in=Variant.values), name="assessments_thomas_variant"
            ),
            models.CheckConstraint(
                condition=Q(instrument__in=Instrument.values), name="assessments_thomas_instrument"
            ),
            models.CheckConstraint(
                condition=Q(end_feel__in=["", *EndFeel.values]), name="assessments_thomas_end_feel"
            ),
            Together(
                name="assessments_thomas_same_patient",
                fields=("clinic_id", "patient_id", "assessment_id"),
                of="assessments.Assessment",
                their=("clinic_id", "patient_id", "id"),
            ),
            RowSecurity(name="assessments_thomas_rows", read=("staff", "patient"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"Thomas test, {self.side}"


class Outcome(models.TextChoices):
    MEASURED = "measured", _("Measured")
    NOT_TESTED = "not_tested", _("Not tested")
    UNABLE_PAIN = "unable_pain", _("Unable because of pain")


def _within_range() -> Q:
    """Each kind's value lies in its own range."""
    allowed = Q(value=None)
    for kind in KINDS:
        allowed |= Q(kind=kind.name, value__gte=kind.least, value__lte=kind.most)
    return allowed


class Observation(models.Model):
    """One thing observed: measured with a value, not tested, or not possible because of pain. Never 0 for absent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, db_constraint=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, db_constraint=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, db_constraint=False, related_name="observations"
    )
    kind = models.CharField(max_length=30, choices=Kind.choices)
    side = models.CharField(max_length=5, choices=Side.choices, default=Side.NONE)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    value = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    # Taken over from the visit before, not measured at this one. Never for what a rule reads as a finding.
    copied = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "kind", "side"], name="assessments_observation_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="measured", value__isnull=False)
                | Q(outcome__in=["not_tested", "unable_pain"], value=None),
                name="assessments_observation_value",
            ),
            models.CheckConstraint(condition=_within_range(), name="assessments_observation_in_range"),
            models.CheckConstraint(
                condition=Q(copied=False) | Q(kind__in=COPYABLE, outcome="measured"),
                name="assessments_observation_copied",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SIDED, side__in=["right", "left"])
                | (~Q(kind__in=SIDED) & Q(side="none")),
                name="assessments_observation_side",
            ),
            Together(
                name="assessments_observation_same_patient",
                fields=("clinic_id", "patient_id", "assessment_id"),
                of="assessments.Assessment",
                their=("clinic_id", "patient_id", "id"),
            ),
            RowSecurity(name="assessments_observation_rows", read=("staff", "patient"), write=("staff",)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.side} {self.outcome}"
