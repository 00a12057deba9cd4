"""What is a protocol made of? Everything that is decided, as typed entries, each with its basis and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.bands import FindingId, Thresholds
from assessments.vocabulary import Equipment, RedFlag, Stage
from assessments.words import Basis, Wording
from exercises.library import Unit
from exercises.protocols.conditions import When
from exercises.protocols.vocabulary import Missing, Presentation, Status, Untested, Urgency


class Action(StrEnum):
    STOP_ALL = "stop_all"
    REGRESS_TO_SUPPORTED = "regress_to_supported"
    REASSESS_EXPIRED = "reassess_expired"
    REASSESS_GAP = "reassess_gap"
    RESTART_LOWER = "restart_lower"
    SUSPEND = "suspend"
    STOP_EXERCISE_TODAY = "stop_exercise_today"
    REGRESS_LEVEL = "regress_level"
    REDUCE_DOSE = "reduce_dose"
    HOLD = "hold"
    SUPPORT_ADHERENCE = "support_adherence"
    INCREASE_DOSE = "increase_dose"
    PROGRESS_LEVEL = "progress_level"
    PROPOSE_NEXT_STAGE = "propose_next_stage"


@dataclass(frozen=True, slots=True)
class Claim:
    id: str
    claim: str
    say: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Rule:
    """From findings to a status; the first that applies decides."""

    id: str
    status: Status
    presentation: Presentation | None
    when: When
    wording: Wording
    basis: Basis
    addresses: frozenset[FindingId] = frozenset()


@dataclass(frozen=True, slots=True)
class Content:
    """One exercise in one stage of a presentation; `addresses` are the findings it is chosen for."""

    id: str
    presentations: frozenset[Presentation]
    stage: Stage
    exercise: str
    when: When
    wording: Wording
    basis: Basis
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opening:
    id: str
    opens: Stage
    when: When
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class StageWords:
    """Why the stage comes at its place."""

    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class LimitStep:
    """One way to make a day shorter: drop, alternate, or every other day."""

    id: str
    drop: tuple[str, ...]
    alternate: tuple[str, ...]
    every_other_day: str | None
    when: When
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class DailyLimit:
    exercises: int
    steps: tuple[LimitStep, ...]
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class BeforeRun:
    id: str
    exercise: str
    beside: frozenset[str]
    when: When
    lost: Wording
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class Runner:
    when: When
    stretches: frozenset[str]
    caution: str
    before_run: BeforeRun
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A substitution, a removal, a caution, or all three, for one circumstance."""

    id: str
    when: When
    remove: frozenset[str]
    replace: Mapping[str, str]
    caution: str | None
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class Objection:
    """What is questioned when a therapist chooses it by hand."""

    id: str
    exercises: frozenset[str]
    when: When
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class Reason:
    """A circumstance that changes a dose or a level."""

    when: When
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class LevelReason:
    level: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Dose:
    exercise: str
    unit: Unit
    sets: int
    steps: tuple[int, ...]
    full: int
    full_max: int | None
    times_per_day: int
    starter: Reason | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Ladder:
    id: str
    exercise: str
    variant: str | None
    when: When
    start: int
    top: int
    equipment: tuple[Equipment, ...]
    lower_start: LevelReason | None
    cap: LevelReason | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Primer:
    presentations: frozenset[Presentation]
    exercises: frozenset[str]
    sets: int
    hold_s: int
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class ReleaseBeforeBridge:
    bridge: str
    exercises: frozenset[str]
    times_per_day: int
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class SessionBands:
    red_from: int
    amber_from: int
    amber_to: int
    clean_to: int
    clean_to_at_most: int
    flare_above: int
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be done in a stage before the next is proposed."""

    id: str
    when: When
    days: int
    sessions: int
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class ReviewStep:
    id: str
    when: When
    actions: tuple[Action, ...]
    alert: bool
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class Programme:
    retest_day: int
    expires_day: int
    stop_lengthening_at_deg: float
    maintenance_at_most_deg: float
    maintenance_per_week: tuple[int, int]
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True, eq=False)
class Protocol:
    """One object for each protocol loaded: two are the same when their versions are."""

    id: str
    version: str
    name: str
    thresholds: Thresholds
    claims: tuple[Claim, ...]
    red_flags: Mapping[Urgency, frozenset[RedFlag]]
    rules: tuple[Rule, ...]
    missing: Mapping[Missing, Wording]
    not_tested: Mapping[Untested, tuple[When, Wording]]
    several_short: Wording | None
    stages: Mapping[Stage, StageWords]
    contents: tuple[Content, ...]
    openings: tuple[Opening, ...]
    daily_limit: DailyLimit
    runner: Runner
    adjustments: tuple[Adjustment, ...]
    objections: tuple[Objection, ...]
    cautions: Mapping[str, Wording]
    starter: Reason
    doses: Mapping[str, Dose]
    primer: Primer
    release_before_bridge: ReleaseBeforeBridge
    ladders: tuple[Ladder, ...]
    session: SessionBands
    gates: tuple[Gate, ...]
    steps: tuple[ReviewStep, ...]
    programme: Programme
