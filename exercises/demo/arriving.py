"""How do the people of the demo get in? Staff join, patients have a sign-in, one of them asks for reminders."""

from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from clinic.people.models import Clinic, Membership, Patient, User
from exercises.demo.clinics import PASSWORD, Staff
from exercises.demo.story import Story
from exercises.reminder_settings import save_preferences
from exercises.reminder_times import is_within

HAS_A_SIGN_IN = {"signs_in", "came"}
# From now to the first reminder: long enough to be planned, soon enough to be waited for.
SOON = timedelta(seconds=90)
BETWEEN_REMINDERS = timedelta(hours=4)
QUIET_FROM, QUIET_UNTIL = time(21), time(7)


def join(clinic: Clinic, staff: Staff) -> User:
    user = _user(staff.email, staff.name, with_password=staff.signs_in)
    Membership(clinic=clinic, user=user, role=staff.role).save(force_insert=True)
    return user


def come_in(patient: Patient, story: Story) -> None:
    """As after an invitation that was used some time ago."""
    if story.comes_in in HAS_A_SIGN_IN:
        patient.user = _user(story.email, story.full_name, with_password=story.comes_in == "signs_in")
        patient.save(update_fields=["user"])


def _user(email: str, name: str, *, with_password: bool) -> User:
    """Whoever has none signs in by a code."""
    user = User.objects.create_user(email, name=name)
    if with_password:
        user.password = _hashed()
        user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@cache
def _hashed() -> str:
    """Hashing is slow on purpose, and the demo has one password: once is enough."""
    return make_password(PASSWORD)


def ask_for_reminders(patient: Patient, now: datetime) -> None:
    """The first is due in a minute or two, whatever the time is, so that a newcomer sees one come."""
    soon = (now + SOON).astimezone(ZoneInfo(patient.time_zone)).replace(second=0, microsecond=0)
    first, later = soon.time(), soon + BETWEEN_REMINDERS
    is_late = is_within((soon + BETWEEN_REMINDERS / 4).time(), QUIET_FROM, QUIET_UNTIL)
    assert patient.user is not None
    save_preferences(
        patient=patient,
        by=patient.user,
        now=now,
        enabled=True,
        first_time=first,
        second_time=later.time() if later.date() == soon.date() and not is_late else None,
        quiet_from=time() if is_late else QUIET_FROM,
        quiet_until=time() if is_late else QUIET_UNTIL,
    )
