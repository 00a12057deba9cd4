"""How does a programme lie on the therapist's table? Four stages side by side, each exercise with its because."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from exercises import engine, safety, wording
from exercises.editing import Press, after_press
from exercises.forms import ItemForm
from exercises.library import load as load_library
from exercises.models import ChangeKind, Item, ItemChange, Programme, Stage
from exercises.models.programme import When

MANY = 4


@dataclass(frozen=True)
class Row:
    """One exercise, as the therapist reads it."""

    item: Item
    name: str
    level_name: str
    dose: str
    sides: str
    when: str
    because: str
    more: tuple[str, ...]
    warnings: tuple[safety.Objection, ...]
    form: ItemForm | None
    is_first: bool
    is_last: bool

    @property
    def has_levels(self) -> bool:
        return len(wording.levels(self.item)) > 1

    @property
    def presses(self) -> dict[str, bool]:
        """Which way its ladders go on: more, fewer, up, down."""
        return {one.name.lower(): after_press(self.item, one) is not None for one in Press}


@dataclass(frozen=True)
class Column:
    stage: Stage
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class LeftOut:
    name: str
    because: str
    mark: str
    source: str


@dataclass(frozen=True)
class Board:
    columns: tuple[Column, ...]
    left_out: tuple[LeftOut, ...]
    cautions: tuple[dict[str, Any], ...]
    not_tested: tuple[str, ...]
    because: dict[str, Any]
    opening: str
    daily: int
    minutes: int
    minutes_a_day: int
    times_a_day: int
    is_open_to_changes: bool

    @property
    def is_over_limit(self) -> bool:
        return self.daily > MANY


def build(programme: Programme, bound: ItemForm | None = None) -> Board:
    """In three queries, however many exercises. A draft that the rules let be changed has its forms.

    `bound` is the form that did not fit, to be shown with its errors.
    """
    advice = safety.advice_for(programme) if programme.is_draft else None
    stages = list(programme.stages.all())
    items = list(programme.items.kept().select_related("stage"))
    daily = [item for item in items if item.stage.is_open and item.when != When.BEFORE_RUN]
    day = programme.starts_on or programme.made_at.date()
    first_day = [item for item in daily if wording.is_due_on(item, programme, day)]
    plan = programme.plan
    return Board(
        columns=tuple(_column(stage, items, bound, advice) for stage in stages),
        left_out=tuple(_left_out(one) for one in plan["left_out"]),
        cautions=tuple(plan["cautions"]),
        not_tested=tuple(because["clinician"]["text"] for _code, because in plan["not_tested"]),
        because=plan["because"] | {"basis": plan["basis"]},
        opening=plan["opening"]["clinician"]["text"] if plan["opening"] else "",
        daily=safety.count_daily(daily),
        minutes=wording.minutes(first_day) if first_day else 0,
        minutes_a_day=wording.minutes_a_day(first_day) if first_day else 0,
        times_a_day=max((item.times_per_day for item in first_day), default=0),
        is_open_to_changes=advice is not None,
    )


def _column(stage: Stage, items: list[Item], bound: ItemForm | None, advice: engine.Advice | None) -> Column:
    mine = [item for item in items if item.stage_id == stage.pk]
    rows = tuple(
        _row(item, bound, advice, is_first=item is mine[0], is_last=item is mine[-1]) for item in mine
    )
    return Column(stage, rows)


def _row(
    item: Item, bound: ItemForm | None, advice: engine.Advice | None, *, is_first: bool, is_last: bool
) -> Row:
    exercise = load_library()[item.exercise]
    form = (bound if bound and bound.prefix == str(item.pk) else ItemForm(item=item)) if advice else None
    said = _sentences(item)
    return Row(
        item=item,
        name=exercise.name,
        level_name=exercise.level(item.level, wording.variant_of(item)).name
        if len(exercise.levels) > 1
        else "",
        dose=wording.dose(item),
        sides=wording.sides(item),
        when=wording.when(item),
        because=said[0],
        more=said[1:],
        warnings=safety.warnings(advice, item),
        form=form,
        is_first=is_first,
        is_last=is_last,
    )


def _sentences(item: Item) -> tuple[str, ...]:
    """The first is the reason in a line; then why at this place, and why this dose."""
    parts = [*item.reason.get("parts", []), *item.reason.get("dosing", [])]
    return tuple(part["clinician"]["text"] for part in parts) or (item.reason["clinician"]["text"],)


def _left_out(one: dict[str, Any]) -> LeftOut:
    return LeftOut(
        name=load_library()[one["exercise"]].name,
        because=one["because"]["clinician"]["text"],
        mark=one["basis"]["mark"],
        source=one["basis"]["source"],
    )


@dataclass(frozen=True)
class Change:
    """One thing the therapist changed, in a line."""

    kind: str
    name: str
    what: str
    reason: str
    warnings: tuple[str, ...]
    by: str
    at: datetime


def changes(programme: Programme) -> list[Change]:
    """In the order in which they were made."""
    return [
        Change(
            kind=one.get_kind_display(),
            name=load_library()[one.item.exercise].name,
            what=_turned(one),
            reason=one.reason,
            warnings=tuple(warning["because"] for warning in one.warnings),
            by=one.by.name,
            at=one.at,
        )
        for one in programme.changes.select_related("by", "item")
    ]


def _turned(change: ItemChange) -> str:
    """From what to what; empty where the kind says it all."""
    if change.kind == ChangeKind.SWAPPED:
        return _("in the place of %(name)s") % {"name": load_library()[change.before["exercise"]].name}
    if change.kind == ChangeKind.LEVEL:
        return f"{change.before['level']} → {change.after['level']}"
    if change.kind == ChangeKind.DOSE:
        return f"{_dose(change, change.before)} → {_dose(change, change.after)}"
    return ""


def _dose(change: ItemChange, kept: dict[str, Any]) -> str:
    return wording.dose(Item(sides=change.item.sides, **kept))
