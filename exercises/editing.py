"""How does a therapist change what stands in a draft? Dose, level, removal, order: each kept with its reason."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.people.models import User
from exercises import safety, wording
from exercises.drafts import check_still_there, dose_and_level, dose_of, keep, locked, step_of, unless_read
from exercises.library import load as load_library
from exercises.models import ChangeKind, Item


class Press(StrEnum):
    """One press on a ladder."""

    DOSE_UP = "dose-up"
    DOSE_DOWN = "dose-down"
    LEVEL_UP = "level-up"
    LEVEL_DOWN = "level-down"


def after_press(item: Item, press: Press) -> tuple[int, int] | None:
    """The dose's rung and the level one press on; None at the ladder's end."""
    step, level = step_of(item), item.level
    dose_next = _beyond(load_library()[item.exercise].dose.steps, step, up=press is Press.DOSE_UP)
    level_next = _beyond(wording.levels(item), level, up=press is Press.LEVEL_UP)
    if press in {Press.DOSE_UP, Press.DOSE_DOWN}:
        return (dose_next, level) if dose_next is not None else None
    return (step, level_next) if level_next is not None else None


def _beyond(ladder: Sequence[int], now: int, *, up: bool) -> int | None:
    higher, lower = [rung for rung in ladder if rung > now], [rung for rung in ladder if rung < now]
    return min(higher, default=None) if up else max(lower, default=None)


@transaction.atomic
def change_item(
    *,
    by: User,
    item: Item,
    step: int,
    level: int,
    times_per_day: int,
    reason: str,
    despite: Collection[str] = (),
) -> Item:
    """Another rung of the ladder, another level, once or twice a day. Raises NotADraft, Outdated, Objected.

    `despite` holds the tokens of the objections that were read.
    """
    programme, advice = locked(item.programme)
    check_still_there(item)
    against = unless_read(safety.against_change(advice, item, step=step, level=level), despite)
    before = dose_and_level(item)
    for name, value in dose_of(load_library()[item.exercise], step).items():
        setattr(item, name, value)
    item.level, item.max_level = level, max(level, item.max_level)
    item.times_per_day = times_per_day
    item.save()
    kind = ChangeKind.LEVEL if before["level"] != level else ChangeKind.DOSE
    keep(by, programme, item, kind, reason, before=before, after=dose_and_level(item), against=against)
    return item


def press_item(*, by: User, item: Item, press: Press) -> Item:
    """One rung up or down, kept as just that. Raises NotADraft, Outdated; Objected where it wants a reason."""
    to = after_press(item, press)
    if to is None:
        return item
    said = {
        Press.DOSE_UP: _("One step more, on the therapist's judgement"),
        Press.DOSE_DOWN: _("One step less, on the therapist's judgement"),
        Press.LEVEL_UP: _("One level up, on the therapist's judgement"),
        Press.LEVEL_DOWN: _("One level down, on the therapist's judgement"),
    }
    step, level = to
    return change_item(
        by=by, item=item, step=step, level=level, times_per_day=item.times_per_day, reason=said[press]
    )


@transaction.atomic
def remove_item(*, by: User, item: Item, reason: str) -> None:
    """Take it out of the draft; the row stays, with the reason. Raises NotADraft, Outdated."""
    programme, _advice = locked(item.programme)
    check_still_there(item)
    item.removed_at = timezone.now()
    item.save(update_fields=["removed_at"])
    keep(by, programme, item, ChangeKind.REMOVED, reason, before=dose_and_level(item))


@transaction.atomic
def move_item(*, by: User, item: Item, earlier: bool) -> None:
    """One place on in its stage. The stages' own order stands: release comes first. Raises NotADraft, Outdated."""
    programme, _advice = locked(item.programme)
    check_still_there(item)
    row = list(item.stage.items.kept().order_by("position"))
    place = row.index(item)
    other_place = place - 1 if earlier else place + 1
    if not 0 <= other_place < len(row):
        return
    other = row[other_place]
    item.position, other.position = other.position, item.position
    item.save(update_fields=["position"])
    other.save(update_fields=["position"])
    after = {"before" if earlier else "after": other.exercise}
    keep(by, programme, item, ChangeKind.MOVED, _("Order changed"), after=after)
