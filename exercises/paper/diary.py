"""Which practices does a paper diary hold? One line for each, day by day; on the sheet and on the page alike. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from exercises import wording
from exercises.models import Item, Programme
from exercises.models.programme import When

DAYS = 14


@dataclass(frozen=True)
class Line:
    """One practice of one day. `due` are the items it asks for, and those that belong to a run."""

    day: date
    slot: int
    due: frozenset[UUID]

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}-{self.slot}"


def lines(programme: Programme, items: Collection[Item], first: date, days: int = DAYS) -> tuple[Line, ...]:
    """From that day on, as far as the programme runs."""
    return tuple(line for day in _running(programme, first, days) for line in _of_day(programme, items, day))


def _running(programme: Programme, first: date, days: int) -> Iterator[date]:
    for day in (first + timedelta(days=n) for n in range(days)):
        has_begun = programme.starts_on is None or day >= programme.starts_on
        if has_begun and (programme.expires_on is None or day <= programme.expires_on):
            yield day


def _of_day(programme: Programme, items: Collection[Item], day: date) -> Iterator[Line]:
    due = [item for item in items if wording.is_due_on(item, programme, day)]
    for slot in (1, 2):
        asked = frozenset(item.pk for item in due if slot == 1 or _is_done_twice(item))
        if asked:
            yield Line(day, slot, asked)


def _is_done_twice(item: Item) -> bool:
    return item.times_per_day == 2 and item.when != When.BEFORE_RUN
