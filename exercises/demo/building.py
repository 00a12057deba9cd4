"""How is the demo filled? Clinics, then staff, then every patient's story; all of it or nothing.

It refuses beside a real clinic. Row-level security lets the app's role read every clinic's row through the mail
sender's door, and no record of theirs: that is enough to ask whose they are.
"""

from collections.abc import Callable
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import DateTimeField, F
from django.db.models.functions import Least
from django.utils import timezone

from clinic.mail.models import OutboxMail, State
from clinic.people import tenancy
from clinic.people.actions import register_patient
from clinic.people.models import Clinic, Patient, User
from exercises.demo import arriving, telling
from exercises.demo.clinics import PRACTICES, Practice
from exercises.demo.course import Course, day_before
from exercises.demo.story import Story

Invite = Callable[..., object]
BIRTHDAYS = 28


class RealClinic(Exception):
    """A clinic that is not made up has its records in this database."""


def is_there() -> bool:
    """Whether a run before this one has filled it. Raises RealClinic."""
    with tenancy.through("sender"):
        clinics = dict(Clinic.objects.values_list("pk", "is_demo"))
    if not all(clinics.values()):
        raise RealClinic
    return all(practice.id in clinics for practice in PRACTICES)


@transaction.atomic
def fill(now: datetime, invite: Invite) -> None:
    """Everything, as of now. `invite` mails somebody their invitation."""
    for practice in PRACTICES:
        with tenancy.within(practice.id):
            _fill(practice, now, invite)


def _fill(practice: Practice, now: datetime, invite: Invite) -> None:
    clinic = _found(practice)
    staff = {one.name: arriving.join(clinic, one) for one in practice.staff}
    desk = next(iter(staff.values()))
    patients = [_live(clinic, staff[story.therapist], desk, story, now) for story in practice.patients]
    _deliver(clinic)
    for story, patient in zip(practice.patients, patients, strict=True):
        if story.comes_in == "invited":
            invite(by=desk, patient=patient)


def _found(practice: Practice) -> Clinic:
    clinic = Clinic(
        id=practice.id,
        name=practice.name,
        country=practice.country,
        time_zone=practice.time_zone,
        phone=practice.phone,
        email=practice.email,
        address=practice.address,
        is_demo=True,
    )
    clinic.save(force_insert=True)
    return clinic


def _live(clinic: Clinic, therapist: User, desk: User, story: Story, now: datetime) -> Patient:
    """One patient, from the front desk to today."""
    random = Random(story.full_name)  # noqa: S311 - the same in every run, and no secret
    patient = _registered(clinic, desk, story, now, random)
    course = Course(patient, therapist, now, random)
    arriving.come_in(patient, story)
    telling.tell(course, story.chapters)
    if story.comes_in == "signs_in":
        arriving.ask_for_reminders(patient, now)
    return patient


def _registered(clinic: Clinic, desk: User, story: Story, now: datetime, random: Random) -> Patient:
    zone = story.time_zone or clinic.time_zone
    today = day_before(now, ZoneInfo(zone), 0)
    born = today.replace(
        year=today.year - story.age, month=1 + random.randrange(12), day=1 + random.randrange(BIRTHDAYS)
    )
    if (born.month, born.day) > (today.month, today.day):
        born = born.replace(year=born.year - 1)
    patient: Patient = register_patient(
        by=desk,
        clinic=clinic,
        consented=True,
        now=min(now, datetime.combine(day_before(now, ZoneInfo(zone), story.registered), now.timetz())),
        given_name=story.given_name,
        family_name=story.family_name,
        date_of_birth=born,
        email=story.email,
        phone=story.phone,
        time_zone=zone,
    )
    return patient


def _deliver(clinic: Clinic) -> None:
    """What was mailed in the stories was sent then: a demo does not begin with weeks of old mail."""
    then = Least(F("due_at"), timezone.now(), output_field=DateTimeField())
    OutboxMail.objects.filter(clinic=clinic, state=State.DUE).update(
        state=State.SENT,
        made_at=then,
        sent_at=then,
        attempts=1,
        values={},
    )
