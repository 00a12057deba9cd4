"""What was observed, exactly as it was put down? Strict: what does not fit is refused, never guessed.

"Not tested" is None here, as it is an absent key or null outside; it is never 0.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from assessments.strict import Strict

Value = TypeVar("Value")


class FactsError(ValueError):
    """Every field that does not fit, each with a sentence that says what to do."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__(f"The input does not fit: {len(fields)} field(s) need attention.")


class Side(StrEnum):
    RIGHT = "right"
    LEFT = "left"


class Stage(StrEnum):
    INHIBIT = "inhibit"
    GLUTES = "glutes"
    CORE = "core"
    BALANCE = "balance"


class Activity(StrEnum):
    RUNNER = "runner"
    CYCLIST = "cyclist"
    DESK_WORKER = "desk_worker"
    DRIVER = "driver"
    OTHER_SPORT = "other_sport"


class Condition(StrEnum):
    ANTERIOR_HIP_PAIN = "anterior_hip_pain"
    LABRAL_TEAR = "labral_tear"
    FEMOROACETABULAR_IMPINGEMENT = "femoroacetabular_impingement"
    OSTEOPOROSIS = "osteoporosis"
    VERTEBRAL_FRACTURE = "vertebral_fracture"
    EXTENSION_INTOLERANT = "extension_intolerant"
    SPONDYLOLISTHESIS = "spondylolisthesis"
    SPINAL_STENOSIS = "spinal_stenosis"
    KNEELING_PAIN = "kneeling_pain"
    KNEELING_DISCOMFORT = "kneeling_discomfort"
    VERTIGO = "vertigo"
    FALLS_IN_LAST_YEAR = "falls_in_last_year"
    NEUROPATHY = "neuropathy"
    DECONDITIONED = "deconditioned"


class SurgeryKind(StrEnum):
    REPLACEMENT_ANTERIOR = "replacement_anterior"
    REPLACEMENT_ANTEROLATERAL = "replacement_anterolateral"
    REPLACEMENT_POSTERIOR = "replacement_posterior"
    ARTHROSCOPY = "arthroscopy"
    OTHER = "other"


class Equipment(StrEnum):
    WOBBLE_BOARD = "wobble_board"
    WEIGHT = "weight"
    STEP = "step"


class RedFlag(StrEnum):
    SADDLE_NUMBNESS = "saddle_numbness"
    BLADDER_OR_BOWEL_CHANGE = "bladder_or_bowel_change"
    NEW_SEXUAL_DYSFUNCTION = "new_sexual_dysfunction"
    BILATERAL_LEG_NEUROLOGY = "bilateral_leg_neurology"
    PROGRESSIVE_LEG_WEAKNESS = "progressive_leg_weakness"
    CHEST_PAIN = "chest_pain"
    UNEXPLAINED_BREATHLESSNESS = "unexplained_breathlessness"
    CALF_SWELLING_AND_PAIN = "calf_swelling_and_pain"
    UNABLE_TO_BEAR_WEIGHT = "unable_to_bear_weight"
    SUSPECTED_FRACTURE = "suspected_fracture"
    HOT_SWOLLEN_JOINT_WITH_FEVER = "hot_swollen_joint_with_fever"
    PULSATING_ABDOMINAL_MASS = "pulsating_abdominal_mass"
    PREGNANCY_BLEEDING_OR_FLUID_LOSS = "pregnancy_bleeding_or_fluid_loss"
    CANCER_HISTORY_WITH_NEW_PAIN = "cancer_history_with_new_pain"
    UNEXPLAINED_WEIGHT_LOSS = "unexplained_weight_loss"
    FEVER_OR_UNWELL = "fever_or_unwell"
    CONSTANT_NIGHT_PAIN = "constant_night_pain"
    MAJOR_TRAUMA = "major_trauma"
    MINOR_TRAUMA_WITH_OSTEOPOROSIS = "minor_trauma_with_osteoporosis"
    STEROIDS_OR_IMMUNOSUPPRESSION_WITH_NEW_PAIN = "steroids_or_immunosuppression_with_new_pain"
    GROIN_PAIN_ON_HOP_OR_WEIGHT_BEARING = "groin_pain_on_hop_or_weight_bearing"
    IV_DRUG_USE_WITH_NEW_PAIN = "iv_drug_use_with_new_pain"
    RAPIDLY_WORSENING_DEFORMITY = "rapidly_worsening_deformity"
    PREGNANCY_OTHER_WARNING_SIGN = "pregnancy_other_warning_sign"
    PREGNANCY_EXERCISE_NOT_CLEARED = "pregnancy_exercise_not_cleared"


class Variant(StrEnum):
    MODIFIED = "modified"
    CLASSIC = "classic"


class Instrument(StrEnum):
    INCLINOMETER = "inclinometer"
    GONIOMETER = "goniometer"
    TAPE = "tape"
    PHOTO = "photo"
    VISUAL = "visual"


class CoreRating(StrEnum):
    POOR = "poor"
    FAIR = "fair"
    GOOD = "good"


class GluteRating(StrEnum):
    POOR = "poor"
    ADEQUATE = "adequate"


class Posture(StrEnum):
    NEUTRAL = "neutral"
    LORDOTIC = "lordotic"
    SWAY_BACK = "sway_back"
    FLAT_BACK = "flat_back"


@dataclass(frozen=True, slots=True)
class Sides(Generic[Value]):
    """The same thing observed on each side; None where it was not."""

    right: Value | None = None
    left: Value | None = None

    def of(self, side: Side) -> Value | None:
        return self.right if side is Side.RIGHT else self.left

    def tested(self) -> Iterator[tuple[Side, Value]]:
        """Right before left, as everywhere."""
        if self.right is not None:
            yield Side.RIGHT, self.right
        if self.left is not None:
            yield Side.LEFT, self.left

    def values(self) -> list[Value]:
        return [value for _, value in self.tested()]

    @property
    def both_tested(self) -> bool:
        return self.right is not None and self.left is not None


@dataclass(frozen=True, slots=True)
class Surgery:
    kind: SurgeryKind | None
    weeks_ago: int | None
    surgeon_cleared: bool
    extension_cleared: bool


@dataclass(frozen=True, slots=True)
class Patient:
    age: int
    activities: frozenset[Activity]
    conditions: frozenset[Condition]
    pregnancy_weeks: int | None
    surgery: Surgery | None
    equipment: frozenset[Equipment]


@dataclass(frozen=True, slots=True)
class Screening:
    """The questions count as asked once they were put and their answers are there, even if the list is empty."""

    red_flags: frozenset[RedFlag] | None
    asked: bool
    pain_at_rest: int | None

    @property
    def answered(self) -> bool:
        return self.asked and self.red_flags is not None


@dataclass(frozen=True, slots=True)
class Tape:
    thigh_length_cm: float
    knee_above_hip_cm: float

    @property
    def angle_deg(self) -> float:
        return math.degrees(math.asin(self.knee_above_hip_cm / self.thigh_length_cm))


@dataclass(frozen=True, slots=True)
class ThomasTest:
    variant: Variant | None
    instrument: Instrument | None
    pelvis_controlled: bool
    hip_angle_deg: float | None
    knee_flexion_deg: float | None
    abduction_deg: float | None
    j_sign: bool
    pain: int | None
    tape: Tape | None

    @property
    def angle_deg(self) -> float | None:
        return self.tape.angle_deg if self.tape else self.hip_angle_deg

    @property
    def counts(self) -> bool:
        """Without a controlled pelvis the angle says more about the back than about the hip."""
        return self.pelvis_controlled and self.angle_deg is not None


@dataclass(frozen=True, slots=True)
class Core:
    sahrmann_level: int | None
    dead_bug_quality: int | None
    pressure_change_mmhg: float | None
    prone_bridge_s: float | None
    double_leg_lowering_deg: float | None
    side_bridge_s: Sides[float]
    active_straight_leg_raise: Sides[int]
    overall: CoreRating | None


@dataclass(frozen=True, slots=True)
class Glutes:
    trendelenburg_hold_s: Sides[float]
    single_leg_bridge_reps: Sides[int]
    overall: GluteRating | None


@dataclass(frozen=True, slots=True)
class Facts:
    patient: Patient
    screening: Screening
    thomas: Sides[ThomasTest]
    core: Core
    glutes: Glutes
    stance_s: Sides[float]
    posture: Posture
    strength: Sides[int]
    open_through: Stage | None


def parse(data: object) -> Facts:
    """The facts in a JSON object; FactsError names every field that does not fit."""
    problems: dict[str, str] = {}
    if not isinstance(data, dict):
        raise FactsError({".": "Give one JSON object for each assessment."})
    facts = _facts(Strict(data, problems))
    if problems:
        raise FactsError(problems)
    return facts


def _facts(form: Strict) -> Facts:
    thomas = form.inner("thomas")
    balance = form.inner("balance")
    facts = Facts(
        patient=_patient(form.inner("patient")),
        screening=_screening(form.inner("screening")),
        thomas=Sides(right=_thomas(thomas, Side.RIGHT), left=_thomas(thomas, Side.LEFT)),
        core=_core(form.inner("core")),
        glutes=_glutes(form.inner("glutes")),
        stance_s=_sides_of_numbers(balance, "single_leg_stance_s"),
        posture=form.choice("posture", Posture) or Posture.NEUTRAL,
        strength=_sides_of_wholes(form, "hip_flexor_strength", 5),
        open_through=form.choice("open_through", Stage),
    )
    for opened in (thomas, balance, form):
        opened.close()
    return facts


def _patient(form: Strict) -> Patient:
    patient = Patient(
        age=form.required_whole("age", 0, 120),
        activities=form.choices("activities", Activity) or frozenset(),
        conditions=form.choices("conditions", Condition) or frozenset(),
        pregnancy_weeks=form.whole("pregnancy_weeks", 1, 42),
        surgery=_surgery(form),
        equipment=form.choices("equipment", Equipment) or frozenset(),
    )
    form.close()
    return patient


def _surgery(patient: Strict) -> Surgery | None:
    form = patient.inner("surgery")
    surgery = Surgery(
        kind=form.choice("kind", SurgeryKind),
        weeks_ago=form.whole("weeks_ago", 0),
        surgeon_cleared=form.flag("surgeon_cleared") is True,
        extension_cleared=form.flag("extension_cleared") is True,
    )
    form.close()
    return surgery if patient.given("surgery") else None


def _screening(form: Strict) -> Screening:
    screening = Screening(
        red_flags=form.choices("red_flags", RedFlag),
        asked=form.flag("asked") is True,
        pain_at_rest=form.whole("pain_at_rest", 0, 10),
    )
    form.close()
    return screening


def _thomas(thomas: Strict, side: Side) -> ThomasTest | None:
    form = thomas.inner(side)
    if form.given("tape") and form.given("hip_angle_deg"):
        form.refuse("tape", "Give the hip angle or the tape measures, not both.")
    test = ThomasTest(
        variant=form.choice("variant", Variant),
        instrument=form.choice("instrument", Instrument),
        pelvis_controlled=form.flag("pelvis_controlled") is True,
        hip_angle_deg=form.number("hip_angle_deg", -40, 60),
        knee_flexion_deg=form.number("knee_flexion_deg", 0, 150),
        abduction_deg=form.number("abduction_deg", -20, 45),
        j_sign=form.flag("j_sign") is True,
        pain=form.whole("pain", 0, 10),
        tape=_tape(form.inner("tape")),
    )
    form.close()
    return test if thomas.given(side) else None


def _tape(form: Strict) -> Tape | None:
    thigh = form.number("thigh_length_cm", 30, 60)
    knee = form.number("knee_above_hip_cm", -40, 40)
    form.close()
    if thigh is None or knee is None:
        return None
    if abs(knee) > thigh:
        form.refuse(
            "knee_above_hip_cm",
            "The knee cannot be further from the hip than the thigh is long. Measure both again.",
        )
        return None
    return Tape(thigh, knee)


def _core(form: Strict) -> Core:
    core = Core(
        sahrmann_level=form.whole("sahrmann_level", 0, 5),
        dead_bug_quality=form.whole("dead_bug_quality", 0, 3),
        pressure_change_mmhg=form.number("pressure_change_mmhg", 0, 40),
        prone_bridge_s=form.number("prone_bridge_s", 0),
        double_leg_lowering_deg=form.number("double_leg_lowering_deg", 0, 90),
        side_bridge_s=_sides_of_numbers(form, "side_bridge_s"),
        active_straight_leg_raise=_sides_of_wholes(form, "active_straight_leg_raise", 5),
        overall=form.choice("overall", CoreRating),
    )
    form.close()
    return core


def _glutes(form: Strict) -> Glutes:
    glutes = Glutes(
        trendelenburg_hold_s=_sides_of_numbers(form, "trendelenburg_hold_s", 30),
        single_leg_bridge_reps=_sides_of_wholes(form, "single_leg_bridge_reps"),
        overall=form.choice("overall", GluteRating),
    )
    form.close()
    return glutes


def _sides_of_numbers(form: Strict, key: str, high: float | None = None) -> Sides[float]:
    pair = form.inner(key)
    sides = Sides(right=pair.number("right", 0, high), left=pair.number("left", 0, high))
    pair.close()
    return sides


def _sides_of_wholes(form: Strict, key: str, high: int | None = None) -> Sides[int]:
    pair = form.inner(key)
    sides = Sides(right=pair.whole("right", 0, high), left=pair.whole("left", 0, high))
    pair.close()
    return sides
