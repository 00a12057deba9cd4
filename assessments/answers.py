"""What does the page answer beside each field? What does not fit, what has changed since last time, what is missing."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments import changes, reading
from assessments.bands import Kind as Read
from assessments.bands import Thresholds
from assessments.changes import ANGLES
from assessments.forms import RecordForm
from assessments.kinds import BY_NAME, SIDES, Kind, Measure, name_of, places, with_unit
from assessments.models import Instrument, ThomasTest
from assessments.observed import Tape
from assessments.visits import Visit
from assessments.vocabulary import Instrument as Way
from assessments.words import Basis


@dataclass
class Answer:
    """Beside one field. `verdict`: `real` or `within`, where the protocol says how far a measurement can be trusted."""

    errors: list[str] = field(default_factory=list)
    last: str = ""
    change: str = ""
    verdict: str = ""
    basis: Basis | None = None
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Most are, while somebody types: they are put in place without a word."""
        return not (self.errors or self.last or self.change or self.note)


def answers(form: RecordForm, thresholds: Thresholds, rater: object) -> dict[str, Answer]:
    """By the field's name; of a form that was not sent, what stands in the draft."""
    typed = _typed(form)
    made = {name_of(measure.name, side): _answer(form, measure, side) for measure, side in places()}
    for side in SIDES:
        _answer_side(made, form, typed, side)
    if form.last:
        for measure, side in places():
            _compare(made[name_of(measure.name, side)], form.last, typed, measure, side, thresholds, rater)
    return made


@dataclass(frozen=True)
class Typed:
    """What stands on the page, as far as it fits."""

    values: dict[tuple[str, str], float]
    tests: dict[str, ThomasTest]

    def angle(self, side: str) -> float | None:
        """The hip's, from the tape where that was used."""
        test = self.tests.get(side)
        thigh, knee = (self.values.get((kind, side)) for kind in (Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP))
        by_tape = test is not None and test.instrument == Instrument.TAPE
        if by_tape and thigh is not None and knee is not None and abs(knee) <= thigh:
            return round(Tape(thigh, knee).angle_deg, 1)
        return self.values.get((Kind.HIP_ANGLE, side))


def _typed(form: RecordForm) -> Typed:
    if form.is_bound:
        form.is_valid()
        seen, tests = form.recorded().seen, form.thomas_tests()
        values = {(one.kind, one.side): float(one.value) for one in seen if one.value is not None}
        return Typed(values, {test.side: test for test in tests})
    draft = form.assessment
    values = {
        (one.kind, one.side): float(one.value) for one in draft.observations.all() if one.value is not None
    }
    return Typed(values, {test.side: test for test in draft.thomas_tests.all()})


def _answer(form: RecordForm, measure: Measure, side: str) -> Answer:
    name = name_of(measure.name, side)
    errors = [str(one) for one in form.errors.get(name, [])] if form.is_bound else []
    value = form.last.values.get((measure.name, side)) if form.last else None
    said = _("last time %(value)s") % {"value": with_unit(value, measure)} if value is not None else ""
    return Answer(errors=errors, last=said)


def _answer_side(made: dict[str, Answer], form: RecordForm, typed: Typed, side: str) -> None:
    """A side that is filled by half, and an angle that does not count."""
    test, angle = typed.tests.get(side), typed.angle(side)
    answer = made[name_of(Kind.HIP_ANGLE, side)]
    begun = test is not None and (
        test.pelvis_controlled
        or any((kind, side) in typed.values for kind in (Kind.KNEE_FLEXION, Kind.ABDUCTION))
    )
    if angle is None and begun and not answer.errors and not _unable(form, side):
        answer.note = _("This side is filled by half: without the hip angle it does not count.")
    if angle is not None and test is not None and not test.pelvis_controlled:
        answer.note = _(
            "Not counted: tick “pelvis controlled” if it was. With the pelvis free, the back moves too."
        )
    if angle is not None and test is not None and test.instrument == Instrument.TAPE:
        answer.change = _("%(angle)s by the tape") % {"angle": with_unit(angle, BY_NAME[Kind.HIP_ANGLE])}


def _unable(form: RecordForm, side: str) -> bool:
    name = f"{name_of(Kind.HIP_ANGLE, side)}_state"
    given: Any = form.cleaned_data.get(name) if form.is_bound else form.initial.get(name)
    return bool(given)


def _compare(
    answer: Answer,
    last: Visit,
    typed: Typed,
    measure: Measure,
    side: str,
    thresholds: Thresholds,
    rater: object,
) -> None:
    kind = Kind(measure.name)
    now = typed.angle(side) if kind is Kind.HIP_ANGLE else typed.values.get((kind, side))
    before = last.angle(side) if kind is Kind.HIP_ANGLE else last.values.get((kind, side))
    if kind is Kind.HIP_ANGLE and before is not None:
        answer.last = _("last time %(value)s") % {"value": with_unit(before, measure)}
    if now is None or before is None or kind in (Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP):
        return
    said = changes.said(round(now - float(before), 1), measure)
    answer.change = f"{answer.change} · {said}" if answer.change else said
    if kind in ANGLES:
        _judge(answer, ANGLES[kind], last, typed, side, float(before), now, thresholds, rater)


def _judge(
    answer: Answer,
    kind: Read,
    last: Visit,
    typed: Typed,
    side: str,
    before: float,
    now: float,
    thresholds: Thresholds,
    rater: object,
) -> None:
    """Is it more than this way of measuring, by these hands, can tell apart?"""
    test = typed.tests.get(side)
    way = Way(test.instrument) if test else None
    after = reading.Measured(now, way, bool(test and test.pelvis_controlled), rater)
    found = reading.change_is_real(kind, last.measured(kind, side, before), after, thresholds)
    answer.change = f"{answer.change}, {changes.verdict(found)}"
    answer.verdict, answer.basis = "real" if found.real else "within", found.basis
