"""What does a patient's calendar show, and who may read it? The days and times chosen for reminders, and no more.

The address holds a secret of which only a digest is kept; it is shown once, works without a sign-in, and is dead as
soon as it is withdrawn or made anew. An entry says no more than the mails do. Its identity is its local date and round,
so a calendar that reads again moves what was moved; what is gone disappears with the next reading.
"""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from clinic.people import audit, tenancy
from clinic.people.models import Patient, User
from exercises.models import CalendarFeed, ReminderPreference
from exercises.reminder_settings import preference_of, wishes_of
from exercises.reminder_times import Slot, slots_between
from exercises.reminders import may_be_reminded, runs_on, times_on

BACK, AHEAD = timedelta(days=7), timedelta(days=42)
LASTS = timedelta(minutes=20)
READ_AGAIN = timedelta(hours=6)


# -- The address ---------------------------------------------------------------------------------------------------
@transaction.atomic
def make_address(*, patient: Patient, by: User) -> str:
    """A new one, to be shown once. The one before it is dead."""
    secret = secrets.token_urlsafe(24)
    CalendarFeed.objects.filter(patient=patient).delete()
    feed = CalendarFeed.objects.create(clinic_id=patient.clinic_id, patient=patient, digest=_digest(secret))
    audit.record("calendar.made", by=by, patient=patient, object_id=feed.pk)
    return f"{settings.BASE_URL}{reverse('calendar', args=[secret])}"


@transaction.atomic
def withdraw_address(*, patient: Patient, by: User) -> None:
    """Dead at once. Withdrawing twice is withdrawing once."""
    found = CalendarFeed.objects.filter(patient=patient).first()
    if found is not None:
        audit.record("calendar.withdrawn", by=by, patient=patient, object_id=found.pk)
        found.delete()


def has_address(patient: Patient) -> bool:
    return CalendarFeed.objects.filter(patient=patient).exists()


def feed_at(secret: str) -> CalendarFeed | None:
    """Whose calendar the address shows; None if it is not, or no longer, one of ours."""
    with tenancy.through("calendar"):
        return CalendarFeed.objects.filter(digest=_digest(secret)).first()


def language_of(feed: CalendarFeed) -> str:
    with tenancy.within(feed.clinic_id):
        return str(feed.patient.language)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# -- What it shows -------------------------------------------------------------------------------------------------
def written(feed: CalendarFeed, now: datetime) -> bytes:
    """The calendar as text; an empty one for a patient who may not be written to."""
    with tenancy.within(feed.clinic_id):
        patient = feed.patient
        preference = preference_of(patient)
        calendar = _empty_calendar()
        if may_be_reminded(patient):
            for slot, changed_at in _slots(patient, preference, now):
                calendar.add_component(_event(patient, preference, slot, changed_at))
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Plumb//Plumb//EN")
    calendar.add("version", "2.0")
    calendar.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-wr-calname", _("My plan"))
    return calendar


def _slots(
    patient: Patient, preference: ReminderPreference, now: datetime
) -> Iterator[tuple[Slot, datetime]]:
    """Those of each day on which there is something to do; and when the last change to them was."""
    programme = patient.programmes.live().first()
    if programme is None or programme.issued_at is None:
        return
    wishes = wishes_of(preference, patient)
    today = now.astimezone(wishes.zone).date()
    asked = times_on(programme, [today - BACK + timedelta(days=n) for n in range((BACK + AHEAD).days)])
    was_chosen = preference.revision > 0
    changed_at = max(preference.changed_at, programme.issued_at) if was_chosen else programme.issued_at
    for slot in slots_between(wishes.plain(), today - BACK, (BACK + AHEAD).days):
        if runs_on(programme, slot.day) and slot.number <= asked.get(slot.day, 0):
            yield slot, changed_at


def _event(patient: Patient, preference: ReminderPreference, slot: Slot, changed_at: datetime) -> Event:
    """The identity is of the patient's day, not of the address: it outlives a new one."""
    zone = ZoneInfo(patient.time_zone)
    event = Event()
    identity = uuid5(patient.pk, f"{slot.day}:{slot.number}")
    event.add("uid", f"{identity}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("sequence", preference.revision)
    event.add("dtstart", slot.at.astimezone(zone))
    event.add("dtend", (slot.at + LASTS).astimezone(zone))
    event.add("summary", _("My plan for today"))
    event.add("url", f"{settings.BASE_URL}{reverse('practice:today')}")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
