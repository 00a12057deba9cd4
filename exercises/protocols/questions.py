"""What can a rule ask, and what kind of value belongs to each question? A small fixed vocabulary."""

from collections.abc import Mapping
from enum import StrEnum
from math import inf

from assessments.bands import FindingId
from assessments.vocabulary import Activity, Condition, CoreRating, Equipment, GluteRating, Posture, Stage
from exercises.library import EXERCISE_IDS
from exercises.library.exercise import CAUTIONS
from exercises.protocols.vocabulary import (
    Ask,
    Missing,
    Presentation,
    SessionColour,
    Status,
    SurgeryState,
    Untested,
    Urgency,
)


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
# Beyond these a question is always answered yes, or always no. The second figure of a streak stands under its key.
FIGURES: Mapping[str, tuple[float, float]] = {
    About.SURGERY_WEEKS_UNDER: (1, inf),
    About.AGE_UNDER: (1, 120),
    About.AGE_AT_LEAST: (1, 120),
    About.PAIN_AT_REST_AT_LEAST: (1, 10),
    About.PAIN_AT_REST_AT_MOST: (0, 9),
    About.THOMAS_PAIN_AT_LEAST: (1, 10),
    About.PREGNANT_FROM_WEEK: (1, 42),
    About.STRENGTH_AT_MOST: (0, 4),
    About.STRENGTH_BOTH: (1, 5),
    About.STANCE_UNDER_S: (1, inf),
    About.MEASURED_STANCE_UNDER_S: (1, inf),
    AboutLog.RED_SESSIONS_AT_LEAST: (1, inf),
    AboutLog.LAST_AMBER: (1, inf),
    AboutLog.CONTROL_KEPT_IN_LAST: (1, inf),
    AboutLog.DAYS_SINCE_ASSESSMENT_OVER: (0, inf),
    AboutLog.DAYS_SINCE_LAST_SESSION_AT_LEAST: (1, inf),
    AboutLog.ADHERENCE_UNDER: (0.01, 1),
    AboutLog.ADHERENCE_AT_LEAST: (0.01, 1),
    "sessions": (1, inf),
    "effort_at_least": (1, 10),
    "effort_at_most": (0, 9),
    "seconds": (1, inf),
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
