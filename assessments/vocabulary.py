"""Which words does an assessment use? The contract's own, each list whole."""

from enum import StrEnum


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
