"""What follows from one assessment? The status first; a plan only when it is ready."""

from collections import Counter
from dataclasses import dataclass, replace

from assessments.observed import Facts
from assessments.vocabulary import Side, Stage
from assessments.words import Because
from exercises.engine.case import Case, case_of
from exercises.engine.day import limit_day
from exercises.engine.dosing import dose, rung
from exercises.engine.gates import unlocking
from exercises.engine.placing import Placed, Placement, place
from exercises.engine.plan import Caution, Item, Plan, StagePlan, Time
from exercises.engine.running import Run, run_plan
from exercises.engine.version import ENGINE_VERSION
from exercises.library import Library
from exercises.protocols.protocol import Protocol, Rule
from exercises.protocols.vocabulary import Missing, Status, Untested

STAGES = tuple(Stage)


def prescribe(facts: Facts, protocol: Protocol, library: Library) -> Plan:
    """Pure: the same facts, protocol and library give the same plan, always."""
    case = case_of(facts, protocol)
    rule = next(rule for rule in protocol.rules if case.meets(rule.when))
    case.decided(rule.status, rule.presentation)
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
        because=_because(case, rule),
        basis=rule.basis,
        reading=case.reading,
        missing=_missing(case),
        not_tested=_not_tested(case),
    )


def _because(case: Case, rule: Rule) -> Because:
    """A rule that rests on something short says on which side."""
    return rule.wording.said(side=" and ".join(case.reading.short_sides(*rule.addresses)))


def _missing(case: Case) -> tuple[tuple[Missing, Because], ...]:
    if case.status is not Status.INCOMPLETE:
        return ()
    return tuple((code, case.protocol.missing[code].said()) for code in sorted(case.missing()))


def _not_tested(case: Case) -> tuple[tuple[Untested, Because], ...]:
    return tuple(
        (code, words.said()) for code, (when, words) in case.protocol.not_tested.items() if case.meets(when)
    )


def _filled(plan: Plan, case: Case, library: Library) -> Plan:
    placement = place(case)
    opens_through, opening = _opening(case, placement)
    opened = STAGES[: STAGES.index(opens_through) + 1]
    day = limit_day(case, placement.exercises(*opened))
    run = run_plan(case, day)
    making = Making(case, library, opened, run, plan.because, case.reading.short_sides())
    return replace(
        plan,
        opens_through=opens_through,
        opening=opening,
        stages=tuple(making.stage(stage, placement.stages[stage]) for stage in STAGES),
        today=day.today,
        alternate=day.alternate,
        before_run_items=making.before_run(),
        left_out=(*placement.left_out, *day.left_out, *run.left_out),
        cautions=_cautions(placement, run),
    )


def _opening(case: Case, placement: Placement) -> tuple[Stage, Because | None]:
    """Where the patient already is, or what the protocol opens; never nothing."""
    chosen = next(opening for opening in case.protocol.openings if case.meets(opening.when))
    wanted = case.facts.open_through or chosen.opens
    because = None if case.facts.open_through else chosen.wording.said()
    first_holding = next(stage for stage in STAGES if placement.stages[stage])
    return max(wanted, first_holding, key=STAGES.index), because


def _cautions(placement: Placement, run: Run) -> tuple[Caution, ...]:
    raised = [*placement.cautions.values(), *run.cautions]
    return tuple(sorted(raised, key=lambda caution: caution.code))


@dataclass(frozen=True, slots=True)
class Making:
    """What every item of one plan is made with."""

    case: Case
    library: Library
    opened: tuple[Stage, ...]
    run: Run
    presented: Because
    focus: tuple[Side, ...]

    def stage(self, stage: Stage, placed: list[Placed]) -> StagePlan:
        words = self.case.protocol.stages[stage]
        is_open = stage in self.opened
        return StagePlan(
            stage=stage,
            open=is_open,
            unlocks_when=None if is_open else self.unlocking(stage),
            items=tuple(self.item(stage, each) for each in placed),
            because=words.wording.said(),
            basis=words.basis,
        )

    def item(self, stage: Stage, placed: Placed) -> Item:
        place = self.case.protocol.stages[stage].wording.said()
        reasons = [*self.found(placed), *placed.reasons, place]
        focus = self.focus if stage is Stage.INHIBIT else ()
        if self.run.moves(placed.exercise):
            return self.made(placed, [*reasons, self.run.because], Time.LATER_IN_DAY, focus)
        return self.made(placed, reasons, Time.ANY, focus)

    def found(self, placed: Placed) -> list[Because]:
        """The findings it is for, each with its side; where it is for none, what the whole plan stands on."""
        findings = [each for each in self.case.reading.findings if each.id in placed.addresses]
        if not findings:
            return [self.presented]
        sides = " and ".join(side for side in Side if side in {each.side for each in findings})
        several = self.case.protocol.several_short
        if several and len({each.id for each in findings}) > 1:
            told = several.said(side=sides).patient
            return [replace(each.because, patient=told) for each in findings]
        counted = Counter(each.id for each in findings)
        return [
            _of_both_sides(each.because) if counted[each.id] == len(Side) else each.because
            for each in findings
        ]

    def unlocking(self, stage: Stage) -> Because:
        assert self.case.presentation
        return unlocking(self.case.protocol, self.case.presentation, stage)

    def before_run(self) -> tuple[Item, ...]:
        return tuple(self.made(placed, placed.reasons, Time.BEFORE_RUN) for placed in self.run.before)

    def made(self, placed: Placed, reasons: list[Because], when: Time, focus: tuple[Side, ...] = ()) -> Item:
        step = rung(self.case, placed.exercise)
        amount, dosing = dose(self.case, placed.exercise, beside_bridge=self.beside_bridge)
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
            reasons=tuple(reasons),
            dosing=(*step.reasons, *dosing),
            basis=placed.basis,
        )

    @property
    def beside_bridge(self) -> bool:
        """The glutes are open, and hold the bridge."""
        bridge = self.case.protocol.release_before_bridge.bridge
        return Stage.GLUTES in self.opened and self.case.has_in_plan(bridge)


def _of_both_sides(because: Because) -> Because:
    """To a patient it is one sentence: said of each side in the same words, it is read once."""
    told = because.patient
    return replace(because, patient=replace(told, values={**told.values, "side": "right and left"}))
