"""What does the patient wish, and how is it changed or stopped? Each change is one transaction with its audit row.

A change withdraws the reminders that wait, so that none goes out at the old time or after it was stopped.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from clinic.mail import outbox
from clinic.people import audit, tenancy
from clinic.people.models import Patient, User
from exercises.models import ReminderPreference
from exercises.reminder_times import Wishes, next_slot


# -- Reading -----------------------------------------------------------------------------------------------------
def preference_of(patient: Patient) -> ReminderPreference:
    """What the patient chose, or what we would suggest."""
    chosen = ReminderPreference.objects.filter(patient=patient).first()
    return chosen or ReminderPreference(patient=patient, clinic_id=patient.clinic_id)


def wishes_of(preference: ReminderPreference, patient: Patient) -> Wishes:
    return Wishes(
        weekdays=frozenset(preference.weekdays),
        times=tuple(at for at in (preference.first_time, preference.second_time) if at is not None),
        quiet_from=preference.quiet_from,
        quiet_until=preference.quiet_until,
        zone=ZoneInfo(patient.time_zone),
        nudge=preference.nudge_time,
        weekly_on=preference.weekly_on if preference.weekly else None,
        asks_morning=preference.asks_morning,
        away=_away(preference),
    )


def _away(preference: ReminderPreference) -> tuple[date, date] | None:
    first, last = preference.away_from, preference.away_until
    return (first, last) if first and last else None


def next_due_at(preference: ReminderPreference, patient: Patient, now: datetime) -> datetime | None:
    """When the planner should look next."""
    if not preference.enabled:
        return None
    slot = next_slot(wishes_of(preference, patient), now)
    return slot.at if slot else None


# -- Changing ----------------------------------------------------------------------------------------------------
@transaction.atomic
def save_preferences(*, patient: Patient, by: User, now: datetime, **chosen: Any) -> ReminderPreference:
    """`chosen` are fields of ReminderPreference."""
    preference = _locked(patient)
    changed = [name for name, value in chosen.items() if getattr(preference, name) != value]
    if changed:
        for name in changed:
            setattr(preference, name, chosen[name])
        _reschedule(preference, patient, now)
        audit.record("reminders.changed", by=by, patient=patient, object_id=preference.pk, fields=changed)
    return preference


@transaction.atomic
def stop(*, patient: Patient, now: datetime, by: User | None = None) -> None:
    """No more reminders. Stopping twice is stopping once."""
    preference = _locked(patient)
    if preference.enabled:
        preference.enabled = False
        _reschedule(preference, patient, now)
        audit.record("reminders.stopped", by=by, patient=patient, object_id=preference.pk, fields=["enabled"])


def _locked(patient: Patient) -> ReminderPreference:
    """The patient's row, theirs alone until the transaction ends: the planner passes it over meanwhile."""
    ReminderPreference.objects.get_or_create(patient=patient, defaults={"clinic_id": patient.clinic_id})
    return ReminderPreference.objects.select_for_update().get(patient=patient)


def _reschedule(preference: ReminderPreference, patient: Patient, now: datetime) -> None:
    outbox.withdraw_reminders(patient)
    preference.changed_at, preference.revision = now, preference.revision + 1
    preference.next_due_at = next_due_at(preference, patient, now)
    preference.save()


# -- The link that stops them ------------------------------------------------------------------------------------
def stop_link(preference: ReminderPreference) -> str:
    """It works for ever and without a sign-in; it can stop reminders and nothing else."""
    token = _signer().sign(str(preference.pk))
    return f"{settings.BASE_URL}{reverse('unsubscribe', args=[token])}"


def preference_by_link(token: str) -> ReminderPreference | None:
    """Whose reminders the link stops, or None if it is not one of ours, or the person is gone."""
    try:
        preference_id = UUID(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    with tenancy.through("unsubscribe"):
        return ReminderPreference.objects.filter(pk=preference_id).first()


def stop_by_link(preference: ReminderPreference, now: datetime) -> None:
    """Whoever holds the link may: nobody is signed in, so the audit row names no one."""
    with tenancy.within(preference.clinic_id):
        stop(patient=preference.patient, now=now)


def _signer() -> signing.Signer:
    """A full stop: some mail programs take a colon for the end of a link."""
    return signing.Signer(sep=".", salt="exercises.reminders.stop")
