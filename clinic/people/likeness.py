"""Is somebody like this registered already? Two records of one person would split their history.

Alike are: the same e-mail address; or the same date of birth and a name that is nearly the same, however it is
written, in whichever order, with an accent or without.
"""

import unicodedata
from datetime import date

from rapidfuzz import fuzz

from clinic.people.models import Patient, PatientQuerySet

# Of 100, for one and the same day of birth: "Ann Lee" and "Ann Leigh" are 75, "Mirela Quist" and "Tamsin Okoro" 25.
NEARLY_THE_SAME = 70


def alike(patients: PatientQuerySet, *, name: str, born: date, email: str = "") -> list[Patient]:
    """Those among them who may be this person; discharged ones too."""
    same_day = [one for one in patients.filter(date_of_birth=born) if is_nearly(name, one.full_name)]
    same_address = list(patients.filter(email__iexact=email)) if email else []
    return list({one.pk: one for one in (*same_day, *same_address)}.values())


def is_nearly(name: str, other: str) -> bool:
    return fuzz.token_sort_ratio(plain(name), plain(other)) >= NEARLY_THE_SAME


def plain(name: str) -> str:
    """Small letters without accents, so that Zoë is Zoe."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
