"""What would the engine say if one finding were different? Asked and compared; nothing is kept."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments import facts
from exercises import engine, library, wording
from exercises.engine.plan import Plan
from exercises.models import Item, StageName
from exercises.protocols import Protocol


@dataclass(frozen=True)
class Turn:
    """One thing that would be otherwise, and why."""

    name: str
    what: str
    because: str


@dataclass(frozen=True)
class Difference:
    """Between what is proposed now and what would be."""

    decision: str
    decides_otherwise: bool
    nothing_prescribed: bool
    opened: tuple[Turn, ...]
    closed: tuple[Turn, ...]
    added: tuple[Turn, ...]
    removed: tuple[Turn, ...]
    changed: tuple[Turn, ...]
    cautions: tuple[str, ...]
    cautions_gone: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        parts = (self.opened, self.closed, self.added, self.removed, self.changed)
        return not (self.decides_otherwise or any(parts) or self.cautions or self.cautions_gone)


def ask(stated: Mapping[str, Any], otherwise: Mapping[str, Any], protocol: Protocol) -> Difference:
    """Pure. Both as the contract has them. Raises FactsError where the change does not fit."""
    now, then = (
        engine.prescribe(facts.parse(dict(each)), protocol, library.load()) for each in (stated, otherwise)
    )
    return compare(now, then)


def with_changes(stated: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The same facts with some values replaced, by their dotted path; None takes a value out."""
    copy = deepcopy(dict(stated))
    for path, value in changes.items():
        *way, last = path.split(".")
        inner = copy
        for step in way:
            # A side that was not tested is tried as one that counts.
            inner[step] = inner.get(step) or ({"pelvis_controlled": True} if way == ["thomas", step] else {})
            inner = inner[step]
        if last == "hip_angle_deg":
            inner.pop("tape", None)
        inner.pop(last, None)
        if value is not None:
            inner[last] = value
    return copy


def compare(now: Plan, then: Plan) -> Difference:
    """What the second adds, leaves out and changes, each with the second's reason."""
    before, after = _items(now), _items(then)
    says_now, says_then = _cautions(now), _cautions(then)
    return Difference(
        decision=then.because.clinician.text,
        decides_otherwise=(now.rule, now.status, now.presentation)
        != (then.rule, then.status, then.presentation),
        nothing_prescribed=not then.stages,
        opened=tuple(_turned(now, then)),
        closed=tuple(_turned(then, now, because=_("It would wait."))) if then.stages else (),
        added=tuple(_came(after[key], key) for key in after if key not in before),
        removed=tuple(_went(key, then) for key in before if key not in after),
        changed=tuple(turn for key in after if key in before for turn in _changed(before[key], after[key])),
        cautions=tuple(said for code, said in says_then.items() if code not in says_now),
        cautions_gone=tuple(said for code, said in says_now.items() if code not in says_then),
    )


Key = tuple[str, str]


def _items(plan: Plan) -> dict[Key, engine.Item]:
    """By stage and exercise; what the daily limit drops of an open stage is not there."""
    dropped = {one.exercise for one in plan.left_out if str(one.code) == "daily_limit"}
    listed = {
        (str(part.stage), item.exercise): item
        for part in plan.stages
        for item in part.items
        if not (part.open and item.exercise in dropped)
    }
    return listed | {("before_run", item.exercise): item for item in plan.before_run_items}


def _turned(now: Plan, then: Plan, because: str = "") -> Iterator[Turn]:
    """Stages open in the second and not in the first."""
    were_open = {part.stage for part in now.stages if part.open}
    for part in then.stages:
        if part.open and part.stage not in were_open and part.items:
            opening = then.opening.clinician.text if then.opening else part.because.clinician.text
            yield Turn(str(StageName(str(part.stage)).label), "", because or opening)


def _came(item: engine.Item, key: Key) -> Turn:
    stage = _("before a run") if key[0] == "before_run" else StageName(key[0]).label
    return Turn(_name(item.exercise), f"{stage}, {_dose(item)}", item.because_clinician)


def _went(key: Key, then: Plan) -> Turn:
    said = [one.because.clinician.text for one in then.left_out if one.exercise == key[1]]
    swapped = [
        reason.clinician.text
        for part in then.stages
        if str(part.stage) == key[0]
        for item in part.items
        for reason in item.reasons[1:-1]
    ]
    return Turn(_name(key[1]), "", next(iter([*said, *swapped, then.because.clinician.text])))


def _changed(before: engine.Item, after: engine.Item) -> Iterator[Turn]:
    was, would_be = _said(before), _said(after)
    if was != would_be:
        why = [each.clinician.text for each in after.dosing] or [after.because_clinician]
        yield Turn(
            _name(after.exercise), _("%(now)s → %(then)s") % {"now": was, "then": would_be}, " ".join(why)
        )


def _said(item: engine.Item) -> str:
    level = _("level %(n)s") % {"n": item.level} if item.max_level > 1 or item.level != 1 else ""
    side = wording.sides(_as_row(item)) if item.focus else ""
    return ", ".join(part for part in (_dose(item), level, side) if part)


def _dose(item: engine.Item) -> str:
    return wording.dose(_as_row(item))


def _as_row(item: engine.Item) -> Item:
    focus = [str(side) for side in item.focus]
    return Item(exercise=item.exercise, sides=str(item.sides), focus=focus, **asdict(item.dose))


def _cautions(plan: Plan) -> dict[str, str]:
    return {one.code: one.says.clinician.text for one in plan.cautions}


def _name(exercise: str) -> str:
    return library.load()[exercise].name
