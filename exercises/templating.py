"""How does a clinic's template come onto one person's table? Every line is asked of the rules for that person anew.

What the rules speak against is left out and said so; what begins lower or stops earlier for this person is made easier
and said so; a day grown too long is shortened. Nothing of a template opens a stage.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.vocabulary import Stage as StageOfPlan
from clinic.people import audit
from clinic.people.models import User
from exercises import engine, safety
from exercises.choosing import KINDS_OF_STAGE, holds_bridge, made
from exercises.drafts import dose_and_level, dose_of, keep, locked, step_of
from exercises.library import load as load_library
from exercises.models import ChangeKind, Item, Programme, ProgrammeTemplate, Rhythm, Stage, StageName
from exercises.models.programme import When


class NameTaken(Exception):
    """The clinic has a template of this name already."""


class NothingFits(Exception):
    """The rules speak against all of it: the person's own proposal stands."""


@dataclass(frozen=True)
class Line:
    """One exercise of a template."""

    stage: str
    exercise: str
    level: int
    step: int
    times_per_day: int
    rhythm: str = Rhythm.EVERY_DAY


@dataclass(frozen=True)
class Remark:
    """What of a template is otherwise for this person, and why."""

    exercise: str
    name: str
    because: str


@dataclass(frozen=True)
class Fitted:
    """A template as one person may have it."""

    lines: tuple[Line, ...]
    left_out: tuple[Remark, ...]
    eased: tuple[Remark, ...]


@transaction.atomic
def save_template(*, by: User, programme: Programme, name: str) -> ProgrammeTemplate:
    """Keep what stands in a programme for the next patient. Raises NameTaken."""
    items = programme.items.kept().select_related("stage").order_by("stage__position", "position")
    template = ProgrammeTemplate(
        clinic_id=programme.clinic_id,
        name=name,
        lines=[asdict(_line(item)) for item in items],
        made_by=by,
    )
    try:
        with transaction.atomic():
            template.save(force_insert=True)
    except IntegrityError as taken:
        raise NameTaken from taken
    audit.record_of_clinic(
        "template.saved",
        by=by,
        clinic_id=programme.clinic_id,
        object_id=template.pk,
        fields=["name", "lines"],
    )
    return template


@transaction.atomic
def retire_template(*, by: User, template: ProgrammeTemplate) -> None:
    """Take it off the list; what was begun from it stays as it is."""
    if ProgrammeTemplate.objects.offered().filter(pk=template.pk).update(retired_at=timezone.now()):
        audit.record_of_clinic("template.retired", by=by, clinic_id=template.clinic_id, object_id=template.pk)


def _line(item: Item) -> Line:
    return Line(
        item.stage.name, item.exercise, item.level, step_of(item), item.times_per_day, str(item.rhythm)
    )


# -- What of it may this person have? --------------------------------------------------------------------------------
def fitted(template: ProgrammeTemplate, stages: Iterable[Stage], advice: engine.Advice) -> Fitted:
    """Asked line by line, of the rules and of nothing else. `stages` are the draft's."""
    asked = [_asked(Line(**line), advice) for line in template.lines]
    opened = {stage.name for stage in stages if stage.is_open}
    kept, shortened = _within_limit([line for line, _out, _eased in asked if line], opened, advice)
    return Fitted(
        lines=kept,
        left_out=(*(out for _line, out, _eased in asked if out), *shortened),
        eased=tuple(remark for line, _out, eased in asked if line in kept for remark in eased),
    )


def _asked(line: Line, advice: engine.Advice) -> tuple[Line | None, Remark | None, tuple[Remark, ...]]:
    """The line as this person may have it; or why not; and what was made easier."""
    exercise = load_library().get(line.exercise)
    if exercise is None or str(exercise.kind) not in KINDS_OF_STAGE[StageName(line.stage)]:
        return None, Remark(line.exercise, line.exercise, _("The library no longer holds it here.")), ()
    against = safety.against(advice, line.exercise)
    if against:
        because = " ".join(dict.fromkeys(one.because for one in against))
        return None, Remark(line.exercise, exercise.name, because), ()
    return _eased(line, exercise.name, advice)


def _eased(line: Line, name: str, advice: engine.Advice) -> tuple[Line, None, tuple[Remark, ...]]:
    """Never above where this person's ladder begins lower or stops, nor beyond the dose they begin with."""
    way = advice.way(line.exercise, StageOfPlan(line.stage), beside_bridge=False)
    begins = way.dose.reps or way.dose.hold_s or way.dose.distance_m or 0
    why = [said.clinician.text for said in way.rung.reasons]
    highest = min(way.rung.level, way.rung.max_level) if why else way.rung.max_level
    remarks = []
    level, step = line.level, line.step
    if level > highest:
        level = highest
        remarks.append(_("Level %(n)s for now. %(why)s") % {"n": level, "why": " ".join(why)})
    too_much = advice.against_amount(line.exercise, step)
    if too_much:
        step = begins
        remarks.append(" ".join(one.text for one in too_much))
    eased = Line(line.stage, line.exercise, level, step, line.times_per_day, line.rhythm)
    return eased, None, tuple(Remark(line.exercise, name, said) for said in remarks)


def _within_limit(
    lines: list[Line], opened: set[str], advice: engine.Advice
) -> tuple[tuple[Line, ...], tuple[Remark, ...]]:
    """As many a day as people keep up: what the protocol drops first goes first, then the last."""
    limit = advice.case.protocol.daily_limit
    first_to_go = [exercise for step in limit.steps for exercise in step.drop]
    kept, remarks = list(lines), []
    before_run = advice.case.protocol.runner.before_run.exercise
    while _a_day(kept, opened, before_run) > limit.exercises:
        daily = [line for line in kept if line.stage in opened and line.exercise != before_run]
        goes = next((line for line in daily if line.exercise in first_to_go), daily[-1])
        kept.remove(goes)
        name = load_library()[goes.exercise].name
        remarks.append(Remark(goes.exercise, name, limit.wording.clinician))
    return tuple(kept), tuple(remarks)


def _a_day(lines: Iterable[Line], opened: set[str], before_run: str) -> int:
    daily = [line for line in lines if line.stage in opened and line.exercise != before_run]
    return safety.count_daily([Item(rhythm=line.rhythm, when=When.ANY) for line in daily])


# -- Onto the table ---------------------------------------------------------------------------------------------------
@transaction.atomic
def start_from(*, by: User, draft: Programme, template: ProgrammeTemplate) -> Fitted:
    """Make the draft hold what of the template this person may have. Raises NotADraft, Outdated, NothingFits."""
    programme, advice = locked(draft)
    stages = {stage.name: stage for stage in programme.stages.all()}
    fits = fitted(template, stages.values(), advice)
    if not any(stages[line.stage].is_open for line in fits.lines):
        raise NothingFits
    reason = _("From the clinic's template “%(name)s”") % {"name": template.name}
    laying = _Laying(by, programme, advice, reason)
    laying.take_out({(line.stage, line.exercise) for line in fits.lines})
    for position, line in enumerate(fits.lines, start=1):
        laying.put(stages[line.stage], line, position)
    programme.started_from = {
        "template": template.name,
        "left_out": [asdict(one) for one in fits.left_out],
        "eased": [asdict(one) for one in fits.eased],
    }
    programme.save(update_fields=["started_from"])
    audit.record("programme.started_from", by=by, patient=programme.patient, object_id=template.pk)
    return fits


@dataclass(frozen=True)
class _Laying:
    """One template being laid onto one draft."""

    by: User
    programme: Programme
    advice: engine.Advice
    reason: str

    def take_out(self, wanted: set[tuple[str, str]]) -> None:
        for item in self.programme.items.kept().select_related("stage"):
            if (item.stage.name, item.exercise) not in wanted:
                item.removed_at = timezone.now()
                item.save(update_fields=["removed_at"])
                self._keep(item, ChangeKind.REMOVED, before=dose_and_level(item))

    def put(self, stage: Stage, line: Line, position: int) -> None:
        """What the engine put there keeps its reasons; what is new has the template's name for one."""
        there = stage.items.kept().filter(exercise=line.exercise).first()
        item = there or made(
            stage, line.exercise, self.reason, self.advice, beside_bridge=holds_bridge(self.programme)
        )
        before = dose_and_level(there) if there else {}
        item.level, item.position = line.level, position
        if line.step != step_of(item):
            for name, value in dose_of(load_library()[line.exercise], line.step).items():
                setattr(item, name, value)
        item.times_per_day, item.rhythm = line.times_per_day, line.rhythm
        item.save(force_insert=there is None)
        if there is None:
            self._keep(item, ChangeKind.ADDED, after=dose_and_level(item))
        elif before != dose_and_level(item):
            kind = ChangeKind.LEVEL if before["level"] != item.level else ChangeKind.DOSE
            self._keep(item, kind, before=before, after=dose_and_level(item))

    def _keep(self, item: Item, kind: ChangeKind, **what: dict[str, Any]) -> None:
        keep(self.by, self.programme, item, kind, self.reason, **what)  # type: ignore[arg-type]
