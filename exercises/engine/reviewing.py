"""What should happen next, given what the patient reported?

The first step that applies gives the actions; any step that asks for an alert gives it.
"""

from dataclasses import dataclass

from assessments.words import Basis, Because
from exercises.engine.log import Log
from exercises.engine.version import ENGINE_VERSION
from exercises.engine.weighing import Weighed
from exercises.protocols.protocol import Action, Protocol


@dataclass(frozen=True, slots=True)
class Review:
    actions: tuple[Action, ...]
    alert: bool
    rule: str
    because: Because
    basis: Basis
    protocol_version: str
    engine_version: str


def review(log: Log, protocol: Protocol) -> Review:
    """Pure: proposes actions; a therapist or the patient's programme carries them out."""
    answer = Weighed(log, protocol).answer
    holding = [step for step in protocol.steps if step.when.holds(answer)]
    first = holding[0]
    return Review(
        actions=first.actions,
        alert=any(step.alert for step in holding),
        rule=first.id,
        because=first.wording.said(),
        basis=first.basis,
        protocol_version=protocol.version,
        engine_version=ENGINE_VERSION,
    )
