"""What opens the next stage?"""

from functools import lru_cache
from typing import cast

from assessments.vocabulary import Stage
from assessments.words import Because, plain
from exercises.engine.log import Log
from exercises.engine.weighing import gate_of
from exercises.protocols.conditions import Streak, Value
from exercises.protocols.protocol import Action, Gate, Protocol, ReviewStep
from exercises.protocols.questions import AboutLog
from exercises.protocols.vocabulary import Presentation


@lru_cache(maxsize=64)
def unlocking(protocol: Protocol, presentation: Presentation, stage: Stage) -> Because:
    """The sentence for a closed stage: what must be done in the stage before it."""
    before = list(Stage)[list(Stage).index(stage) - 1]
    gate = gate_of(Log(presentation=presentation, open_through=before), protocol)
    if gate is None:
        raise LookupError(f"no gate leads out of {before}")
    return worded(gate, protocol)


def worded(gate: Gate, protocol: Protocol) -> Because:
    """A gate's sentence with its figures."""
    return gate.wording.said(days=str(gate.days), sessions=str(gate.sessions), **_shared(protocol))


def _shared(protocol: Protocol) -> dict[str, str]:
    """The figures that every gate has in common, out of the step that proposes the next stage."""
    step = next(each for each in protocol.steps if Action.PROPOSE_NEXT_STAGE in each.actions)
    clean = cast(Streak, _asked(step, AboutLog.LAST_CLEAN))
    adherence = cast(float, _asked(step, AboutLog.ADHERENCE_AT_LEAST))
    return {
        "adherence": f"{plain(adherence * 10)} in 10",
        "clean": str(clean.sessions),
        "effort": plain(clean.figure),
    }


def _asked(step: ReviewStep, about: AboutLog) -> Value:
    return next(question.value for question in step.when.all if question.about is about)
