"""By which thresholds does this clinic read what was observed?

A clinic may sign figures of its own, and the room above knows them: it registers its answer when the program starts
(an app's `ready`), so that an assessment reads here as it will when something is proposed from it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assessments import thresholds
from assessments.bands import Thresholds
from clinic.people.models import Clinic


@dataclass(frozen=True)
class Figures:
    """The thresholds, and under which signature; the room above knows what that is, the pages only show it."""

    thresholds: Thresholds
    signature: object = None


Answer = Callable[[Clinic], Figures]
_answers: list[Answer] = []


def register(answer: Answer) -> None:
    _answers[:] = [answer]


def standing(clinic: Clinic) -> Figures:
    """The shipped ones, where nobody knows better."""
    return _answers[0](clinic) if _answers else Figures(thresholds.load())


def of_clinic(clinic: Clinic) -> Thresholds:
    return standing(clinic).thresholds
