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
    planner      reminder preferences, patients, programmes,          exercises/reminders
                 sessions and what was told in them, to find who is   exercises/closing
                 to be reminded and whose day has closed; staff's     clinic/digest
                 morning overviews
    invitation   invitations, to find the one a link or code names    clinic/invitations
    unsubscribe  reminder preferences, to find the one a link names   exercises/reminder_settings
    calendar     calendars, to find the one an address names          exercises/calendar_feed
    transfer     the one transfer whose code is named, if it is       clinic/transferring
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
    before = _set(dict.fromkeys(SETTINGS, ""))
    ties = enter(person_id)
    _set(before)
    return ties


@contextmanager
def within(clinic_id: UUID, *, savepoint: bool = True) -> Iterator[None]:
    """Work inside one clinic, in one transaction: for tasks and commands, which have no person.

    Inside another transaction and without a `savepoint`, an error undoes all of it.
    """
    with transaction.atomic(savepoint=savepoint), _settings({"plumb.clinics": str(clinic_id)}):
        yield


@contextmanager
def through(door: Door, key: str = "") -> Iterator[None]:
    """Open one of the named doors for the length of one transaction."""
    with transaction.atomic(), _settings({"plumb.door": door, "plumb.key": key}):
        yield


@contextmanager
def _settings(values: Mapping[str, str]) -> Iterator[None]:
    before = _set(values)
    yield
    # An error inside does not come here: it rolls the block back, and the settings with it. So does the end of a
    # transaction; only a block within another gives back what it found.
    if connection.savepoint_ids and not connection.needs_rollback:
        _set(before)


def _set(values: Mapping[str, str]) -> dict[str, str]:
    """All in one turn, and what they were. That is read first: for its sake it stands in a query of its own."""
    kept = ", ".join(["current_setting(%s, true)"] * len(values))
    changed = ", ".join(["set_config(%s, %s, true)"] * len(values))
    pairs = [word for pair in values.items() for word in pair]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH before AS MATERIALIZED (SELECT ARRAY[{kept}] AS kept) SELECT kept, {changed} FROM before",  # noqa: S608 - no word of anybody's
            [*values, *pairs],
        )
        before = cursor.fetchone()
    assert before is not None
    return {name: value or "" for name, value in zip(values, before[0], strict=True)}
