"""How does a programme lie on the therapist's table? Four stages side by side, each exercise with its because."""

from dataclasses import dataclass
from typing import Any

from exercises import engine, safety, wording
from exercises.forms import AddForm, ItemForm
from exercises.library import load as load_library
from exercises.models import Item, Programme, Stage
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


@dataclass(frozen=True)
class Column:
    stage: Stage
    rows: tuple[Row, ...]
    add: AddForm | None


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

    @property
    def is_over_limit(self) -> bool:
        return self.daily > MANY


def build(programme: Programme, bound: ItemForm | AddForm | None = None) -> Board:
    """In three queries, however many exercises. A draft that the rules let be changed has its forms.

    `bound` is the form that did not fit, to be shown with its errors.
    """
    advice = safety.advice_for(programme) if programme.is_draft else None
    stages = list(programme.stages.all())
    items = list(programme.items.kept().select_related("stage"))
    columns = tuple(_column(stage, items, bound, advice) for stage in stages)
    daily = [item for item in items if item.stage.is_open and item.when != When.BEFORE_RUN]
    plan = programme.plan
    return Board(
        columns=columns,
        left_out=tuple(_left_out(one) for one in plan["left_out"]),
        cautions=tuple(plan["cautions"]),
        not_tested=tuple(because["clinician"]["text"] for _, because in plan["not_tested"]),
        because=plan["because"] | {"basis": plan["basis"]},
        opening=plan["opening"]["clinician"]["text"] if plan["opening"] else "",
        daily=safety.count_daily(daily),
        minutes=wording.minutes(daily) if daily else 0,
    )


def _column(
    stage: Stage, items: list[Item], bound: ItemForm | AddForm | None, advice: engine.Advice | None
) -> Column:
    mine = [item for item in items if item.stage_id == stage.pk]
    rows = tuple(_row(item, bound, advice, is_first=item is mine[0]) for item in mine)
    is_bound = isinstance(bound, AddForm) and bound.prefix == str(stage.pk)
    add = (bound if is_bound else AddForm(stage=stage)) if advice else None
    return Column(stage, rows, add)  # type: ignore[arg-type]


def _row(
    item: Item, bound: ItemForm | AddForm | None, advice: engine.Advice | None, *, is_first: bool
) -> Row:
    exercise = load_library()[item.exercise]
    is_bound = isinstance(bound, ItemForm) and bound.prefix == str(item.pk)
    form = (bound if is_bound else ItemForm(item=item)) if advice else None
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
        form=form,  # type: ignore[arg-type]
        is_first=is_first,
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
