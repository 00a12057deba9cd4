"""How has it gone so far? Days of practice, pain and effort over time, and what comes next. Read only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.charts import Chart, Drawing, Line, draw
from clinic.people.models import Patient
from exercises import coming, history, sign_off, wording
from exercises.coming import Missing
from exercises.models import Item, Programme, Session, Urgency
from exercises.models.programme import When

WEEKS = 5
CHART_DAYS = 42
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A square of the calendar. `done` of `due` practices; `due` is 0 where none was asked for."""

    day: date
    done: int
    due: int
    is_today: bool
    is_ahead: bool

    @property
    def state(self) -> str:
        if self.is_ahead:
            return "ahead"
        if not self.done:
            return "none"
        return "all" if self.done >= self.due else "some"

    @property
    def said(self) -> str:
        day = wording.day(self.day)
        if not self.done:
            return day
        told = ngettext("%(n)s practice", "%(n)s practices", self.done) % {"n": self.done}
        return f"{day}: {told}"


@dataclass(frozen=True)
class Progress:
    """`practised` of the last fourteen days; `in_a_row` up to today or yesterday."""

    weeks: tuple[tuple[Day, ...], ...]
    practised: int
    in_a_row: int
    total: int
    chart: Drawing | None
    next_steps: tuple[str, ...]


def of(patient: Patient, programme: Programme | None, today: date) -> Progress:
    """In a number of queries that does not grow with what was told."""
    told = list(
        patient.sessions.practised()
        .filter(local_date__gt=today - timedelta(days=CHART_DAYS))
        .order_by("local_date", "slot")
    )
    days = [one.local_date for one in told]
    past = history.up_to(programme, today) if programme else None
    items = [item for item in past.items if item.stage.is_open] if past else []
    return Progress(
        weeks=_calendar(days, programme, items, today),
        practised=len({day for day in days if day > today - timedelta(days=14)}),
        in_a_row=streak(days, today),
        total=len(told),
        chart=pain_and_effort(told) if told else None,
        next_steps=tuple(_next_steps(past, patient)) if past else (),
    )


def streak(days: Iterable[date], today: date) -> int:
    """Days in a row with a practice; today does not break it while it lasts."""
    practised = set(days)
    day = today if today in practised else today - A_DAY
    count = 0
    while day in practised:
        count, day = count + 1, day - A_DAY
    return count


def _calendar(
    days: Sequence[date], programme: Programme | None, items: list[Item], today: date
) -> tuple[tuple[Day, ...], ...]:
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    shown = [monday + timedelta(days=n) for n in range(WEEKS * 7)]
    squares = [
        Day(one, days.count(one), _due(programme, items, one), one == today, one > today) for one in shown
    ]
    return tuple(tuple(squares[n : n + 7]) for n in range(0, len(squares), 7))


def _due(programme: Programme | None, items: list[Item], day: date) -> int:
    if programme is None:
        return 1
    asked = [item.times_per_day for item in items if item.when != When.BEFORE_RUN]
    return max(asked, default=1)


def pain_and_effort(told: Sequence[Session]) -> Drawing:
    """The worst of each day, as it was told; oldest first."""
    by_day: dict[date, list[Session]] = {}
    for one in told:
        by_day.setdefault(one.local_date, []).append(one)
    first = min(by_day)
    return draw(
        Chart(
            title=_("Pain and effort, 0 to 10"),
            days_name=_("Day"),
            days=tuple(date_format(day, "j M") for day in by_day),
            places=tuple((day - first).days for day in by_day),
            lines=(
                Line(_("Pain"), tuple(max(one.pain for one in each) for each in by_day.values())),
                Line(_("Effort"), tuple(max(one.effort for one in each) for each in by_day.values())),
            ),
            low=0,
            high=10,
            ticks=(0, 2, 4, 6, 8, 10),
            key="pain-and-effort",
        )
    )


# -- What comes next -----------------------------------------------------------------------------------------------
def _next_steps(past: history.History, patient: Patient) -> Iterable[str]:
    protocol = sign_off.protocol_of(past.programme)
    stage = next((item.stage for item in past.items if not item.stage.is_open), None)
    missing = coming.for_next_stage(history.log_of_programme(past), protocol)
    if stage is not None and missing is not None:
        asked = (
            patient.decisions.waiting().filter(urgency=Urgency.STAGE).exists()
            if missing.is_nothing
            else False
        )
        yield said_of_stage(str(stage.get_name_display()), missing, is_asked=asked)
    for item in past.items:
        if item.stage.is_open and item.when != When.BEFORE_RUN:
            yield from _of_dose(past, item, protocol)


def _of_dose(past: history.History, item: Item, protocol: Any) -> Iterable[str]:
    more = coming.for_more_dose(history.log_of_step(past, item, "dose"), protocol)
    if more:
        said = ngettext(
            "%(name)s: %(n)s more practice that feels easy, and you do a little more.",
            "%(name)s: %(n)s more practices that feel easy, and you do a little more.",
            more,
        )
        yield said % {"name": wording.name(item), "n": more}


def said_of_stage(name: str, missing: Missing, *, is_asked: bool) -> str:
    """Two more practices that go well until Balance opens."""
    if missing.is_nothing:
        return (
            _("%(name)s may open next: your therapist has been asked.") % {"name": name}
            if is_asked
            else _("%(name)s may open soon: everything it takes is there.") % {"name": name}
        )
    parts = [part for part in (_practices(missing), _days(missing), _often(missing)) if part]
    return _("%(takes)s until “%(name)s” opens. Your therapist agrees to it first.") % {
        "takes": _(" and ").join(parts),
        "name": name,
    }


def _practices(missing: Missing) -> str:
    n = missing.practices
    if not n:
        return ""
    if missing.clean >= missing.sessions:
        said = ngettext("%(n)s more practice that goes well", "%(n)s more practices that go well", n)
    else:
        said = ngettext("%(n)s more practice", "%(n)s more practices", n)
    return said % {"n": n}


def _days(missing: Missing) -> str:
    if not missing.days:
        return ""
    return ngettext("%(n)s more day", "%(n)s more days", missing.days) % {"n": missing.days}


def _often(missing: Missing) -> str:
    return _("practising on most days") if missing.more_often else ""
