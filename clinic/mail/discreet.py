"""May a mail name the clinic? Not if its name says what is treated there: then it is "your clinic"."""

import re

from django.utils.translation import gettext as _

# Whole words, and how longer ones begin, in the languages and the Latin that clinics are named in.
WORDS = frozenset(
    {
        *("ache", "back", "bone", "bones", "core", "foot", "gait", "glute", "glutes", "hand", "hip", "hips"),
        *(
            "hüfte",
            "joint",
            "joints",
            "knee",
            "knees",
            "knie",
            "leg",
            "legs",
            "mind",
            "neck",
            "nerve",
            "pain",
        ),
        *("psoas", "reha", "spine", "sport", "sports", "stretch", "women", "womens"),
    }
)
BEGINNINGS = (
    *(
        "arthr",
        "athlet",
        "cardio",
        "chiro",
        "disab",
        "doctor",
        "exercis",
        "fisio",
        "fitness",
        "füsio",
        "flexor",
    ),
    *(
        "fracture",
        "gluteal",
        "health",
        "hospital",
        "injur",
        "kinesi",
        "kiné",
        "krankengym",
        "medic",
        "medizin",
    ),
    *("mobility", "movement", "muscle", "muscul", "neuro", "ortho", "osteo", "paedi", "pediatr", "pelvi"),
    *("physio", "pilates", "podiat", "postur", "psych", "recover", "rehab", "rheum", "rücken", "schmerz"),
    *(
        "sciatic",
        "spinal",
        "surg",
        "taastus",
        "tendon",
        "teraapia",
        "terap",
        "thérap",
        "therap",
        "treat",
        "wirbel",
    ),
)


def called(clinic: str) -> str:
    """Its name, or what stands in its place within a sentence."""
    words = re.findall(r"\w+", clinic.casefold())
    gives_away = any(word in WORDS or word.startswith(BEGINNINGS) for word in words)
    return _("your clinic") if gives_away else clinic
