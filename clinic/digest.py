"""Who of the staff gets a mail in the morning, and what does it say? How many people wait; a link; nothing else.

It comes at the chosen time where the clinic is, once a day, and not on a day on which nobody waits.
"""

import logging
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from clinic import caseload
from clinic.mail import outbox
from clinic.mail.models import Digest
from clinic.people import audit, tenancy
from clinic.people.access import CLINICAL
from clinic.people.models import Clinic, Membership, Patient, User

log = logging.getLogger(__name__)

TEMPLATE = "digest"
KEPT_FOR = timedelta(hours=4)
A_DAY = timedelta(days=1)


# -- Wishing for it ------------------------------------------------------------------------------------------------
def wish_of(clinic: Clinic, user: User) -> Digest:
    """What they chose, or what we would suggest."""
    return Digest.objects.filter(clinic=clinic, user=user).first() or Digest(clinic=clinic, user=user)


@transaction.atomic
def wish(*, by: User, clinic: Clinic, wanted: bool, at: time, now: datetime) -> Digest:
    """Switch it on or off, or change its time."""
    digest, _ = Digest.objects.update_or_create(
        clinic=clinic,
        user=by,
        defaults={"at": at, "next_due_at": _next(clinic, at, now) if wanted else None},
    )
    audit.record_of_clinic("digest.changed", by=by, clinic_id=clinic.pk, object_id=digest.pk, fields=["at"])
    return digest


def _next(clinic: Clinic, at: time, after: datetime) -> datetime:
    """The next time the clinic's clocks show it; in the hour that spring leaves out, when they have skipped on."""
    zone = ZoneInfo(clinic.time_zone)
    today = after.astimezone(zone).date()
    moments = (datetime.combine(today + A_DAY * number, at, zone).astimezone() for number in range(3))
    return next(moment for moment in moments if moment > after)


# -- Planning ------------------------------------------------------------------------------------------------------
def plan(now: datetime) -> int:
    """Put every overview whose time has come into the outbox; says how many wishes that looked at."""
    with tenancy.through("planner"):
        clinics = list(Digest.objects.due(now).values_list("clinic_id", flat=True).distinct())
    return sum(_plan_clinic(clinic_id, now) for clinic_id in clinics)


def _plan_clinic(clinic_id: UUID, now: datetime) -> int:
    try:
        with tenancy.within(clinic_id):
            clinic = Clinic.objects.get(pk=clinic_id)
            due = Digest.objects.due(now).filter(clinic=clinic).select_related("user")
            digests = list(due.select_for_update(skip_locked=True, of=("self",)))
            _write(clinic, digests, now)
    except Exception as error:  # noqa: BLE001 - the other clinics still have their turn
        # No trace: what the database says may quote a row.
        log.error("clinic %s: overviews cannot be planned: %s", clinic_id, type(error).__name__)  # noqa: TRY400
        return 0
    return len(digests)


def _write(clinic: Clinic, digests: list[Digest], now: datetime) -> None:
    members = Membership.objects.filter(clinic=clinic, ended_at=None, role__in=CLINICAL)
    working = set(members.values_list("user_id", flat=True))
    waiting, first = _waiting(clinic, now)
    for digest in digests:
        if waiting and digest.user_id in working and now < (digest.next_due_at or now) + KEPT_FOR:
            _put(clinic, digest, waiting, first)
        digest.next_due_at = _next(clinic, digest.at, now)
    Digest.objects.bulk_update(digests, ["next_due_at"])


def _waiting(clinic: Clinic, now: datetime) -> tuple[int, int]:
    """How many people wait, and how many of them for a reason that comes first."""
    today = now.astimezone(ZoneInfo(clinic.time_zone)).date()
    patients = Patient.objects.filter(clinic=clinic)
    return caseload.calling(patients, today).count(), caseload.alerts(patients, today).count()


def _put(clinic: Clinic, digest: Digest, waiting: int, first: int) -> None:
    due_at = digest.next_due_at
    assert due_at is not None
    day = due_at.astimezone(ZoneInfo(clinic.time_zone)).date()
    outbox.put(
        template=TEMPLATE,
        clinic_id=clinic.pk,
        to_address=digest.user.email or "",
        language=digest.user.language,
        values={"given_name": digest.user.name.split()[0], "waiting": waiting, "first": first},
        slot=f"{TEMPLATE}:{digest.pk}:{day}",
        due_at=due_at,
        expires_at=due_at + KEPT_FOR,
    )
