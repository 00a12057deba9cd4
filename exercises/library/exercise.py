"""What is an exercise made of?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.data import DataError
from assessments.vocabulary import Condition, Equipment
from assessments.words import Mark

ARTICLE_EXERCISES = (
    "lunge-hip-flexor-stretch",
    "walking-lunge",
    "half-kneeling-quad-stretch",
    "pigeon-stretch",
    "bridge",
    "dead-bug",
    "balance",
)
EXERCISE_IDS = (
    *ARTICLE_EXERCISES,
    "hamstring-stretch",
    "hip-flexor-march",
    "edge-of-bed-stretch",
    "standing-hip-flexor-stretch",
    "supine-figure-four",
    "seated-figure-four",
    "side-lying-glute-lift",
    "four-point-reach",
    "heel-slide",
    "supported-tandem-stance",
)


class LibraryError(DataError):
    """An exercise's file does not say what it must."""


class Kind(StrEnum):
    FLEXOR_STRETCH = "flexor_stretch"
    STRETCH = "stretch"
    STRENGTH = "strength"
    CONTROL = "control"
    BALANCE = "balance"
    DYNAMIC = "dynamic"


class Sides(StrEnum):
    BOTH = "both"
    ALTERNATING = "alternating"
    MIDLINE = "midline"


class Unit(StrEnum):
    REPS = "reps"
    HOLD_S = "hold_s"
    DISTANCE_M = "distance_m"


class Role(StrEnum):
    SET_UP = "set_up"
    MOVE = "move"
    FEEL = "feel"
    BREATHE = "breathe"


class Muscle(StrEnum):
    ILIOPSOAS = "iliopsoas"
    RECTUS_FEMORIS = "rectus_femoris"
    TENSOR_FASCIAE_LATAE = "tensor_fasciae_latae"
    GLUTEUS_MAXIMUS = "gluteus_maximus"
    GLUTEUS_MEDIUS = "gluteus_medius"
    PIRIFORMIS = "piriformis"
    HAMSTRINGS = "hamstrings"
    TRANSVERSUS_ABDOMINIS = "transversus_abdominis"
    RECTUS_ABDOMINIS = "rectus_abdominis"
    HIP_FLEXORS = "hip_flexors"
    MULTIFIDUS = "multifidus"
    ANKLE_STABILISERS = "ankle_stabilisers"


# Who an exercise is not for: a condition of the patient, or one of these.
CIRCUMSTANCES = frozenset(Condition) | {
    "any_hip_replacement",
    "posterior_hip_replacement",
    "extension_not_cleared",
    "pregnant_13_weeks",
    "pain_in_thomas_test",
    "unsteady",
}
CAUTIONS = frozenset(
    {
        "no_end_range_hip_extension",
        "no_hip_extension_past_neutral",
        "hip_flexion_under_90_no_crossing",
        "no_spinal_flexion_or_twist",
        "no_lumbar_extension",
        "cushion_under_knee",
        "no_prolonged_supine",
        "primer_only_do_not_lengthen",
        "lean_away_for_tfl",
        "hand_support",
        "eyes_closed_forbidden",
        "static_stretch_after_run",
        "two_joint_flexor_short_in_long_presentation",
        "hip_flexors_already_strong",
    }
)
# What changes the way an exercise is done: a caution, or one of these.
VARIATIONS = CAUTIONS | {
    "pregnant_13_weeks",
    "impingement",
    "long",
    "posterior_hip_replacement",
    "osteoporosis",
}


@dataclass(frozen=True, slots=True)
class NotFor:
    when: str
    because: str


@dataclass(frozen=True, slots=True)
class Step:
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Level:
    number: int
    name: str
    equipment: tuple[Equipment, ...]
    variant: str | None
    mark: Mark
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Variation:
    when: str
    patient: str
    clinician: str


@dataclass(frozen=True, slots=True)
class ExerciseDose:
    unit: Unit
    sets: int
    steps: tuple[int, ...]
    full: int
    full_max: int | None
    times_per_day: int
    mark: Mark
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Exercise:
    id: str
    origin: str
    kind: Kind
    name: str
    aim_patient: str
    aim_clinician: str
    felt: str
    sides: Sides
    stretches: tuple[Muscle, ...]
    works: tuple[Muscle, ...]
    seconds_per_rep: int | None
    rest_s: int
    not_for: tuple[NotFor, ...]
    control_question: str | None
    stop_if: tuple[str, ...]
    dose: ExerciseDose
    levels: tuple[Level, ...]
    variations: tuple[Variation, ...]
    sources: tuple[Source, ...]

    def level(self, number: int, variant: str | None = None) -> Level:
        """The rung of the ladder; balance has two ladders, with a board and without."""
        return next(
            level for level in self.levels if level.number == number and level.variant in (variant, None)
        )


Library = Mapping[str, Exercise]
