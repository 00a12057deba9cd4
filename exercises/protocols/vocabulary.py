"""Which words does a protocol use? The contract's own, and a few for what it asks."""

from enum import StrEnum


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
