"""What is known about one person at the moment a rule is asked? The facts, the reading, and the plan made so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from assessments.facts import Condition, Facts, Side, Stage, SurgeryKind
from assessments.reading import Reading
from exercises.protocols.conditions import (
    About,
    Missing,
    Presentation,
    Question,
    Status,
    SurgeryState,
    Untested,
    Urgency,
    Value,
    When,
)
from exercises.protocols.protocol import Protocol

REPLACEMENTS = (
    SurgeryKind.REPLACEMENT_ANTERIOR,
    SurgeryKind.REPLACEMENT_ANTEROLATERAL,
    SurgeryKind.REPLACEMENT_POSTERIOR,
)


@dataclass(slots=True)
class Case:
    """Grows while the plan is made: the status, then the exercises, then the cautions."""

    facts: Facts
    reading: Reading
    protocol: Protocol
    status: Status | None = None
    presentation: Presentation | None = None
    cautions: set[str] = field(default_factory=set)
    exercises: Mapping[Stage, list[str]] = field(default_factory=dict)

    def meets(self, when: When) -> bool:
        return when.holds(self.answer)

    def answer(self, question: Question) -> bool:
        return ANSWERS[cast(About, question.about)](self, question.value)

    @property
    def missing(self) -> frozenset[Missing]:
        """What an assessment cannot do without."""
        observed = {
            Missing.RED_FLAG_SCREENING: self.facts.screening.answered,
            Missing.PAIN_AT_REST: self.facts.screening.pain_at_rest is not None,
            Missing.THOMAS_LEFT: self._counts(Side.LEFT),
            Missing.THOMAS_RIGHT: self._counts(Side.RIGHT),
            Missing.CORE_OBSERVATION: self.reading.core is not None,
        }
        return frozenset(code for code, there in observed.items() if not there)

    @property
    def untested(self) -> frozenset[Untested]:
        """What was not observed on both sides and is not already known by other means."""
        tests = [self.facts.thomas.of(side) for side in Side]
        drifts = [test and (test.j_sign or test.abduction_deg is not None) for test in tests]
        known = {
            Untested.KNEE_FLEXION: all(test and test.knee_flexion_deg is not None for test in tests),
            Untested.ABDUCTION: all(drifts),
            Untested.TRENDELENBURG: self.facts.glutes.overall
            or len(self.reading.trendelenburg_counts) == len(Side),
            Untested.SINGLE_LEG_STANCE: len(self.facts.stance_s.values()) == len(Side),
            Untested.HIP_FLEXOR_STRENGTH: len(self.facts.strength.values()) == len(Side),
        }
        return frozenset(code for code, there in known.items() if not there)

    @property
    def urgencies(self) -> frozenset[Urgency]:
        flags = self.facts.screening.red_flags or frozenset()
        return frozenset(urgency for urgency, group in self.protocol.red_flags.items() if flags & group)

    @property
    def surgery_states(self) -> frozenset[SurgeryState]:
        surgery = self.facts.patient.surgery
        if surgery is None:
            return frozenset()
        states = {
            SurgeryState.WEEKS_UNKNOWN: surgery.weeks_ago is None,
            SurgeryState.NOT_CLEARED: not surgery.surgeon_cleared,
            SurgeryState.EXTENSION_NOT_CLEARED: not surgery.extension_cleared,
            SurgeryState.ANY_REPLACEMENT: surgery.kind in REPLACEMENTS,
            SurgeryState.POSTERIOR_REPLACEMENT: surgery.kind is SurgeryKind.REPLACEMENT_POSTERIOR,
        }
        return frozenset(state for state, holds in states.items() if holds)

    @property
    def weaker_stance_s(self) -> float:
        """A side whose stance was not tested counts as 0 s."""
        return min((self.facts.stance_s.of(side) or 0 for side in Side), default=0)

    def in_plan(self) -> frozenset[str]:
        return frozenset(exercise for stage in self.exercises.values() for exercise in stage)

    def _counts(self, side: Side) -> bool:
        test = self.facts.thomas.of(side)
        return test is not None and test.counts


def _surgery_weeks_under(case: Case, weeks: Value) -> bool:
    surgery = case.facts.patient.surgery
    return surgery is not None and surgery.weeks_ago is not None and surgery.weeks_ago < cast(float, weeks)


def _pain_at_rest(case: Case, compare: Callable[[float], bool]) -> bool:
    pain = case.facts.screening.pain_at_rest
    return pain is not None and compare(pain)


def _pregnant_from_week(case: Case, week: Value) -> bool:
    weeks = case.facts.patient.pregnancy_weeks
    return weeks is not None and weeks >= cast(float, week)


def _strength_both(case: Case, grade: Value) -> bool:
    grades = case.facts.strength.values()
    return len(grades) == len(Side) and min(grades) >= cast(float, grade)


def _thomas_pain(case: Case, pain: Value) -> bool:
    return any(
        test.pain is not None and test.pain >= cast(float, pain) for test in case.facts.thomas.values()
    )


def _words(value: Value) -> frozenset[str]:
    return cast(frozenset[str], value)


def _figure(value: Value) -> float:
    return cast(float, value)


ANSWERS: Mapping[About, Callable[[Case, Value], bool]] = {
    About.RED_FLAG: lambda case, value: not _words(value).isdisjoint(case.urgencies),
    About.CONDITION: lambda case, value: not _words(value).isdisjoint(case.facts.patient.conditions),
    About.ACTIVITY: lambda case, value: not _words(value).isdisjoint(case.facts.patient.activities),
    About.EQUIPMENT: lambda case, value: not _words(value).isdisjoint(case.facts.patient.equipment),
    About.POSTURE: lambda case, value: case.facts.posture in _words(value),
    About.SHORT: lambda case, value: any(finding.id in _words(value) for finding in case.reading.findings),
    About.CORE: lambda case, value: case.reading.core in _words(value),
    About.GLUTES: lambda case, value: case.reading.glutes in _words(value),
    About.STATUS: lambda case, value: case.status in _words(value),
    About.PRESENTATION: lambda case, value: case.presentation in _words(value),
    About.CAUTION: lambda case, value: not _words(value).isdisjoint(case.cautions),
    About.IN_PLAN: lambda case, value: not _words(value).isdisjoint(case.in_plan()),
    About.MISSING: lambda case, value: not _words(value).isdisjoint(case.missing),
    About.UNTESTED: lambda case, value: not _words(value).isdisjoint(case.untested),
    About.SURGERY: lambda case, value: not _words(value).isdisjoint(case.surgery_states),
    About.SURGERY_WEEKS_UNDER: _surgery_weeks_under,
    About.AGE_UNDER: lambda case, value: case.facts.patient.age < _figure(value),
    About.AGE_AT_LEAST: lambda case, value: case.facts.patient.age >= _figure(value),
    About.PAIN_AT_REST_AT_LEAST: lambda case, value: _pain_at_rest(case, lambda pain: pain >= _figure(value)),
    About.PAIN_AT_REST_AT_MOST: lambda case, value: _pain_at_rest(case, lambda pain: pain <= _figure(value)),
    About.THOMAS_PAIN_AT_LEAST: _thomas_pain,
    About.PREGNANT_FROM_WEEK: _pregnant_from_week,
    About.STRENGTH_AT_MOST: lambda case, value: any(
        each <= _figure(value) for each in case.facts.strength.values()
    ),
    About.STRENGTH_BOTH: _strength_both,
    About.STANCE_UNDER_S: lambda case, value: case.weaker_stance_s < _figure(value),
    About.MEASURED_STANCE_UNDER_S: lambda case, value: any(
        each < _figure(value) for each in case.facts.stance_s.values()
    ),
    About.VERY_MOBILE_HIP: lambda case, value: bool(case.reading.very_mobile) == value,
}
