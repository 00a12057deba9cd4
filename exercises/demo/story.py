"""Of what is a made-up person's story composed? Who they are, and chapters that happen some days before today."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Leg:
    """What was measured on one side, under the names of the observations; None is "not tested"."""

    hip_angle_deg: int | None = -12
    thigh_length_cm: float | None = None
    knee_above_hip_cm: float | None = None
    knee_flexion_deg: int | None = 78
    abduction_deg: int | None = 8
    thomas_pain: int | None = 0
    side_bridge_s: int | None = None
    active_straight_leg_raise: int | None = None
    trendelenburg_hold_s: int | None = 30
    single_leg_bridge_reps: int | None = 26
    single_leg_stance_s: int | None = 30
    hip_flexor_strength: int | None = 4


UNREMARKABLE = Leg()


def leg(**differs: Any) -> Leg:
    """A leg with nothing to remark on but this."""
    return replace(UNREMARKABLE, **differs)


@dataclass(frozen=True)
class Visit:
    """An assessment: what was asked and measured. `history` is what was learnt of the person that day."""

    days_ago: int
    right: Leg | None = UNREMARKABLE
    left: Leg | None = UNREMARKABLE
    pain_at_rest: int | None = 2
    sahrmann_level: int | None = 3
    dead_bug_quality: int | None = 3
    prone_bridge_s: int | None = None
    posture: str = "neutral"
    core_overall: str = ""
    glutes_overall: str = ""
    red_flags: tuple[str, ...] = ()
    instrument: str = "inclinometer"
    j_sign: tuple[str, ...] = ()
    pelvis_controlled: bool = True
    unable_because_of_pain: tuple[tuple[str, str], ...] = ()
    note: str = ""
    history: Mapping[str, Any] = field(default_factory=dict)
    is_signed: bool = True


@dataclass(frozen=True)
class Correction:
    """The newest assessment once more, with a value put right and the reason for it."""

    days_ago: int
    reason: str
    corrected: Visit


@dataclass(frozen=True)
class Proposal:
    """The engine is asked; what it proposes waits as a draft, or nothing may be prescribed."""

    days_ago: int


@dataclass(frozen=True)
class Issue:
    """Proposed and given to the patient; `open_through` where the therapist confirms a further stage.

    `without` are exercises that the therapist takes out first, each with the reason.
    """

    days_ago: int
    open_through: str | None = None
    without: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Practice:
    """Day after day, with most practices kept; pain and effort go from the first figure to the second."""

    first: int
    last: int
    kept: float = 0.9
    pain: tuple[int, int] = (3, 2)
    effort: tuple[int, int] = (6, 6)
    mornings: bool = False


@dataclass(frozen=True)
class Told:
    """One practice that is not like the others."""

    days_ago: int
    pain: int = 2
    effort: int = 5
    slot: int = 1
    completion: str = "done"
    control_lost_in: str = ""
    fall: bool = False
    red_flag: bool = False
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """The therapist answers what waits."""

    days_ago: int


@dataclass(frozen=True)
class Discharge:
    """The programme and the treatment end."""

    days_ago: int


Chapter = Visit | Correction | Proposal | Issue | Practice | Told | Answer | Discharge


@dataclass(frozen=True)
class Story:
    """One made-up patient. Registered some days ago by the front desk; treated by the therapist of that name.

    `comes_in` is how: "signs_in" with the printed password, "came" by invitation some time ago, "invited" and not yet
    in, or "desk" for somebody who practises from paper.
    """

    given_name: str
    family_name: str
    age: int
    therapist: str
    registered: int
    email: str = ""
    phone: str = ""
    time_zone: str = ""
    comes_in: str = "came"
    chapters: tuple[Chapter, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"
