"""What can a rule ask? A small fixed vocabulary: each question has a name and a typed value.

Nothing written in the data is ever evaluated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from assessments.data import DataError, Table
from assessments.facts import Activity, Condition, CoreRating, Equipment, GluteRating, Posture, Stage
from assessments.thresholds import FindingId
from exercises.library import EXERCISE_IDS
from exercises.library.exercise import CAUTIONS


class ProtocolError(DataError):
    """The protocol's file does not say what it must."""


class Status(StrEnum):
    READY = "ready"
    INCOMPLETE = "incomplete"
    HOLD_POST_OPERATIVE = "hold_post_operative"
    HOLD_REVIEW = "hold_review"
    REFER_URGENT = "refer_urgent"
    REFER_EMERGENCY = "refer_emergency"
    THERAPIST_DECIDES = "therapist_decides"
    NOT_INDICATED = "not_indicated"


class Presentation(StrEnum):
    SHORT = "short"
    TONE = "tone"
    LONG = "long"
    GLUTE = "glute"


class Missing(StrEnum):
    RED_FLAG_SCREENING = "red_flag_screening"
    PAIN_AT_REST = "pain_at_rest"
    THOMAS_LEFT = "thomas_left"
    THOMAS_RIGHT = "thomas_right"
    CORE_OBSERVATION = "core_observation"


class Untested(StrEnum):
    KNEE_FLEXION = "knee_flexion"
    ABDUCTION = "abduction"
    TRENDELENBURG = "trendelenburg"
    SINGLE_LEG_STANCE = "single_leg_stance"
    HIP_FLEXOR_STRENGTH = "hip_flexor_strength"


class Ask(StrEnum):
    """Which step forward is being considered."""

    DOSE = "dose"
    LEVEL = "level"
    STAGE = "stage"
    EYES_CLOSED = "eyes_closed"


class Urgency(StrEnum):
    EMERGENCY = "emergency"
    URGENT = "urgent"


class SurgeryState(StrEnum):
    WEEKS_UNKNOWN = "weeks_unknown"
    NOT_CLEARED = "not_cleared"
    EXTENSION_NOT_CLEARED = "extension_not_cleared"
    ANY_REPLACEMENT = "any_replacement"
    POSTERIOR_REPLACEMENT = "posterior_replacement"


class SessionColour(StrEnum):
    RED = "red"
    AMBER = "amber"


class About(StrEnum):
    """What a rule can ask about an assessment and the plan made so far."""

    RED_FLAG = "red_flag"
    CONDITION = "condition"
    ACTIVITY = "activity"
    EQUIPMENT = "equipment"
    POSTURE = "posture"
    SHORT = "short"
    CORE = "core"
    GLUTES = "glutes"
    STATUS = "status"
    PRESENTATION = "presentation"
    CAUTION = "caution"
    IN_PLAN = "in_plan"
    MISSING = "missing"
    UNTESTED = "untested"
    SURGERY = "surgery"
    SURGERY_WEEKS_UNDER = "surgery_weeks_under"
    AGE_UNDER = "age_under"
    AGE_AT_LEAST = "age_at_least"
    PAIN_AT_REST_AT_LEAST = "pain_at_rest_at_least"
    PAIN_AT_REST_AT_MOST = "pain_at_rest_at_most"
    THOMAS_PAIN_AT_LEAST = "thomas_pain_at_least"
    PREGNANT_FROM_WEEK = "pregnant_from_week"
    STRENGTH_AT_MOST = "strength_at_most"
    STRENGTH_BOTH = "strength_both"
    STANCE_UNDER_S = "stance_under_s"
    MEASURED_STANCE_UNDER_S = "measured_stance_under_s"
    VERY_MOBILE_HIP = "very_mobile_hip"


class AboutLog(StrEnum):
    """What a step can ask about a patient's log. A name that About has too means the same there."""

    RED_FLAG_ANSWERED = "red_flag_answered"
    FALL_ANSWERED = "fall_answered"
    ASK = "ask"
    PRESENTATION = "presentation"
    OPEN_THROUGH = "open_through"
    RED_SESSIONS_AT_LEAST = "red_sessions_at_least"
    LAST_SESSION = "last_session"
    LAST_AMBER = "last_amber"
    LAST_HARD = "last_hard"
    LAST_CLEAN = "last_clean"
    LAST_HOLDS = "last_holds"
    FLARE_AFTER_LAST = "flare_after_last"
    CONTROL_LOST_IN_LAST = "control_lost_in_last"
    CONTROL_KEPT_IN_LAST = "control_kept_in_last"
    DAYS_SINCE_ASSESSMENT_OVER = "days_since_assessment_over"
    DAYS_SINCE_LAST_SESSION_AT_LEAST = "days_since_last_session_at_least"
    ADHERENCE_UNDER = "adherence_under"
    ADHERENCE_AT_LEAST = "adherence_at_least"
    GATE_PASSED = "gate_passed"
    AT_TOP_LEVEL = "at_top_level"
    AT_FULL_DOSE = "at_full_dose"
    EYES_CLOSED_FORBIDDEN = "eyes_closed_forbidden"


@dataclass(frozen=True, slots=True)
class Streak:
    """The last sessions in a row, and the figure each of them is held against."""

    sessions: int
    figure: float


Value = frozenset[str] | float | bool | Streak
Name = TypeVar("Name", About, AboutLog)


@dataclass(frozen=True, slots=True)
class Question:
    about: About | AboutLog
    value: Value


@dataclass(frozen=True, slots=True)
class When:
    """Applies when one of `any`, every one of `all` and none of `none` holds; empty lists ask nothing."""

    any: tuple[Question, ...] = ()
    all: tuple[Question, ...] = ()
    none: tuple[Question, ...] = ()

    @property
    def always(self) -> bool:
        return not (self.any or self.all or self.none)

    def holds(self, answer: Callable[[Question], bool]) -> bool:
        # Asked some sixty times for one plan, so in plain loops.
        for question in self.all:
            if not answer(question):
                return False
        for question in self.none:
            if answer(question):
                return False
        for question in self.any:
            if answer(question):
                return True
        return not self.any

    def questions(self) -> tuple[Question, ...]:
        return (*self.any, *self.all, *self.none)


WORDS: Mapping[About | AboutLog, frozenset[str]] = {
    About.RED_FLAG: frozenset(Urgency),
    About.CONDITION: frozenset(Condition),
    About.ACTIVITY: frozenset(Activity),
    About.EQUIPMENT: frozenset(Equipment),
    About.POSTURE: frozenset(Posture),
    About.SHORT: frozenset(FindingId),
    About.CORE: frozenset(CoreRating),
    About.GLUTES: frozenset(GluteRating),
    About.STATUS: frozenset(Status),
    About.PRESENTATION: frozenset(Presentation),
    About.CAUTION: CAUTIONS,
    About.IN_PLAN: frozenset(EXERCISE_IDS),
    About.MISSING: frozenset(Missing),
    About.UNTESTED: frozenset(Untested),
    About.SURGERY: frozenset(SurgeryState),
    AboutLog.ASK: frozenset(Ask),
    AboutLog.PRESENTATION: frozenset(Presentation),
    AboutLog.OPEN_THROUGH: frozenset(Stage),
    AboutLog.LAST_SESSION: frozenset(SessionColour),
}
STREAKS: Mapping[About | AboutLog, str] = {
    AboutLog.LAST_HARD: "effort_at_least",
    AboutLog.LAST_CLEAN: "effort_at_most",
    AboutLog.LAST_HOLDS: "seconds",
}
YES_OR_NO: frozenset[About | AboutLog] = frozenset(
    {
        About.VERY_MOBILE_HIP,
        AboutLog.RED_FLAG_ANSWERED,
        AboutLog.FALL_ANSWERED,
        AboutLog.FLARE_AFTER_LAST,
        AboutLog.CONTROL_LOST_IN_LAST,
        AboutLog.GATE_PASSED,
        AboutLog.AT_TOP_LEVEL,
        AboutLog.AT_FULL_DOSE,
        AboutLog.EYES_CLOSED_FORBIDDEN,
    }
)
# A larger figure asks for less here: "under 12" holds wherever "under 5" does.
WIDER_WHEN_LARGER = ("_under", "_under_s", "_at_most")


def read_when(table: Table, names: type[Name]) -> When:
    return When(
        any=_questions(table, "any", names),
        all=_questions(table, "all", names),
        none=_questions(table, "none", names),
    )


def _questions(table: Table, key: str, names: type[Name]) -> tuple[Question, ...]:
    if table.has(key) and not table.take(key, list):
        raise table.wrong(key, "asks nothing: name a condition or leave it out")
    return tuple(_question(row, names) for row in table.inner_list(key))


def _question(row: Table, names: type[Name]) -> Question:
    if len(row.keys()) != 1:
        raise row.wrong("", "asks one thing at a time")
    key = row.keys()[0]
    if key not in names._value2member_map_:
        raise row.wrong(key, "is not a question that can be asked")
    about = names(key)
    return Question(about, _value(row, about))


def _value(row: Table, about: About | AboutLog) -> Value:
    if about in WORDS:
        return _chosen_words(row, about)
    if about in STREAKS:
        return _streak(row.inner(about), STREAKS[about])
    if about in YES_OR_NO:
        return bool(row.take(about, bool))
    return float(row.take(about, (int, float)))


def _chosen_words(row: Table, about: About | AboutLog) -> frozenset[str]:
    given = row.take(about, (str, list))
    words = (given,) if isinstance(given, str) else row.texts(about)
    unknown = [word for word in words if word not in WORDS[about]]
    if unknown or not words:
        raise row.wrong(about, f"{', '.join(map(repr, unknown)) or 'an empty list'} is not known here")
    return frozenset(words)


def _streak(row: Table, figure: str) -> Streak:
    streak = Streak(row.take("sessions", int), row.take(figure, (int, float)))
    row.close()
    return streak


def follows(later: When, earlier: When) -> bool:
    """True when an earlier rule already applies wherever the later one would: the later can never be reached."""
    if earlier.always:
        return True
    if earlier.none or not _covers_all(later, earlier):
        return False
    return not earlier.any or _covers_any(later, earlier)


def _covers_all(later: When, earlier: When) -> bool:
    return all(
        any(implies(given, wanted) for given in later.all) or _every(later, wanted) for wanted in earlier.all
    )


def _covers_any(later: When, earlier: When) -> bool:
    if any(implies(given, wanted) for given in later.all for wanted in earlier.any):
        return True
    return bool(later.any) and all(
        any(implies(given, wanted) for wanted in earlier.any) for given in later.any
    )


def _every(later: When, wanted: Question) -> bool:
    return bool(later.any) and all(implies(given, wanted) for given in later.any)


def implies(given: Question, wanted: Question) -> bool:
    """Does an answer yes to the first always mean yes to the second?"""
    if given.about != wanted.about:
        return False
    if isinstance(given.value, frozenset) and isinstance(wanted.value, frozenset):
        return given.value <= wanted.value
    if isinstance(given.value, float) and isinstance(wanted.value, float):
        if given.about.endswith(WIDER_WHEN_LARGER):
            return given.value <= wanted.value
        return given.value >= wanted.value
    return given.value == wanted.value
