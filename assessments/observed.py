"""What is an assessment made of? "Not tested" is None here, as it is an absent key or null outside; never 0."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from assessments.vocabulary import (
    Activity,
    Condition,
    CoreRating,
    Equipment,
    GluteRating,
    Instrument,
    Posture,
    RedFlag,
    Side,
    Stage,
    SurgeryKind,
    Variant,
)

Value = TypeVar("Value")


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
