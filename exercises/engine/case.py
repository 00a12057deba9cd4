"""What is known about one person at the moment a rule is asked? The facts, the reading, and the plan made so far."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from assessments.observed import Facts, Surgery
from assessments.reading import Reading, read
from assessments.vocabulary import RedFlag, SurgeryKind
from exercises.protocols.conditions import Question, When
from exercises.protocols.protocol import Protocol
from exercises.protocols.questions import About
from exercises.protocols.vocabulary import Missing, Presentation, Status, SurgeryState, Untested, Urgency

Words = frozenset[str]
REPLACEMENTS = (
    SurgeryKind.REPLACEMENT_ANTERIOR,
    SurgeryKind.REPLACEMENT_ANTEROLATERAL,
    SurgeryKind.REPLACEMENT_POSTERIOR,
)


@dataclass(slots=True)
class Case:
    """`words` holds, for each question answered in words, the words that are true; it grows with the plan."""

    facts: Facts
    reading: Reading
    protocol: Protocol
    words: dict[About, Words]
    status: Status | None = None
    presentation: Presentation | None = None

    def meets(self, when: When) -> bool:
        return when.holds(self.answer)

    def answer(self, question: Question) -> bool:
        about: Any = question.about
        value: Any = question.value
        true = self.words.get(about)
        if true is not None:
            return not true.isdisjoint(value)
        return FIGURES[about](self.facts, self.reading, value)

    def decided(self, status: Status, presentation: Presentation | None) -> None:
        self.status, self.presentation = status, presentation
        self.words[About.STATUS] = frozenset({status})
        self.words[About.PRESENTATION] = frozenset({presentation} if presentation else ())

    def cautioned(self, code: str) -> None:
        self.words[About.CAUTION] |= {code}

    def planned(self, exercises: Iterable[str]) -> None:
        self.words[About.IN_PLAN] = frozenset(exercises)

    def missing(self) -> frozenset[Missing]:
        return cast(frozenset[Missing], self.words[About.MISSING])

    def has_in_plan(self, exercise: str) -> bool:
        return exercise in self.words[About.IN_PLAN]


def case_of(facts: Facts, protocol: Protocol) -> Case:
    reading = read(facts, protocol.thresholds)
    patient = facts.patient
    words: dict[About, Words] = {
        About.RED_FLAG: _urgencies(facts.screening.red_flags or frozenset(), protocol),
        About.CONDITION: patient.conditions,
        About.ACTIVITY: patient.activities,
        About.EQUIPMENT: patient.equipment,
        About.POSTURE: frozenset({facts.posture}),
        About.SHORT: frozenset(finding.id for finding in reading.findings),
        About.CORE: frozenset({reading.core} if reading.core else ()),
        About.GLUTES: frozenset({reading.glutes}),
        About.MISSING: _missing(facts, reading),
        About.UNTESTED: _untested(facts, reading),
        About.SURGERY: _surgery_states(patient.surgery),
        About.STATUS: frozenset(),
        About.PRESENTATION: frozenset(),
        About.CAUTION: frozenset(),
        About.IN_PLAN: frozenset(),
    }
    return Case(facts, reading, protocol, words)


def _urgencies(flags: frozenset[RedFlag], protocol: Protocol) -> frozenset[Urgency]:
    return frozenset(urgency for urgency, group in protocol.red_flags.items() if flags & group)


def _surgery_states(surgery: Surgery | None) -> frozenset[SurgeryState]:
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


def _missing(facts: Facts, reading: Reading) -> frozenset[Missing]:
    """What an assessment cannot do without."""
    right, left = facts.thomas.right, facts.thomas.left
    observed = {
        Missing.RED_FLAG_SCREENING: facts.screening.answered,
        Missing.PAIN_AT_REST: facts.screening.pain_at_rest is not None,
        Missing.THOMAS_LEFT: left is not None and left.counts,
        Missing.THOMAS_RIGHT: right is not None and right.counts,
        Missing.CORE_OBSERVATION: reading.core is not None,
    }
    return frozenset(code for code, there in observed.items() if not there)


def _untested(facts: Facts, reading: Reading) -> frozenset[Untested]:
    """What was not observed on both sides and is not already known by other means."""
    tests = (facts.thomas.right, facts.thomas.left)
    known = {
        Untested.KNEE_FLEXION: all(test and test.knee_flexion_deg is not None for test in tests),
        Untested.ABDUCTION: all(test and (test.j_sign or test.abduction_deg is not None) for test in tests),
        Untested.TRENDELENBURG: facts.glutes.overall or len(reading.trendelenburg_counts) == len(tests),
        Untested.SINGLE_LEG_STANCE: facts.stance_s.both_tested,
        Untested.HIP_FLEXOR_STRENGTH: facts.strength.both_tested,
    }
    return frozenset(code for code, there in known.items() if not there)


def _weaker_stance_s(facts: Facts) -> float:
    """A side whose stance was not tested counts as 0 s."""
    return min(facts.stance_s.right or 0, facts.stance_s.left or 0)


def _surgery_weeks_under(facts: Facts, weeks: float) -> bool:
    surgery = facts.patient.surgery
    return surgery is not None and surgery.weeks_ago is not None and surgery.weeks_ago < weeks


def _pain_at_least(facts: Facts, figure: float) -> bool:
    pain = facts.screening.pain_at_rest
    return pain is not None and pain >= figure


def _pain_at_most(facts: Facts, figure: float) -> bool:
    pain = facts.screening.pain_at_rest
    return pain is not None and pain <= figure


def _thomas_pain(facts: Facts, figure: float) -> bool:
    return any(test.pain is not None and test.pain >= figure for test in facts.thomas.values())


def _pregnant_from(facts: Facts, week: float) -> bool:
    weeks = facts.patient.pregnancy_weeks
    return weeks is not None and weeks >= week


def _strength_both(facts: Facts, grade: float) -> bool:
    return facts.strength.both_tested and min(facts.strength.values()) >= grade


FIGURES: Mapping[About, Callable[[Facts, Reading, float], bool]] = {
    About.SURGERY_WEEKS_UNDER: lambda facts, reading, weeks: _surgery_weeks_under(facts, weeks),
    About.AGE_UNDER: lambda facts, reading, age: facts.patient.age < age,
    About.AGE_AT_LEAST: lambda facts, reading, age: facts.patient.age >= age,
    About.PAIN_AT_REST_AT_LEAST: lambda facts, reading, pain: _pain_at_least(facts, pain),
    About.PAIN_AT_REST_AT_MOST: lambda facts, reading, pain: _pain_at_most(facts, pain),
    About.THOMAS_PAIN_AT_LEAST: lambda facts, reading, pain: _thomas_pain(facts, pain),
    About.PREGNANT_FROM_WEEK: lambda facts, reading, week: _pregnant_from(facts, week),
    About.STRENGTH_AT_MOST: lambda facts, reading, grade: any(
        each <= grade for each in facts.strength.values()
    ),
    About.STRENGTH_BOTH: lambda facts, reading, grade: _strength_both(facts, grade),
    About.STANCE_UNDER_S: lambda facts, reading, seconds: _weaker_stance_s(facts) < seconds,
    About.MEASURED_STANCE_UNDER_S: lambda facts, reading, seconds: any(
        each < seconds for each in facts.stance_s.values()
    ),
    About.VERY_MOBILE_HIP: lambda facts, reading, wanted: bool(reading.very_mobile) == wanted,
}
