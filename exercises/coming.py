"""What comes next, and what does it take? The protocol's own conditions, as what is still missing of each. Pure."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Any, cast

from exercises.engine.log import Log, parse_log
from exercises.engine.weighing import Weighed, gate_of
from exercises.protocols.conditions import Streak
from exercises.protocols.protocol import Action, Protocol, ReviewStep
from exercises.protocols.questions import AboutLog


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing missing is 0. `more_often`: too few of the practices that were due were done."""

    days: int
    sessions: int
    clean: int
    more_often: bool

    @property
    def is_nothing(self) -> bool:
        return not (self.days or self.sessions or self.clean or self.more_often)

    @property
    def practices(self) -> int:
        """Practices to come at the least, if they all go well."""
        return max(self.sessions, self.clean)


def for_next_stage(log: dict[str, Any], protocol: Protocol) -> Missing | None:
    """None where no further stage is to open."""
    read = parse_log(log)
    gate, step = gate_of(read, protocol), _step(protocol, Action.PROPOSE_NEXT_STAGE)
    if gate is None or read.open_through == "balance":
        return None
    return Missing(
        days=max(0, gate.days - (read.days_in_stage or 0)),
        sessions=max(0, gate.sessions - (read.sessions_in_stage or 0)),
        clean=_clean_to_come(step, read, protocol),
        more_often=(read.adherence_14d or 0) < _figure(step, AboutLog.ADHERENCE_AT_LEAST),
    )


def for_more_dose(log: dict[str, Any], protocol: Protocol) -> int | None:
    """How many more clean, easy practices until the dose grows; None where it is whole."""
    read = parse_log(log)
    if read.at_article_dose:
        return None
    return _clean_to_come(_step(protocol, Action.INCREASE_DOSE), read, protocol)


def _clean_to_come(step: ReviewStep, log: Log, protocol: Protocol) -> int:
    streak = cast(Streak, _asked(step, AboutLog.LAST_CLEAN))
    weighed = Weighed(log, protocol)
    so_far = takewhile(lambda one: weighed.clean(one, streak.figure), reversed(log.sessions))
    return max(0, streak.sessions - len(list(so_far)))


def _step(protocol: Protocol, action: Action) -> ReviewStep:
    return next(one for one in protocol.steps if action in one.actions)


def _figure(step: ReviewStep, about: AboutLog) -> float:
    return cast(float, _asked(step, about))


def _asked(step: ReviewStep, about: AboutLog) -> Any:
    return next(question.value for question in step.when.all if question.about is about)
