"""How much of what was asked for was practised? Week by week. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exercises import history
from exercises.models import Item, Programme, ProgrammeState

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Week:
    """From its Monday on. More than was asked for is still the whole."""

    first: date
    done: int
    due: int

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.due))


@dataclass(frozen=True)
class Asked:
    """A programme, its open items, and until when it asked for practice: the day after its last."""

    programme: Programme
    items: tuple[Item, ...]
    until: date

    def on(self, day: date) -> int:
        starts_on = self.programme.starts_on
        is_running = starts_on is not None and starts_on <= day < self.until
        return history.slots_on(self.programme, self.items, day) if is_running else 0


def asked(
    programmes: Iterable[Programme], items: Sequence[Item], today: date, local: Callable[..., date]
) -> list[Asked]:
    """`local` says on which day a time falls where the patient is. A stopped programme asks for nothing more."""
    return [
        Asked(one, tuple(item for item in items if item.programme_id == one.pk), _until(one, today, local))
        for one in programmes
        if one.starts_on
    ]


def _until(programme: Programme, today: date, local: Callable[..., date]) -> date:
    if programme.ended_at is not None:
        return local(programme.ended_at)
    if programme.state == ProgrammeState.STOPPED:
        return (programme.last_session_on or today) + A_DAY
    return today + A_DAY


def weeks(asked_for: Sequence[Asked], done_on: Iterable[date], today: date) -> list[Week]:
    """Oldest first, those in which something was asked for. What today asks for is due once it is done."""
    done = Counter(done_on)
    due: Counter[date] = Counter()
    for one in asked_for:
        for day in _days(one, today):
            due[day] = max(due[day], one.on(day))
    due[today] = min(due[today], done[today])
    of_week: Counter[date] = Counter()
    for day, count in due.items():
        of_week[_monday(day)] += count
    practised: Counter[date] = Counter()
    for day, count in done.items():
        practised[_monday(day)] += count
    return [Week(first, practised[first], count) for first, count in sorted(of_week.items()) if count]


def _days(one: Asked, today: date) -> Iterable[date]:
    first = one.programme.starts_on or today
    last = min(one.until - A_DAY, today)
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
