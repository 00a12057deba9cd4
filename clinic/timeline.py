"""What happened to one patient, in one column of time? Newest first, a page at a time, in a few queries.

The database is asked for the order of everything in one question, then once for each kind of thing on the page.
Practices and reminders come by the week, so that a year of them stays readable.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    Max,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, TruncDate, TruncWeek

from clinic.mail.models import OutboxMail, Stream
from clinic.people.models import Patient
from exercises import wording
from exercises.models import Decision, ItemChange, Programme, ProgrammeState, Session

MOMENTS = 20
COLUMNS = ("kind", "key", "day", "at")
WEEK = timedelta(days=6)


class Kind(StrEnum):
    """What can happen; each has its template in `templates/clinic/story/`."""

    ASSESSMENT = "assessment"
    PROPOSAL = "proposal"
    PROGRAMME = "programme"
    ENDED = "ended"
    DECISION = "decision"
    PRACTICE = "practice"
    REMINDERS = "reminders"
    MAIL = "mail"


@dataclass(frozen=True)
class Moment:
    kind: Kind
    day: date
    at: datetime
    what: Any

    @property
    def template(self) -> str:
        return f"clinic/story/{self.kind}.html"


@dataclass(frozen=True)
class Week:
    """A week's practices, newest first."""

    first: date
    sessions: tuple[Session, ...]

    @property
    def last(self) -> date:
        return self.first + WEEK

    @property
    def worst_pain(self) -> int:
        return max(one.pain for one in self.sessions)

    @property
    def hardest(self) -> int:
        return max(one.effort for one in self.sessions)

    @property
    def is_alarming(self) -> bool:
        return any(one.red_flag or one.fall for one in self.sessions)


@dataclass(frozen=True)
class Answered:
    """A decision, with the exercise that it was about."""

    decision: Decision
    exercise: str


@dataclass(frozen=True)
class Issued:
    """A programme, with what the therapist changed in the proposal: each change and its exercise's name."""

    programme: Programme
    changes: tuple[tuple[ItemChange, str], ...]


def page(patient: Patient, number: str | None) -> Page[Any]:
    """The page of that number, or the nearest there is."""
    found = Paginator(_order(patient), MOMENTS).get_page(number)
    found.object_list = _told(patient, list(found.object_list))
    return found


# -- What happened, and when ---------------------------------------------------------------------------------------
def _order(patient: Patient) -> QuerySet[Any]:
    """Every moment by its kind, its key and its time; nothing of what it was."""
    first, *others = (
        rows.order_by().annotate(kind=Value(kind.value, CharField())).values_list(*COLUMNS)
        for kind, rows in _rows(patient).items()
    )
    everything: QuerySet[Any] = first.union(*others, all=True).order_by("-day", "-at", "kind")
    return everything


def _rows(patient: Patient) -> Mapping[Kind, QuerySet[Any]]:
    issued = patient.programmes.exclude(state=ProgrammeState.DRAFT)
    ended = patient.programmes.filter(state=ProgrammeState.ENDED)
    reminders = patient.mails.filter(stream=Stream.REMINDER)
    return {
        Kind.ASSESSMENT: patient.assessments.annotate(key=Cast("pk", CharField()), day=VISITED, at=SEEN),
        Kind.PROPOSAL: _single(patient.programmes.drafts(), "made_at"),
        Kind.PROGRAMME: _single(issued, "issued_at"),
        Kind.ENDED: _single(ended, "ended_at"),
        Kind.DECISION: _single(patient.decisions.filter(WORTH_TELLING), "made_at"),
        Kind.MAIL: _single(patient.mails.exclude(stream=Stream.REMINDER), "made_at"),
        Kind.PRACTICE: _weekly(patient.sessions.all(), "local_date", F("local_date"), "logged_at"),
        Kind.REMINDERS: _weekly(reminders, "made_at", TruncDate("made_at"), "made_at"),
    }


# A visit opens its day, for the rest follows from it; a correction stands where it was made.
_WRITTEN = Coalesce("signed_at", "saved_at")
VISITED = Case(When(version=1, then=F("assessed_on")), default=TruncDate(_WRITTEN))
SEEN = Case(When(version=1, then=Cast("assessed_on", DateTimeField())), default=_WRITTEN)
# Most reviews leave everything as it is; those are on the programme's own page.
WORTH_TELLING = Q(urgency__isnull=False) | Q(carried_out_at__isnull=False) | Q(assessment__isnull=False)


def _single(rows: QuerySet[Any], at: str) -> QuerySet[Any]:
    placed: QuerySet[Any] = rows.annotate(key=Cast("pk", CharField()), day=TruncDate(at), at=F(at))
    return placed


def _weekly(rows: QuerySet[Any], of: str, day: Any, at: str) -> QuerySet[Any]:
    """One row a week, at the time of its last."""
    weeks = rows.order_by().annotate(week=_week(of)).values("week")
    placed: QuerySet[Any] = weeks.annotate(key=Cast("week", CharField()), day=Max(day), at=Max(at))
    return placed


def _week(day: str) -> Cast:
    """Its Monday, as a day."""
    return Cast(TruncWeek(day, output_field=DateField()), DateField())


# -- What it was ---------------------------------------------------------------------------------------------------
def _told(patient: Patient, rows: Iterable[tuple[str, str, date, datetime]]) -> list[Moment]:
    found = [(Kind(kind), key, day, at) for kind, key, day, at in rows]
    keys: dict[Kind, list[str]] = defaultdict(list)
    for kind, key, _day, _at in found:
        keys[kind].append(key)
    things = {kind: LOOKED_UP[kind](patient, wanted) for kind, wanted in keys.items()}
    return [Moment(kind, day, at, things[kind][key]) for kind, key, day, at in found if key in things[kind]]


def _by_key(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(row.pk): row for row in rows}


def _assessments(patient: Patient, keys: list[str]) -> dict[str, Any]:
    return _by_key(patient.assessments.filter(pk__in=keys).select_related("signed_by", "recorded_by"))


def _programmes(patient: Patient, keys: list[str]) -> dict[str, Programme]:
    return _by_key(patient.programmes.filter(pk__in=keys))


def _issued(patient: Patient, keys: list[str]) -> dict[str, Issued]:
    changes = Prefetch("changes", ItemChange.objects.select_related("by", "item"))
    rows = patient.programmes.filter(pk__in=keys).select_related("issued_by", "replaces")
    return {
        str(one.pk): Issued(one, tuple((change, wording.name(change.item)) for change in one.changes.all()))
        for one in rows.prefetch_related(changes)
    }


def _decisions(patient: Patient, keys: list[str]) -> dict[str, Answered]:
    rows = patient.decisions.filter(pk__in=keys).select_related("answered_by", "item", "reversed_by")
    return {str(one.pk): Answered(one, wording.name(one.item) if one.item else "") for one in rows}


def _practice(patient: Patient, keys: list[str]) -> dict[str, Week]:
    return {
        week: Week(date.fromisoformat(week), tuple(rows))
        for week, rows in _weeks_of(patient.sessions.select_related("entered_by"), "local_date", keys).items()
    }


def _reminders(patient: Patient, keys: list[str]) -> dict[str, list[OutboxMail]]:
    rows = patient.mails.filter(stream=Stream.REMINDER).order_by("-made_at")
    return _weeks_of(rows, "made_at", keys)


def _weeks_of(rows: QuerySet[Any], day: str, keys: list[str]) -> dict[str, list[Any]]:
    weeks = [date.fromisoformat(key) for key in keys]
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows.annotate(week=_week(day)).filter(week__in=weeks):
        found[row.week.isoformat()].append(row)
    return found


def _mails(patient: Patient, keys: list[str]) -> dict[str, OutboxMail]:
    return _by_key(patient.mails.filter(pk__in=keys))


LOOKED_UP: Mapping[Kind, Callable[[Patient, list[str]], Mapping[str, Any]]] = {
    Kind.ASSESSMENT: _assessments,
    Kind.PROPOSAL: _programmes,
    Kind.PROGRAMME: _issued,
    Kind.ENDED: _programmes,
    Kind.DECISION: _decisions,
    Kind.PRACTICE: _practice,
    Kind.REMINDERS: _reminders,
    Kind.MAIL: _mails,
}
