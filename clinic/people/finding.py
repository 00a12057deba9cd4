"""Who is meant by what was typed? By name or date of birth; and, where nobody is, whoever is nearly called so.

Nearly is asked of all the clinic's names at once, in memory: some ten thousand short words, let go again at once.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from clinic.people.models import PatientQuerySet

WAYS_TO_WRITE_A_DAY = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d%m%Y",
    "%Y%m%d",
)
APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}"
NEAR, SHORTEST, AT_MOST, WORDS = 72, 3, 50, 4


class Known(NamedTuple):
    id: UUID
    given_name: str
    family_name: str
    date_of_birth: date


def called(patients: PatientQuerySet, words: str) -> PatientQuerySet:
    """Whose names begin so, or who were born then."""
    day = day_meant(words)
    return patients.filter(date_of_birth=day) if day else patients.named_like(words)


def nearly_called(patients: PatientQuerySet, words: str) -> PatientQuerySet:
    """Whoever comes nearest, at most fifty; for when nobody is called so."""
    fields = ("id", "given_name", "family_name", "date_of_birth")
    everybody = [Known(*one) for one in patients.order_by().values_list(*fields)]
    return patients.filter(pk__in=nearest(everybody, words))


def day_meant(words: str) -> date | None:
    for way in WAYS_TO_WRITE_A_DAY:
        try:
            return datetime.strptime(words.strip(), way).date()  # noqa: DTZ007 - a birthday has no time zone
        except ValueError:
            continue
    return None


def nearest(everybody: Iterable[Known], words: str) -> list[UUID]:
    """Pure. A word may be off by a letter or two, a day by one digit or by two that changed places."""
    known = list(everybody)
    digits = "".join(letter for letter in words if letter.isdigit())
    if len(digits) >= len("20260101"):
        return [one.id for one in known if _is_nearly(one.date_of_birth, digits)][:AT_MOST]
    typed = [word for word in _plain(words).split() if len(word) >= SHORTEST][:WORDS]
    if not typed:
        return []
    called_how = {one.id: _plain(f"{one.given_name} {one.family_name}").split() for one in known}
    names = list({name for all_of in called_how.values() for name in all_of})
    scores = [_scores(word, names) for word in typed]
    found = {
        who: sum(max(score.get(name, 0) for name in all_of) for score in scores)
        for who, all_of in called_how.items()
        if all(any(name in score for name in all_of) for score in scores)
    }
    return sorted(found, key=lambda who: -found[who])[:AT_MOST]


def _scores(word: str, names: list[str]) -> dict[str, float]:
    near = process.extract(word, names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
    return {name: score for name, score, _index in near}


def _is_nearly(born: date, digits: str) -> bool:
    written = (born.strftime("%Y%m%d"), born.strftime("%d%m%Y"), born.strftime("%m%d%Y"))
    return any(OSA.distance(digits, one, score_cutoff=1) <= 1 for one in written)


def _plain(words: str) -> str:
    """Without accents, hyphens and capitals: Zieliński is typed Zielinski."""
    bare = unicodedata.normalize("NFKD", words.replace("ł", "l").replace("ø", "o"))
    return "".join(
        letter if letter.isalnum() else " "
        for letter in bare.casefold()
        if not unicodedata.combining(letter) and letter not in APOSTROPHES
    )
