"""What is due now, for this patient, on this day? Read only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from clinic.people.models import Patient, PatientQuerySet
from exercises import wording
from exercises.models import Entry, Item, Programme, ProgrammeState, Session, Stage
from exercises.models.programme import When

# Pain of 6 or more stops an exercise for the day: the protocol's red.
STOP_FOR_TODAY = 6


@dataclass(frozen=True)
class Practice:
    """Today, as the patient's page needs it."""

    programme: Programme
    day: date
    slot: int
    slots: int
    items: tuple[Item, ...]
    before_run: tuple[Item, ...]
    # What hurt too much in an earlier practice today: it rests until tomorrow.
    resting: tuple[Item, ...]
    # The first stage that still waits and holds something.
    next_stage: Stage | None
    logged: tuple[Session, ...]

    @property
    def is_done(self) -> bool:
        return len(self.logged) >= self.slots or not self.items

    @property
    def minutes(self) -> int:
        return wording.minutes(self.items)

    @property
    def is_stopped(self) -> bool:
        return self.programme.state == ProgrammeState.STOPPED

    @property
    def has_expired(self) -> bool:
        return self.programme.expires_on is not None and self.day > self.programme.expires_on


def practised_first(records: PatientQuerySet) -> PatientQuerySet:
    """Of somebody's records in several clinics, the one with a programme to practise."""
    live = Programme.objects.live().filter(patient=OuterRef("pk"))
    return records.annotate(rests=~Exists(live)).order_by("rests", "registered_at", "id")


def live_programme(patient: Patient) -> Programme | None:
    return patient.programmes.live().select_related("issued_by").first()


def programme_of(records: PatientQuerySet, programme_id: UUID) -> Programme | None:
    """One of these people's programmes, in whatever state."""
    given = Programme.objects.filter(patient__in=records).exclude(state=ProgrammeState.DRAFT)
    return given.select_related("patient__clinic").filter(pk=programme_id).first()


def practice_on(programme: Programme, day: date) -> Practice:
    """What is due, and which of the day's practices it is. Two queries."""
    everything = list(programme.items.kept().select_related("stage"))
    told = list(Entry.objects.filter(programme=programme, session__local_date=day).select_related("session"))
    due = [item for item in everything if item.stage.is_open and wording.is_due_on(item, programme, day)]
    slots = 2 if any(item.times_per_day == 2 for item in due if item.when != When.BEFORE_RUN) else 1
    logged = tuple(sorted({entry.session for entry in told}, key=lambda session: session.slot))
    slot = next((n for n in range(1, slots + 1) if n not in {one.slot for one in logged}), slots)
    hurt = {entry.item_id: entry.session.slot for entry in told if (entry.pain or 0) >= STOP_FOR_TODAY}
    # Whoever tells of a practice again is asked for all of it: what hurt in it must not be forgotten.
    items = [item for item in due if hurt.get(item.pk, slot) == slot]
    daily = [item for item in items if item.when != When.BEFORE_RUN]
    return Practice(
        programme=programme,
        day=day,
        slot=slot,
        slots=slots,
        items=tuple(item for item in daily if slot == 1 or item.times_per_day == 2),
        before_run=tuple(item for item in items if item.when == When.BEFORE_RUN),
        resting=tuple(item for item in due if item.pk in hurt),
        next_stage=next((item.stage for item in everything if not item.stage.is_open), None),
        logged=logged,
    )
