"""What is different in this programme from the one it replaced? In words for the patient."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises import wording
from exercises.library import load as load_library
from exercises.models import Item, Programme


@dataclass(frozen=True)
class Difference:
    """Each a list of lines; all empty where nothing one would notice has changed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    left_out: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.left_out)


def since_the_one_before(programme: Programme) -> Difference | None:
    """None for a first programme. Two queries."""
    if programme.replaces_id is None:
        return None
    rows = Item.objects.open().filter(programme__in=[programme.pk, programme.replaces_id])
    now: dict[str, Item] = {}
    then: dict[str, Item] = {}
    for item in rows.select_related("stage"):
        (now if item.programme_id == programme.pk else then)[item.exercise] = item
    return Difference(
        added=tuple(_line(item) for name, item in now.items() if name not in then),
        changed=tuple(_changes(now, then)),
        left_out=tuple(wording.name(item) for name, item in then.items() if name not in now),
    )


def _changes(now: dict[str, Item], then: dict[str, Item]) -> Iterator[str]:
    for name, item in now.items():
        if name in then and _line(then[name]) != _line(item):
            yield _("%(was)s before; now %(dose)s.") % {"was": _line(then[name]), "dose": _with_level(item)}


def _line(item: Item) -> str:
    return _("%(name)s: %(dose)s") % {"name": load_library()[item.exercise].name, "dose": _with_level(item)}


def _with_level(item: Item) -> str:
    level = load_library()[item.exercise].level(item.level, wording.variant_of(item)).name
    return _("“%(level)s”, %(dose)s") % {"level": level, "dose": wording.dose(item)}
