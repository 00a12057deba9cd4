"""What opens the next stage?"""

from assessments.facts import Stage
from assessments.words import Because, plain
from exercises.engine.case import Case
from exercises.engine.log import Log
from exercises.engine.weighing import gate_of
from exercises.protocols.conditions import AboutLog, Streak, Value
from exercises.protocols.protocol import Action, Protocol, ReviewStep


def unlocking(case: Case, stage: Stage) -> Because:
    """The sentence for a closed stage: what must be done in the stage before it."""
    before = list(Stage)[list(Stage).index(stage) - 1]
    gate = gate_of(Log(presentation=case.presentation, open_through=before), case.protocol)
    if gate is None:
        raise LookupError(f"no gate leads out of {before}")
    return gate.wording.said(days=str(gate.days), sessions=str(gate.sessions), **_shared(case.protocol))


def _shared(protocol: Protocol) -> dict[str, str]:
    """The figures that every gate has in common, out of the step that proposes the next stage."""
    step = next(each for each in protocol.steps if Action.PROPOSE_NEXT_STAGE in each.actions)
    clean = _asked(step, AboutLog.LAST_CLEAN)
    adherence = _asked(step, AboutLog.ADHERENCE_AT_LEAST)
    if not isinstance(clean, Streak) or not isinstance(adherence, float):
        raise LookupError("the next stage asks for no clean sessions or no adherence")
    return {"adherence": f"{adherence:g}", "clean": str(clean.sessions), "effort": plain(clean.figure)}


def _asked(step: ReviewStep, about: AboutLog) -> Value | None:
    return next((question.value for question in step.when.all if question.about is about), None)
