"""By which thresholds does this clinic read what was observed?

A clinic may sign figures of its own, and the room above knows them: it registers its answer when the program starts
(an app's `ready`), so that an assessment reads here as it will when something is proposed from it.
"""

from collections.abc import Callable

from assessments import thresholds
from assessments.bands import Thresholds
from clinic.people.models import Clinic

Answer = Callable[[Clinic], Thresholds]
_answers: list[Answer] = []


def register(answer: Answer) -> None:
    _answers[:] = [answer]


def of_clinic(clinic: Clinic) -> Thresholds:
    """The shipped ones, where nobody knows better."""
    return _answers[0](clinic) if _answers else thresholds.load()
