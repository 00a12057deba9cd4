"""What is a plan made of? Everything that is proposed, each part with its reason and its basis."""

from dataclasses import dataclass
from enum import StrEnum

from assessments.reading import Reading
from assessments.vocabulary import Equipment, Side, Stage
from assessments.words import Basis, Because
from exercises.library import Sides
from exercises.protocols.vocabulary import Missing, Presentation, Status, Untested


class Time(StrEnum):
    """When in the day."""

    ANY = "any"
    BEFORE_RUN = "before_run"
    LATER_IN_DAY = "later_in_day"


class LeftOutBecause(StrEnum):
    DAILY_LIMIT = "daily_limit"
    CONTRAINDICATED = "contraindicated"


@dataclass(frozen=True, slots=True)
class Dose:
    sets: int
    reps: int | None
    hold_s: int | None
    hold_max_s: int | None
    distance_m: int | None
    times_per_day: int


@dataclass(frozen=True, slots=True)
class Item:
    """`reasons` says why it is there: the findings, the choice, each change made to it, and its place.

    `dosing` says why this dose and this level. `rule` is the entry that put this exercise here.
    """

    exercise: str
    variant: str | None
    level: int
    max_level: int
    sides: Sides
    focus: tuple[Side, ...]
    dose: Dose
    when: Time
    equipment: tuple[Equipment, ...]
    rule: str
    reasons: tuple[Because, ...]
    dosing: tuple[Because, ...]
    basis: Basis

    @property
    def because_clinician(self) -> str:
        return " ".join(reason.clinician.text for reason in self.reasons)

    @property
    def because_patient(self) -> str:
        return " ".join(dict.fromkeys(reason.patient.text for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class StagePlan:
    stage: Stage
    open: bool
    unlocks_when: Because | None
    items: tuple[Item, ...]
    because: Because
    basis: Basis


@dataclass(frozen=True, slots=True)
class LeftOut:
    exercise: str
    code: LeftOutBecause
    rule: str
    because: Because
    basis: Basis


@dataclass(frozen=True, slots=True)
class Caution:
    """What to watch, and why it was raised."""

    code: str
    rule: str
    says: Because
    because: Because
    basis: Basis


@dataclass(frozen=True, slots=True)
class Plan:
    status: Status
    presentation: Presentation | None
    protocol_id: str
    protocol_version: str
    engine_version: str
    rule: str
    because: Because
    basis: Basis
    reading: Reading
    missing: tuple[tuple[Missing, Because], ...] = ()
    not_tested: tuple[tuple[Untested, Because], ...] = ()
    opens_through: Stage | None = None
    opening: Because | None = None
    stages: tuple[StagePlan, ...] = ()
    today: tuple[str, ...] = ()
    alternate: tuple[tuple[str, ...], ...] = ()
    before_run_items: tuple[Item, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    cautions: tuple[Caution, ...] = ()

    @property
    def before_run(self) -> tuple[str, ...]:
        return tuple(item.exercise for item in self.before_run_items)

    @property
    def items(self) -> tuple[Item, ...]:
        """Of all four stages, in order."""
        return tuple(item for stage in self.stages for item in stage.items)
