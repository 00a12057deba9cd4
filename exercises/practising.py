"""What is due now, for this patient, on this day? Read only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from clinic.people.models import Patient, PatientQuerySet
from exercises import wording
from exercises.models import Completion, Decision, Entry, Item, Programme, ProgrammeState, Session, Stage
from exercises.models.programme import When

# Pain of 6 or more stops an exercise for the day: the protocol's red.
STOP_FOR_TODAY = 6
NEWS = 6


@dataclass(frozen=True)
class Practice:
    """Today, as the patient's page needs it."""

    programme: Programme
    day: date
    slot: int
    slots: int
    items: tuple[Item, ...]
    # On a day with a run: the walking lunge, which goes before it.
    before_run: tuple[Item, ...]
    # What hurt too much, earlier today or this morning: it rests until tomorrow.
    resting: tuple[Item, ...]
    # The first stage that still waits and holds something.
    next_stage: Stage | None
    logged: tuple[Session, ...]
    # Yesterday's last practice, of which the morning's question is.
    yesterday: Session | None
    is_run_day: bool
    # Whether a run would change the day at all.
    may_run: bool
    # Every exercise of the programme, to name what changed.
    kept: tuple[Item, ...]

    @property
    def is_done(self) -> bool:
        return len([one for one in self.logged if not one.goes_on]) >= self.slots or not self.items

    @property
    def minutes(self) -> int:
        return wording.minutes(self.items)

    @property
    def to_tell(self) -> tuple[Item, ...]:
        """Everything that is asked about, in the order in which it is done."""
        return (*self.before_run, *self.items)

    @property
    def after_run(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if self.is_run_day and item.when == When.LATER_IN_DAY)

    @property
    def is_stopped(self) -> bool:
        return self.programme.state == ProgrammeState.STOPPED

    @property
    def has_expired(self) -> bool:
        return self.programme.expires_on is not None and self.day > self.programme.expires_on

    @property
    def asks_for_morning(self) -> bool:
        return self.yesterday is not None and self.yesterday.next_morning_pain is None

    @property
    def waits_for_therapist(self) -> bool:
        """Away for so long that somebody looks first."""
        return any(
            "reassess_gap" in one["actions"] and one["answered_at"] is None for one in news_of(self.programme)
        )

    @property
    def retest_is_due(self) -> bool:
        return self.programme.retest_on is not None and self.day >= self.programme.retest_on


def practised_first(records: PatientQuerySet) -> PatientQuerySet:
    """Of somebody's records in several clinics, the one with a programme to practise."""
    live = Programme.objects.live().filter(patient=OuterRef("pk"))
    return records.annotate(rests=~Exists(live)).order_by("rests", "registered_at", "id")


def live_programme(patient: Patient) -> Programme | None:
    """With what was decided since the last practice was told (see `news_of`), in one query."""
    programmes = patient.programmes.live().select_related("issued_by")
    return programmes.annotate(news=ArraySubquery(_news())).first()


def programme_of(records: PatientQuerySet, programme_id: UUID) -> Programme | None:
    """One of these people's programmes, in whatever state."""
    given = Programme.objects.filter(patient__in=records).exclude(state=ProgrammeState.DRAFT)
    return given.select_related("patient__clinic").filter(pk=programme_id).first()


def waits_since(programme: Programme) -> date | None:
    """The day from which the therapist looks first, after a long time away; None where nobody needs to."""
    return _waits_since().filter(programme=programme).first()


def with_wait(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """The same as `wait` of each, in the programme's own query."""
    return programmes.annotate(wait=Subquery(_waits_since().filter(programme=OuterRef("pk"))[:1]))


def _waits_since() -> QuerySet[Decision, date | None]:
    gaps = _newest().filter(actions__contains=["reassess_gap"], answered_at=None)
    return gaps.order_by("about").values_list("about", flat=True)


def _newest() -> QuerySet[Decision]:
    """Those after which no practice was told."""
    later = Session.objects.filter(programme=OuterRef("programme"), changed_at__gt=OuterRef("made_at"))
    return Decision.objects.standing().filter(~Exists(later))


def _news() -> QuerySet[Decision, Any]:
    told = (
        _newest()
        .filter(programme=OuterRef("pk"))
        .filter(Q(carried_out_at__isnull=False) | Q(actions__overlap=["reassess_gap", "support_adherence"]))
    )
    return told.order_by("-made_at", "item__stage__position", "item__position").values(
        one=JSONObject(
            actions=F("actions"),
            answered_at=F("answered_at"),
            effect=F("effect"),
            text=F("reason__patient__text"),
        )
    )[:NEWS]


def news_of(programme: Programme) -> list[dict[str, Any]]:
    """Decisions since the last practice, the newest first; none where the programme was read without them."""
    return getattr(programme, "news", None) or []


def practice_on(programme: Programme, day: date, slot: int | None = None) -> Practice:
    """What is due, and which of the day's practices it is; or what that slot holds. Two queries."""
    everything = list(programme.items.kept().select_related("stage"))
    told = _told(programme, day)
    today = [entry for entry in told if entry.session.local_date == day]
    due = [item for item in everything if item.stage.is_open and wording.is_due_on(item, programme, day)]
    slots = 2 if any(item.times_per_day == 2 for item in due if item.when != When.BEFORE_RUN) else 1
    logged = tuple(sorted({entry.session for entry in today}, key=lambda session: session.slot))
    over = {one.slot for one in logged if not one.goes_on}
    slot = slot or next((n for n in range(1, slots + 1) if n not in over), slots)
    sore = _sore_this_morning(told, day)
    hurt = {entry.item_id: entry.session.slot for entry in today if (entry.pain or 0) >= STOP_FOR_TODAY}
    # Whoever tells of a practice again is asked for all of it: what hurt in it must not be forgotten.
    items = [item for item in due if hurt.get(item.pk, slot) == slot and item.pk not in sore]
    daily = [item for item in items if item.when != When.BEFORE_RUN]
    is_run_day = programme.run_day == day
    return Practice(
        programme=programme,
        day=day,
        slot=slot,
        slots=slots,
        items=_in_order(
            [item for item in daily if slot == 1 or item.times_per_day == 2], is_run_day=is_run_day
        ),
        before_run=tuple(item for item in items if item.when == When.BEFORE_RUN and is_run_day and slot == 1),
        resting=tuple(item for item in due if item.pk in hurt or item.pk in sore),
        next_stage=next((item.stage for item in everything if not item.stage.is_open), None),
        logged=logged,
        yesterday=_last_of_yesterday(told, day),
        is_run_day=is_run_day,
        may_run=any(item.when != When.ANY for item in due),
        kept=tuple(everything),
    )


def _told(programme: Programme, day: date) -> list[Entry]:
    days = (day - timedelta(days=1), day)
    return list(
        Entry.objects.filter(programme=programme, session__local_date__in=days).select_related("session")
    )


def _in_order(items: Iterable[Item], *, is_run_day: bool) -> tuple[Item, ...]:
    """As prescribed; on a day with a run, the static stretches come last, after it."""
    return tuple(sorted(items, key=lambda item: is_run_day and item.when == When.LATER_IN_DAY))


def _last_of_yesterday(told: Iterable[Entry], day: date) -> Session | None:
    done = [one.session for one in told if one.session.local_date < day and one.completion != Completion.NOT]
    return max(done, key=lambda session: session.slot, default=None)


def _sore_this_morning(told: Iterable[Entry], day: date) -> set[Any]:
    return {
        entry.item_id
        for entry in told
        if entry.session.local_date < day and (entry.session.next_morning_pain or 0) >= STOP_FOR_TODAY
    }
