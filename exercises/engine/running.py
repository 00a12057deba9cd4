"""What changes for a runner? Static stretches move behind the run; a walking lunge may come before it."""

from dataclasses import dataclass

from assessments.words import Because
from exercises.engine.case import Case
from exercises.engine.day import Day
from exercises.engine.placing import Placed, caution
from exercises.engine.plan import Caution, LeftOut, LeftOutBecause


@dataclass(frozen=True, slots=True)
class Run:
    because: Because
    later: frozenset[str] = frozenset()
    cautions: tuple[Caution, ...] = ()
    before: tuple[Placed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def moves(self, exercise: str) -> bool:
        return exercise in self.later


def run_plan(case: Case, day: Day) -> Run:
    """Asked after every adjustment: only what is still in the plan counts."""
    rule = case.protocol.runner
    because = rule.wording.said()
    if not case.meets(rule.when) or rule.stretches.isdisjoint(day.today):
        return Run(because)
    raised = caution(rule.caution, "runner", because, rule.basis, case.protocol)
    before, left_out = _before_run(case, day)
    return Run(because, rule.stretches, (raised,), before, left_out)


def _before_run(case: Case, day: Day) -> tuple[tuple[Placed, ...], tuple[LeftOut, ...]]:
    rule = case.protocol.runner.before_run
    if rule.beside.isdisjoint(day.today):
        return (), ()
    if case.meets(rule.when):
        return (Placed(rule.exercise, rule.id, [rule.wording.said()], rule.basis),), ()
    lost = LeftOut(rule.exercise, LeftOutBecause.CONTRAINDICATED, rule.id, rule.lost.said(), rule.basis)
    return (), (lost,)
