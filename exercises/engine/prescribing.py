"""What follows from one assessment? The status first; a plan only when it is ready."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessments.facts import Facts, Side, Stage
from assessments.reading import read
from assessments.words import Because
from exercises.engine.case import Case
from exercises.engine.day import Day, limit_day
from exercises.engine.dosing import dose, rung
from exercises.engine.gates import unlocking
from exercises.engine.placing import Placed, Placement, place
from exercises.engine.plan import Caution, Item, LeftOut, Plan, StagePlan, Time
from exercises.engine.running import Run, run_plan
from exercises.engine.version import ENGINE_VERSION
from exercises.library import Library
from exercises.protocols.conditions import Missing, Status, Untested
from exercises.protocols.protocol import Protocol, Rule


def prescribe(facts: Facts, protocol: Protocol, library: Library) -> Plan:
    """Pure: the same facts, protocol and library give the same plan, always."""
    case = Case(facts, read(facts, protocol.thresholds), protocol)
    rule = next(rule for rule in protocol.rules if case.meets(rule.when))
    case.status, case.presentation = rule.status, rule.presentation
    plan = _unfilled(case, rule)
    return _filled(plan, case, library) if rule.status is Status.READY else plan


def _unfilled(case: Case, rule: Rule) -> Plan:
    return Plan(
        status=rule.status,
        presentation=rule.presentation,
        protocol_id=case.protocol.id,
        protocol_version=case.protocol.version,
        engine_version=ENGINE_VERSION,
        rule=rule.id,
        because=rule.wording.said(),
        basis=rule.basis,
        reading=case.reading,
        missing=_missing(case),
        not_tested=_not_tested(case),
    )


def _missing(case: Case) -> tuple[tuple[Missing, Because], ...]:
    if case.status is not Status.INCOMPLETE:
        return ()
    return tuple((code, case.protocol.missing[code].said()) for code in sorted(case.missing))


def _not_tested(case: Case) -> tuple[tuple[Untested, Because], ...]:
    return tuple(
        (code, words.said()) for code, (when, words) in case.protocol.not_tested.items() if case.meets(when)
    )


def _filled(plan: Plan, case: Case, library: Library) -> Plan:
    placement = place(case)
    opens_through, opening = _opening(case)
    day = limit_day(case, opens_through)
    run = run_plan(case, day, placement)
    making = Making(case, library, opens_through, run)
    return replace(
        plan,
        opens_through=opens_through,
        opening=opening,
        stages=tuple(making.stage(stage, placement.stages[stage]) for stage in Stage),
        today=day.today,
        alternate=day.alternate,
        before_run_items=making.before_run(),
        left_out=_left_out(placement, day, run),
        cautions=_cautions(placement, run),
    )


def _opening(case: Case) -> tuple[Stage, Because | None]:
    """Where the patient already is, or what the protocol opens; never nothing."""
    chosen = next(opening for opening in case.protocol.openings if case.meets(opening.when))
    wanted = case.facts.open_through or chosen.opens
    because = None if case.facts.open_through else chosen.wording.said()
    stages = list(Stage)
    holding = [stage for stage in stages if case.exercises[stage]]
    return max(wanted, holding[0], key=stages.index), because


def _left_out(placement: Placement, day: Day, run: Run) -> tuple[LeftOut, ...]:
    return (*placement.left_out, *day.left_out, *run.left_out)


def _cautions(placement: Placement, run: Run) -> tuple[Caution, ...]:
    raised = [*placement.cautions.values(), *run.cautions]
    return tuple(sorted(raised, key=lambda caution: caution.code))


@dataclass(frozen=True, slots=True)
class Making:
    """What every item of one plan is made with."""

    case: Case
    library: Library
    opens_through: Stage
    run: Run

    def stage(self, stage: Stage, placed: list[Placed]) -> StagePlan:
        words = self.case.protocol.stages[stage]
        is_open = _reaches(self.opens_through, stage)
        return StagePlan(
            stage=stage,
            open=is_open,
            unlocks_when=None if is_open else unlocking(self.case, stage),
            items=tuple(self.item(stage, each) for each in placed),
            because=words.wording.said(),
            basis=words.basis,
        )

    def item(self, stage: Stage, placed: Placed) -> Item:
        focus = self.case.reading.short_sides() if stage is Stage.INHIBIT else ()
        found = self.findings(focus) if stage is Stage.INHIBIT else ()
        stage_words = self.case.protocol.stages[stage].wording.said()
        later = self.run.moves(placed.exercise)
        reasons = (*found, *placed.reasons, stage_words, *((self.run.because,) if later else ()))
        return self.made(placed, focus, reasons, Time.LATER_IN_DAY if later else Time.ANY)

    def before_run(self) -> tuple[Item, ...]:
        return tuple(
            self.made(placed, (), tuple(placed.reasons), Time.BEFORE_RUN) for placed in self.run.before
        )

    def made(self, placed: Placed, focus: tuple[Side, ...], reasons: tuple[Because, ...], when: Time) -> Item:
        step = rung(self.case, placed.exercise)
        amount, dosing = dose(self.case, placed.exercise, self.beside_bridge)
        return Item(
            exercise=placed.exercise,
            variant=step.variant,
            level=step.level,
            max_level=step.max_level,
            sides=self.library[placed.exercise].sides,
            focus=focus,
            dose=amount,
            when=when,
            equipment=step.equipment,
            rule=placed.rule,
            reasons=reasons,
            dosing=(*step.reasons, *dosing),
            basis=placed.basis,
        )

    def findings(self, sides: tuple[Side, ...]) -> tuple[Because, ...]:
        return tuple(finding.because for finding in self.case.reading.findings if finding.side in sides)

    @property
    def beside_bridge(self) -> bool:
        """The glutes are open, and hold the bridge."""
        bridge = self.case.protocol.release_before_bridge.bridge
        return _reaches(self.opens_through, Stage.GLUTES) and bridge in self.case.exercises[Stage.GLUTES]


def _reaches(opens_through: Stage, stage: Stage) -> bool:
    order: Mapping[Stage, int] = {each: place for place, each in enumerate(Stage)}
    return order[stage] <= order[opens_through]
