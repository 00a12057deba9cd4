"""Which clinics may this piece of work see?

Row-level security in PostgreSQL answers for every table with a clinic (see `constraints.py`). What it reads are six
settings of the running transaction, never of the connection, so that nothing is left behind for the next request:

    plumb.person    the person who asks
    plumb.clinics   clinics in which the person works
    plumb.patients  the person's own records as a patient
    plumb.homes     the clinics of those records
    plumb.door      the name of one of the doors below
    plumb.key       what the door with a lock is opened with

Work across clinics goes through a door. There are six; each shows only what its line says, and the clinics' names.
Through none but the sender's is anything written: whoever has found what to do does it within a clinic.

    sender       the outbox, to send what is due                      clinic/mail
    planner      reminder preferences, patients, programmes and       exercises/reminders
                 sessions, to find who is to be reminded and whose    exercises/closing
                 day has closed; staff's morning overviews            clinic/digest
    invitation   invitations, to find the one a link or code names    clinic/invitations
    unsubscribe  reminder preferences, to find the one a link names   exercises/reminder_settings
    calendar     calendars, to find the one an address names          exercises/calendar_feed
    transfer     the one transfer whose code is named, if it is       clinic/transferring
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection, transaction

SETTINGS = ("plumb.person", "plumb.clinics", "plumb.patients", "plumb.homes", "plumb.door", "plumb.key")
Door = Literal["sender", "planner", "invitation", "unsubscribe", "calendar", "transfer"]


@dataclass(frozen=True)
class Tie:
    """How a person belongs to a clinic: as staff with a role, or as a patient."""

    clinic_id: UUID
    clinic_name: str
    time_zone: str
    is_demo: bool
    role: str
    patient_id: UUID | None

    @property
    def is_staff(self) -> bool:
        return self.patient_id is None


def enter(person_id: UUID) -> list[Tie]:
    """Let the running transaction see what this person may see, and say what that is. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM plumb_enter(%s)", [person_id])
        return [Tie(*row) for row in cursor.fetchall()]


def ties_of(person_id: UUID) -> list[Tie]:
    """Where somebody belongs, whoever asks. Only to decide how they may be let in; what may be seen stays as it is."""
    before = [(name, _set(name, "")) for name in SETTINGS]
    ties = enter(person_id)
    for name, value in before:
        _set(name, value)
    return ties


@contextmanager
def within(clinic_id: UUID, *, savepoint: bool = True) -> Iterator[None]:
    """Work inside one clinic, in one transaction: for tasks and commands, which have no person.

    Inside another transaction and without a `savepoint`, an error undoes all of it.
    """
    with transaction.atomic(savepoint=savepoint), _setting("plumb.clinics", str(clinic_id)):
        yield


@contextmanager
def through(door: Door, key: str = "") -> Iterator[None]:
    """Open one of the named doors for the length of one transaction."""
    lock = _setting("plumb.key", key) if key else nullcontext()
    with transaction.atomic(), _setting("plumb.door", door), lock:
        yield


@contextmanager
def _setting(name: str, value: str) -> Iterator[None]:
    before = _set(name, value)
    yield
    # An error inside does not come here: it rolls the block back, and the setting with it.
    if not connection.needs_rollback:
        _set(name, before)


def _set(name: str, value: str) -> str:
    with connection.cursor() as cursor:
        # In one turn; the one before is read first, for its sake it stands in a query of its own.
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT current_setting(%s, true) AS kept)"
            " SELECT kept, set_config(%s, %s, true) FROM before",
            [name, name, value],
        )
        before = cursor.fetchone()
    return (before[0] if before else None) or ""
