"""Who is to be reminded now? Plans rows of the outbox, and says of planned ones whether they are still wanted.

A tick finds the preferences whose time has come, clinic by clinic. A reminder goes out only if there is something to
do: a programme that runs today, a slot not yet done, and a patient who agreed and has an address. The same is asked
once more when the mail's turn has come (`unwanted`).
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.mail import outbox
from clinic.mail.models import OutboxMail, Stream
from clinic.people import tenancy
from clinic.people.models import Patient
from exercises.models import Item, Programme, ProgrammeState, ReminderPreference, Session
from exercises.models.programme import When
from exercises.reminder_settings import next_due_at, stop_link, wishes_of
from exercises.reminder_times import Slot, slot_now
from exercises.wording import is_due_on

log = logging.getLogger(__name__)

TEMPLATE = "reminder"
BATCH = 200

Done = set[tuple[UUID, date, int]]


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
    done = _done(people, {slot.day for slot in slots.values()})
    return [
        _mail(preference, slot)
        for preference, slot in slots.items()
        if may_be_reminded(preference.patient)
        and slot.number <= times[preference.patient_id]
        and _to_do(programmes.get(preference.patient_id), slot.day, slot.number, done)
    ]


def _mail(preference: ReminderPreference, slot: Slot) -> OutboxMail:
    """First name and links: nothing that says what the programme is for."""
    patient = preference.patient
    return OutboxMail(
        clinic_id=preference.clinic_id,
        patient=patient,
        stream=Stream.REMINDER,
        template=TEMPLATE,
        slot=f"{TEMPLATE}:{patient.pk}:{slot.day}:{slot.number}",
        to_address=patient.email,
        language=patient.language,
        values={"given_name": patient.given_name, "stop_url": stop_link(preference)},
        due_at=slot.at,
        expires_at=slot.expires_at,
    )


# -- Asked again, when the mail's turn has come --------------------------------------------------------------------
def unwanted(mails: Sequence[OutboxMail]) -> set[UUID]:
    """Of these reminders, those that must not go out after all. The sender asks this of each batch."""
    people = [mail.patient_id for mail in mails if mail.patient_id]
    days = {_slot_of(mail)[0] for mail in mails}
    with tenancy.through("planner"):
        found = ReminderPreference.objects.filter(patient__in=people, enabled=True).select_related("patient")
        patients = {preference.patient_id: preference.patient for preference in found}
        programmes, done = _running(people), _done(people, days)
    wanted = {
        mail.pk
        for mail in mails
        if mail.patient_id in patients
        and _addressed_to(patients[mail.patient_id], mail)
        and _to_do(programmes.get(mail.patient_id), *_slot_of(mail), done)
    }
    return {mail.pk for mail in mails} - wanted


def _slot_of(mail: OutboxMail) -> tuple[date, int]:
    day, number = mail.slot.split(":")[-2:]
    return date.fromisoformat(day), int(number)


def _addressed_to(patient: Patient, mail: OutboxMail) -> bool:
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
    if not any(runs_on(programme, day) for programme in _running([patient.pk]).values()):
        return _("No programme is running for you then. Reminders begin when your therapist issues one.")
    return ""


def _to_do(programme: Programme | None, day: date, number: int, done: Done) -> bool:
    return programme is not None and runs_on(programme, day) and (programme.pk, day, number) not in done


def runs_on(programme: Programme, day: date) -> bool:
    """Issued, begun, and not past its last day; one stopped for safety does not run."""
    begun = programme.starts_on is not None and programme.starts_on <= day
    over = programme.expires_on is not None and programme.expires_on < day
    return programme.state == ProgrammeState.ISSUED and begun and not over


def _running(people: Collection[UUID]) -> dict[UUID, Programme]:
    """At most one each: the database allows no second."""
    issued = Programme.objects.filter(patient__in=people, state=ProgrammeState.ISSUED)
    return {programme.patient_id: programme for programme in issued.defer("plan", "facts", "overlay")}


def _done(people: Collection[UUID], days: Collection[date]) -> Done:
    logged = Session.objects.filter(patient__in=people, local_date__in=days)
    return set(logged.values_list("programme_id", "local_date", "slot"))


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
