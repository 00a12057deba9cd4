"""Can a rule ever be reached, or does an earlier one always apply first?"""

from exercises.protocols.conditions import Question, When

# A larger figure asks for less here: "under 12" holds wherever "under 5" does.
WIDER_WHEN_LARGER = ("_under", "_under_s", "_at_most")


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
