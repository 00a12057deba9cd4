"""What does the engine say of an exercise that a therapist chooses? How it would be done here, what is against it."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.observed import Facts
from assessments.vocabulary import Side, Stage
from assessments.words import Because
from exercises.engine.case import Case, case_of
from exercises.engine.contraindications import contraindications
from exercises.engine.dosing import Rung, dose, rung
from exercises.engine.placing import place
from exercises.engine.plan import Dose, Time
from exercises.library import Library
from exercises.protocols.protocol import Protocol
from exercises.protocols.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason not to. `rule` is an entry of the protocol, or a circumstance the exercise's own file names."""

    rule: str
    text: str
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How this person would do an exercise: what an item is made of, but for the reason."""

    rung: Rung
    dose: Dose
    dosing: tuple[Because, ...]
    focus: tuple[Side, ...]
    when: Time


@dataclass(frozen=True, slots=True)
class Advice:
    """For one person whose plan has been made; `planned` is what the engine itself put into it."""

    case: Case
    library: Library
    planned: frozenset[str]

    def way(self, exercise: str, stage: Stage, *, beside_bridge: bool) -> Way:
        amount, dosing = dose(self.case, exercise, beside_bridge=beside_bridge)
        step = rung(self.case, exercise)
        focus = self.case.reading.short_sides() if stage is Stage.INHIBIT else ()
        return Way(step, amount, (*step.reasons, *dosing), focus, self._time(exercise))

    def against(self, exercise: str) -> tuple[Objection, ...]:
        """What the exercise's own file says, what an adjustment would have changed, what the protocol questions."""
        if exercise in self.planned:
            return ()
        return (*self._contraindicated(exercise), *self._adjusted(exercise), *self._questioned(exercise))

    def against_level(self, exercise: str, level: int) -> tuple[Objection, ...]:
        """Above where the ladder stops for this person."""
        step = rung(self.case, exercise)
        capped = self._cap(exercise)
        return (Objection(*capped),) if level > step.max_level and capped else ()

    def against_amount(self, exercise: str, amount: int) -> tuple[Objection, ...]:
        """More than the starter dose, or the primer, that this person begins with."""
        measured, reasons = dose(self.case, exercise, beside_bridge=False)
        begins = measured.reps or measured.hold_s or measured.distance_m or 0
        if not reasons or amount <= begins:
            return ()
        return (Objection("starter_dose", reasons[0].clinician.text),)

    def against_count(self, daily: int) -> tuple[Objection, ...]:
        """More a day than people keep up."""
        limit = self.case.protocol.daily_limit
        if daily <= limit.exercises:
            return ()
        return (Objection("daily_limit", limit.wording.clinician),)

    def _time(self, exercise: str) -> Time:
        runner = self.case.protocol.runner
        if exercise == runner.before_run.exercise:
            return Time.BEFORE_RUN
        moves = exercise in runner.stretches and self.case.meets(runner.when)
        return Time.LATER_IN_DAY if moves else Time.ANY

    def _contraindicated(self, exercise: str) -> Iterator[Objection]:
        for entry in contraindications(self.case.facts, self.library[exercise]):
            yield Objection(entry.when, entry.because)

    def _adjusted(self, exercise: str) -> Iterator[Objection]:
        for entry in self.case.protocol.adjustments:
            instead = entry.replace.get(exercise)
            if (instead or exercise in entry.remove) and self.case.meets(entry.when):
                yield Objection(entry.id, entry.wording.clinician, instead)

    def _questioned(self, exercise: str) -> Iterator[Objection]:
        for entry in self.case.protocol.objections:
            if exercise in entry.exercises and self.case.meets(entry.when):
                yield Objection(entry.id, entry.wording.clinician)
        before_run = self.case.protocol.runner.before_run
        if exercise == before_run.exercise and not self.case.meets(before_run.when):
            yield Objection(before_run.id, before_run.lost.clinician)

    def _cap(self, exercise: str) -> tuple[str, str] | None:
        for ladder in self.case.protocol.ladders:
            if ladder.exercise == exercise and self.case.meets(ladder.when):
                cap = ladder.cap
                return (f"{ladder.id}.cap", cap.reason.wording.clinician) if cap else None
        return None


def advise(facts: Facts, protocol: Protocol, library: Library) -> Advice | None:
    """Pure. None where nothing may be prescribed: there is no advice around a hold or a referral."""
    case = case_of(facts, protocol)
    rule = next(rule for rule in protocol.rules if case.meets(rule.when))
    if rule.status is not Status.READY:
        return None
    case.decided(rule.status, rule.presentation)
    return Advice(case, library, frozenset(place(case).exercises()))
