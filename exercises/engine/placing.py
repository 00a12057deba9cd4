"""Which exercise stands in which stage? What the presentation holds, then every adjustment in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assessments.vocabulary import Stage
from assessments.words import Basis, Because
from exercises.engine.case import Case
from exercises.engine.plan import Caution, LeftOut, LeftOutBecause
from exercises.protocols.protocol import Adjustment, Protocol


@dataclass(slots=True)
class Placed:
    """An exercise at its place, with the entries that put it there, the first and each change.

    `addresses` are the findings it was chosen for, and those of an exercise that fell together with it.
    """

    exercise: str
    rule: str
    reasons: list[Because]
    basis: Basis
    addresses: frozenset[str] = frozenset()

    def changed(self, substitute: str, adjustment: Adjustment, because: Because) -> "Placed":
        """A patient is told of the last change only: what an earlier one says is true of an exercise that has gone."""
        chosen, *changes = self.reasons
        reasons = [chosen, *(replace(each, patient=because.patient) for each in changes), because]
        return Placed(substitute, adjustment.id, reasons, adjustment.basis, self.addresses)


@dataclass(slots=True)
class Placement:
    stages: dict[Stage, list[Placed]]
    left_out: list[LeftOut] = field(default_factory=list)
    cautions: dict[str, Caution] = field(default_factory=dict)

    def exercises(self, *stages: Stage) -> list[str]:
        """Of these stages, or of all of them, in order."""
        return [placed.exercise for stage in stages or Stage for placed in self.stages[stage]]

    def raise_caution(self, code: str, caution: Caution) -> None:
        """The first circumstance that raises it names the reason."""
        self.cautions.setdefault(code, caution)


def place(case: Case) -> Placement:
    """Fill the four stages, then apply section 4 to all of them; the case learns what is in the plan."""
    placement = Placement({stage: list(_contents(case, stage)) for stage in Stage})
    case.planned(placement.exercises())
    for adjustment in case.protocol.adjustments:
        if case.meets(adjustment.when):
            _adjust(placement, adjustment, case)
            case.planned(placement.exercises())
    return placement


def caution(code: str, rule: str, because: Because, basis: Basis, protocol: Protocol) -> Caution:
    return Caution(code, rule, protocol.cautions[code].said(), because, basis)


def _contents(case: Case, stage: Stage) -> Iterator[Placed]:
    for content in case.protocol.contents:
        if content.stage is stage and case.presentation in content.presentations and case.meets(content.when):
            reasons = [content.wording.said()]
            yield Placed(content.exercise, content.id, reasons, content.basis, content.addresses)


def _adjust(placement: Placement, adjustment: Adjustment, case: Case) -> None:
    because = adjustment.wording.said()
    if adjustment.caution:
        case.cautioned(adjustment.caution)
        raised = caution(adjustment.caution, adjustment.id, because, adjustment.basis, case.protocol)
        placement.raise_caution(adjustment.caution, raised)
    if not (adjustment.remove or adjustment.replace):
        return
    for stage, items in placement.stages.items():
        placement.stages[stage] = _replaced(
            adjustment, because, list(_kept(placement, adjustment, because, items))
        )


def _kept(
    placement: Placement, adjustment: Adjustment, because: Because, items: list[Placed]
) -> Iterator[Placed]:
    for item in items:
        if item.exercise not in adjustment.remove:
            yield item
            continue
        left = LeftOut(
            item.exercise, LeftOutBecause.CONTRAINDICATED, adjustment.id, because, adjustment.basis
        )
        placement.left_out.append(left)


def _replaced(adjustment: Adjustment, because: Because, items: list[Placed]) -> list[Placed]:
    """Each substitute at the place of what it replaces; one that is already in the stage is not added twice."""
    there = {item.exercise: item for item in items if item.exercise not in adjustment.replace}
    result: list[Placed] = []
    for item in items:
        substitute = adjustment.replace.get(item.exercise, item.exercise)
        if substitute == item.exercise:
            result.append(item)
        elif substitute in there:
            there[substitute].addresses |= item.addresses
        else:
            there[substitute] = item.changed(substitute, adjustment, because)
            result.append(there[substitute])
    return result
