"""What has changed since last time? In words for the patient: what, from what to what, and why."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exercises import wording
from exercises.library import load as load_library
from exercises.models import Item
from exercises.practising import Practice, news_of


@dataclass(frozen=True)
class News:
    """One reason, and what it changed; of a pause or a kind question, only the words."""

    why: str
    changes: tuple[str, ...]


def of(practice: Practice) -> list[News]:
    """The newest first; one sentence for all that it changed."""
    items = {str(item.pk): item for item in practice.kept}
    gathered: dict[str, list[str]] = {}
    for one in news_of(practice.programme):
        gathered.setdefault(one["text"], []).extend(_changes(one["effect"].get("items", []), items))
    return [News(why, tuple(dict.fromkeys(changes))) for why, changes in gathered.items()]


def _changes(changes: Iterable[dict[str, Any]], items: dict[str, Item]) -> Iterator[str]:
    for change in changes:
        item = items.get(change["id"])
        if item is not None:
            yield _said(_as_it_was(item, change["before"]), _as_it_was(item, change["after"]))


def _said(before: Item, after: Item) -> str:
    exercise = load_library()[after.exercise]
    level = exercise.level(after.level, wording.variant_of(after)).name
    said = {"name": exercise.name, "level": level, "dose": wording.dose(after)}
    if before.level != after.level:
        return _("%(name)s: now “%(level)s”, %(dose)s.") % said
    return _("%(name)s: now %(dose)s.") % said


def _as_it_was(item: Item, fields: dict[str, Any]) -> Item:
    was = copy(item)
    for name, value in fields.items():
        setattr(was, name, value)
    return was
