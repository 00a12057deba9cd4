"""Who is to be reminded now? Plans rows of the outbox, and says of planned ones whether they are still wanted.

A tick finds the preferences whose time has come, clinic by clinic. A reminder goes out only if there is something to
do: a programme that runs today, a slot not yet done, and a patient who agreed and has an address. The same is asked
once more when the mail's turn has come (`unwanted`). The outbox holds one mail a slot: see `_key`.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clinic.mail import outbox
from clinic.mail.models import OutboxMail, Stream
from clinic.people import tenancy
from clinic.people.models import Patient
from exercises.models import Item, Programme, ProgrammeState, ReminderPreference, Session
from exercises.models.programme import When
from exercises.reminder_settings import next_due_at, stop_link, wishes_of
from exercises.reminder_times import MORNING, NUDGE, WEEK, Slot, slot_now
from exercises.wording import is_due_on

log = logging.getLogger(__name__)

TEMPLATE = "reminder"
# What the mail says depends on the slot.
TEMPLATES = {WEEK: "week", NUDGE: "nudge", MORNING: "morning"}
BATCH = 200
A_DAY = timedelta(days=1)


# -- Planning ----------------------------------------------------------------------------------------------------
def plan(now: datetime) -> int:
    """Put every reminder whose time has come into the outbox; says how many preferences that looked at."""
    with tenancy.through("planner"):
        clinics = list(ReminderPreference.objects.due(now).values_list("clinic_id", flat=True).distinct())
    return sum(_plan_clinic(clinic_id, now) for clinic_id in clinics)


def _plan_clinic(clinic_id: UUID, now: datetime) -> int:
    planned = 0
    try:
        while looked_at := _plan_batch(clinic_id, now):
            planned += looked_at
    except Exception as error:  # noqa: BLE001 - the other clinics still have their turn
        # No trace: what the database says may quote a row.
        log.error("clinic %s: reminders cannot be planned: %s", clinic_id, type(error).__name__)  # noqa: TRY400
    return planned


def _plan_batch(clinic_id: UUID, now: datetime) -> int:
    """In one transaction: the mails, and when to look next. Another planner passes over what is locked here."""
    with tenancy.within(clinic_id):
        due = ReminderPreference.objects.due(now).filter(clinic_id=clinic_id).select_related("patient")
        preferences = list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        outbox.put_all(_mails(preferences, now))
        for preference in preferences:
            preference.next_due_at = next_due_at(preference, preference.patient, now)
        ReminderPreference.objects.bulk_update(preferences, ["next_due_at"])
    return len(preferences)


def _mails(preferences: Sequence[ReminderPreference], now: datetime) -> list[OutboxMail]:
    slots = {p: slot for p in preferences if (slot := slot_now(wishes_of(p, p.patient), now))}
    people = [preference.patient_id for preference in slots]
    programmes = _running(people)
    times = _times_a_day(programmes, {p.patient_id: slot.day for p, slot in slots.items()})
    past = Past.of(people, {slot.day for slot in slots.values()})
    refused = outbox.refused(people)
    mails = []
    for preference, slot in slots.items():
        programme = programmes.get(preference.patient_id)
        about = _about(preference, slot, times[preference.patient_id], programme, past)
        patient = preference.patient
        takes_mail = may_be_reminded(patient) and (patient.pk, patient.email) not in refused
        if about is not None and takes_mail:
            mails.append(mail_for(preference, slot, about))
    return mails


def _about(
    preference: ReminderPreference, slot: Slot, times: int, programme: Programme | None, past: "Past"
) -> int | None:
    """Which of the day's rounds the mail asks about, or which other question; None for no mail.

    The week's letter asks about no round, and comes whatever was done. On a morning with nothing to do the question
    about yesterday may take the reminder's place.
    """
    wishes = wishes_of(preference, preference.patient)
    about = wishes.nudged_about(times) if slot.number == NUDGE else slot.number
    is_asked = about in {WEEK, MORNING} or about <= times
    if is_asked and past.leaves_open(programme, slot.day, about):
        return about
    may_ask = slot.number == 1 and preference.asks_morning
    return MORNING if may_ask and past.leaves_open(programme, slot.day, MORNING) else None


def mail_for(preference: ReminderPreference, slot: Slot, about: int) -> OutboxMail:
    """First name and links: nothing that says what the programme is for."""
    patient = preference.patient
    return OutboxMail(
        clinic_id=preference.clinic_id,
        patient=patient,
        stream=Stream.REMINDER,
        template=TEMPLATES[MORNING] if about == MORNING else TEMPLATES.get(slot.number, TEMPLATE),
        slot=_key(patient, slot),
        to_address=patient.email,
        language=patient.language,
        values={"given_name": patient.given_name, "stop_url": stop_link(preference), "round": about},
        due_at=slot.at,
        expires_at=slot.expires_at,
    )


def _key(patient: Patient, slot: Slot) -> str:
    """What makes it come once: the local date and its slot; for the week's letter, the week."""
    day = slot.day - timedelta(days=slot.day.weekday()) if slot.number == WEEK else slot.day
    return f"{TEMPLATE}:{patient.pk}:{day}:{slot.number}"


# -- Asked again, when the mail's turn has come --------------------------------------------------------------------
def unwanted(mails: Sequence[OutboxMail]) -> set[UUID]:
    """Of these reminders, those that must not go out after all. The sender asks this of each batch."""
    people = [mail.patient_id for mail in mails if mail.patient_id]
    with tenancy.through("planner"):
        found = ReminderPreference.objects.filter(patient__in=people, enabled=True).select_related("patient")
        patients = {preference.patient_id: preference.patient for preference in found}
        whose = {mail: patients[mail.patient_id] for mail in mails if mail.patient_id in patients}
        asked = {mail: _asked(mail, patient) for mail, patient in whose.items()}
        programmes, past = _running(people), Past.of(people, {day for day, _ in asked.values()})
    wanted = {
        mail.pk
        for mail, (day, about) in asked.items()
        if _addressed_to(mail, whose[mail]) and past.leaves_open(programmes.get(whose[mail].pk), day, about)
    }
    return {mail.pk for mail in mails} - wanted


def _asked(mail: OutboxMail, patient: Patient) -> tuple[date, int]:
    """The local date and the round that the mail asks about."""
    return mail.due_at.astimezone(ZoneInfo(patient.time_zone)).date(), int(mail.values["round"])


def _addressed_to(mail: OutboxMail, patient: Patient) -> bool:
    return may_be_reminded(patient) and patient.email == mail.to_address


# -- What both rest on ---------------------------------------------------------------------------------------------
def may_be_reminded(patient: Patient) -> bool:
    """Under treatment, agreed, and with an address."""
    return patient.ended_at is None and patient.consented_at is not None and bool(patient.email)


def obstacle(patient: Patient, day: date) -> str:
    """Why no reminder would come on this day, as a sentence for the patient; empty if one would."""
    if not patient.email:
        return _("We have no e-mail address for you yet. Your clinic can add one.")
    if patient.consented_at is None:
        return _("Your clinic still needs your agreement before we may write to you.")
    if _is_refused(patient):
        return _("Mail to your address does not arrive. Please tell your clinic the right one.")
    if not any(runs_on(programme, day) for programme in _running([patient.pk]).values()):
        return _("No programme is running for you then. Reminders begin when your therapist issues one.")
    return ""


def _is_refused(patient: Patient) -> bool:
    with tenancy.within(patient.clinic_id):  # a patient sees no outbox
        return (patient.pk, patient.email) in outbox.refused([patient.pk])


@dataclass(frozen=True)
class Past:
    """What was told of some days, and of the days before them."""

    told: frozenset[tuple[UUID, date, int]]
    practised: frozenset[tuple[UUID, date]]
    mornings: frozenset[tuple[UUID, date]]

    @classmethod
    def of(cls, people: Collection[UUID], days: Collection[date]) -> "Past":
        asked = {*days, *(day - A_DAY for day in days)}
        sessions = Session.objects.filter(patient__in=people, local_date__in=asked)
        columns = ("programme_id", "local_date", "slot", "next_morning_pain", "was_practised")
        rows = list(sessions.with_practised().values_list(*columns))
        return cls(
            told=frozenset((programme, day, slot) for programme, day, slot, _, _ in rows),
            practised=frozenset((programme, day) for programme, day, _, _, done in rows if done),
            mornings=frozenset((programme, day) for programme, day, _, pain, _ in rows if pain is not None),
        )

    def leaves_open(self, programme: Programme | None, day: date, about: int) -> bool:
        """The programme runs, and what the mail would ask about is not answered yet."""
        if programme is None or not runs_on(programme, day):
            return False
        if about == MORNING:
            yesterday = (programme.pk, day - A_DAY)
            return yesterday in self.practised and yesterday not in self.mornings
        return (programme.pk, day, about) not in self.told


def runs_on(programme: Programme, day: date) -> bool:
    """Issued, begun, and not past its last day; one stopped for safety does not run."""
    begun = programme.starts_on is not None and programme.starts_on <= day
    over = programme.expires_on is not None and programme.expires_on < day
    return programme.state == ProgrammeState.ISSUED and begun and not over


def times_on(programme: Programme, days: Iterable[date]) -> dict[date, int]:
    """How often one programme asks for practice on each of these days."""
    items = list(programme.items.open().exclude(when=When.BEFORE_RUN))
    return {
        day: max((item.times_per_day for item in items if is_due_on(item, programme, day)), default=0)
        for day in days
    }


def _running(people: Collection[UUID]) -> dict[UUID, Programme]:
    """At most one each: the database allows no second."""
    issued = Programme.objects.filter(patient__in=people, state=ProgrammeState.ISSUED)
    return {programme.patient_id: programme for programme in issued.defer("plan", "facts", "overlay")}


def _times_a_day(programmes: Mapping[UUID, Programme], days: Mapping[UUID, date]) -> dict[UUID, int]:
    """How often each patient practises on their day: twice if any exercise of the day asks for it, or not at all.

    What belongs to a run is done when there is a run, which nobody here knows of.
    """
    items = Item.objects.open().filter(programme__in=programmes.values()).exclude(when=When.BEFORE_RUN)
    times: dict[UUID, int] = defaultdict(int)
    for item in items.only("patient", "rhythm", "times_per_day"):
        if is_due_on(item, programmes[item.patient_id], days[item.patient_id]):
            times[item.patient_id] = max(times[item.patient_id], item.times_per_day)
    return times
