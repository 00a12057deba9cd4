"""Does the database keep clinics apart, whatever the program forgets? Asked of every table that there is."""

import json
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from clinic.people import tenancy
from clinic.people.constraints import RULES, RowSecurity, Together
from tests import make
from tests.conftest import DATABASES
from tests.people.catalogue import ask, clinic_column, count, models, tables_with, tables_with_a_clinic

# What a patient may read of their own; of everything else they read nothing.
READ_BY_PATIENTS = {
    "people_clinic",
    "people_patient",
    "assessments_assessment",
    "assessments_observation",
    "assessments_thomastest",
    "exercises_programme",
    "exercises_stage",
    "exercises_item",
    "exercises_itemchange",
    "exercises_session",
    "exercises_entry",
    "exercises_decision",
    "exercises_reminderpreference",
    "exercises_calendarfeed",
}

# What each door lets somebody read who has nothing else: `tenancy` says it in words.
BEHIND_DOORS = {
    "sender": {"people_clinic", "mail_outboxmail"},
    "planner": {
        "people_clinic",
        "people_patient",
        "exercises_programme",
        "exercises_session",
        "exercises_entry",
        "exercises_reminderpreference",
        "mail_digest",
    },
    "calendar": {"exercises_calendarfeed"},
    "invitation": {"people_clinic", "people_invitation"},
    "unsubscribe": {"people_clinic", "exercises_reminderpreference"},
    "transfer": set(),  # without a key; with one, the row that it names
}

# The app puts rows in and reads them, and changes none. The trail stays; a copy can be erased, with its patient.
ADD_ONLY = {"people_auditevent", "people_receivedcopy"}
CHANGED_BY_NOBODY = [
    *((table, f"TRUNCATE {table}") for table in sorted(ADD_ONLY)),
    *((table, f"UPDATE {table} SET id = id") for table in sorted(ADD_ONLY)),
    ("people_auditevent", "DELETE FROM people_auditevent"),
]


# -- The roles -----------------------------------------------------------------------------------------------------
def test_the_app_is_neither_owner_nor_superuser(people):
    role = ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles "
        "WHERE rolname = current_user"
    )
    assert role == [(False,) * 5]
    owners = ask(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    assert owners == [("plumb_owner",)]
    assert ask("SELECT pg_has_role(current_user, 'plumb_owner', 'MEMBER')") == [(False,)]
    assert ask("SELECT pg_has_role(current_user, 'plumb_keeper', 'MEMBER')") == [(False,)]


# -- Every table with a clinic -------------------------------------------------------------------------------------
def test_every_table_with_a_clinic_forces_row_security(people):
    tables = tables_with_a_clinic()
    assert len(tables) >= 15
    forced = {
        name for (name,) in ask("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    }
    assert set(tables) - forced == set()


def test_every_table_with_a_clinic_has_a_policy_for_each_command(people):
    policies = set(
        ask("SELECT c.relname, p.polcmd::text FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid")
    )
    wanted = {(table, command) for table in tables_with_a_clinic() for command in "rawd"}
    assert wanted - policies == set()


def test_no_policy_opens_a_table_to_everybody(people):
    open_to_all = ask(
        "SELECT tablename, policyname FROM pg_policies WHERE coalesce(qual, '') = 'true' OR with_check = 'true'"
    )
    assert open_to_all == []


def test_there_is_something_to_hide(people):
    """Without a row on each side the tests below would prove nothing."""
    with make.seeing(people.clinic, people.other_clinic):
        for table in tables_with_a_clinic():
            for clinic in (people.clinic, people.other_clinic):
                assert count(table, f"{clinic_column(table)} = %s", clinic.pk), table


def test_without_a_setting_nothing_is_visible(people):
    make.see_nothing()
    assert {table: count(table) for table in tables_with_a_clinic() if count(table)} == {}


def test_within_a_clinic_only_that_clinic_is_visible(people):
    with tenancy.within(people.clinic.pk):
        for table in tables_with_a_clinic():
            own = count(table, f"{clinic_column(table)} = %s", people.clinic.pk)
            assert own == count(table) > 0, table


def test_within_a_clinic_nothing_of_another_can_be_changed_or_deleted(people):
    with tenancy.within(people.clinic.pk):
        for table in set(tables_with_a_clinic()) - ADD_ONLY:
            column = clinic_column(table)
            elsewhere = f"WHERE {column} = '{people.other_clinic.pk}'"
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = {column} {elsewhere}")
                assert cursor.rowcount == 0, table
                cursor.execute(f"DELETE FROM {table} {elsewhere}")
                assert cursor.rowcount == 0, table


def test_within_a_clinic_no_row_moves_to_another(people):
    for table in set(tables_with_a_clinic()) - ADD_ONLY:
        with (
            tenancy.within(people.clinic.pk),
            refused_by_row_security(table),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET {clinic_column(table)} = %s", [people.other_clinic.pk])


def test_within_a_clinic_no_row_is_made_in_another(people):
    """A copy of one that stands there, down to the last column."""
    for table in tables_with_a_clinic():
        copied = row_of(table, people.other_clinic)
        with tenancy.within(people.clinic.pk), refused_by_row_security(table):
            insert(table, copied)


def row_of(table, clinic):
    with tenancy.within(clinic.pk):
        return ask(f"SELECT to_jsonb(t) FROM {table} t LIMIT 1")[0][0]


def insert(table, row):
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
            [row if isinstance(row, str) else json.dumps(row)],
        )


class refused_by_row_security:  # noqa: N801 - reads as a sentence
    """The statement inside fails, and fails because of the policy."""

    def __init__(self, table):
        self.table = table

    def __enter__(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def __exit__(self, kind, error, trace):
        self.savepoint.__exit__(kind, error, trace)
        assert isinstance(error, ProgrammingError), f"{self.table} took it"
        assert "row-level security policy" in str(error), f"{self.table}: {error}"
        return True


# -- A patient -----------------------------------------------------------------------------------------------------
def test_a_patient_sees_only_their_own_rows(people):
    tenancy.enter(people.own_patient.pk)
    with_a_patient = tables_with("patient_id")
    seen = {table for table in tables_with_a_clinic() if count(table)}
    assert seen == READ_BY_PATIENTS
    for table in seen & with_a_patient:
        assert count(table, "patient_id <> %s", people.record.pk) == 0, table
    assert ask("SELECT id FROM people_patient") == [(people.record.pk,)]
    assert ask("SELECT id FROM people_clinic") == [(people.clinic.pk,)]
    make.see_nothing()


@pytest.mark.parametrize("command", ["UPDATE {table} SET {column} = '{clinic}'", "DELETE FROM {table}"])
def test_a_patient_changes_only_their_own_rows(people, command):
    """Even a statement that names no row reaches no other's."""
    for table in set(tables_with_a_clinic()) - ADD_ONLY:
        others = others_rows(people, table)
        with transaction.atomic(), connection.cursor() as cursor:
            tenancy.enter(people.own_patient.pk)
            given = {"table": table, "column": clinic_column(table), "clinic": people.clinic.pk}
            try_to(cursor, command.format(**given))
            left = others_rows(people, table)
            transaction.set_rollback(True)
        assert left == others, f"{table}: a patient's statement reached rows of others"


def try_to(cursor, statement):
    """A refusal is as good as no row."""
    try:
        with transaction.atomic():
            cursor.execute(statement)
    except DatabaseError:
        return


def others_rows(people, table):
    """The rows with the place where each lies: a row that was written anew lies elsewhere."""
    whose = "patient_id IS DISTINCT FROM %s" if table in tables_with("patient_id") else "id <> %s"
    with make.seeing(people.clinic, people.other_clinic):
        return ask(f"SELECT ctid::text, id FROM {table} WHERE {whose} ORDER BY 1", people.record.pk)


def test_former_staff_and_a_discharged_patient_see_nothing(people):
    with tenancy.within(people.clinic.pk):
        people.record.ended_at = timezone.now()
        people.record.save(update_fields=["ended_at"])
    for user in (people.former_therapist, people.own_patient, people.of_no_clinic):
        assert tenancy.enter(user.pk) == []
        seen = {table for table in tables_with_a_clinic() if count(table)}
        assert seen <= {"people_membership", "people_patient"}, user  # the row that says they are gone
        make.see_nothing()


# -- The doors -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("door", BEHIND_DOORS)
def test_a_door_opens_only_what_it_says(people, door):
    make.see_nothing()
    with tenancy.through(door):
        assert {table for table in tables_with_a_clinic() if count(table)} == BEHIND_DOORS[door]
    assert {table for table in tables_with_a_clinic() if count(table)} == set()


@pytest.mark.parametrize("door", BEHIND_DOORS)
def test_only_the_sender_writes_through_a_door(people, door):
    """The others look; what is to be written is written within a clinic."""
    written = set()
    for table in set(tables_with_a_clinic()) - ADD_ONLY:
        before = everything_in(people, table)
        with transaction.atomic(), connection.cursor() as cursor:
            make.see_nothing()
            with tenancy.through(door):
                try_to(cursor, f"UPDATE {table} SET {clinic_column(table)} = '{people.clinic.pk}'")
                try_to(cursor, f"DELETE FROM {table}")
                written |= {table} if everything_in(people, table) != before else set()
            transaction.set_rollback(True)
        row = row_of(table, people.clinic)
        with tenancy.through(door), transaction.atomic():
            written |= {table} if takes(table, row) else set()
            transaction.set_rollback(True)
    assert written == ({"mail_outboxmail"} if door == "sender" else set())


def everything_in(people, table):
    with make.seeing(people.clinic, people.other_clinic):
        return ask(f"SELECT ctid::text, id FROM {table} ORDER BY 1")


def takes(table, row):
    """Past the policy, that is: a copy of what stands there is refused later, for being there already."""
    try:
        with transaction.atomic():
            insert(table, row)
    except ProgrammingError:
        return False
    except IntegrityError:
        return True
    return True


def test_every_door_is_known(people):
    assert {name.removeprefix("door_") for name in RULES if name.startswith("door_")} == set(BEHIND_DOORS)
    assert all(f"    {door} " in tenancy.__doc__ for door in BEHIND_DOORS)


# -- One transaction -----------------------------------------------------------------------------------------------
def settings_now():
    return [
        value or ""
        for (value,) in ask(
            "SELECT current_setting('plumb.' || name, true) FROM unnest(%s::text[]) AS name",
            list(make.SETTINGS),
        )
    ]


def test_nothing_is_left_for_the_next_transaction(committed_people):
    people = committed_people
    with transaction.atomic():
        tenancy.enter(people.own_therapist.pk)
        assert count("people_patient") == 2
    assert settings_now() == [""] * len(make.SETTINGS)
    assert count("people_patient") == 0
    with tenancy.within(people.clinic.pk):
        assert count("people_patient") == 2
    with tenancy.through("planner"):
        assert count("people_patient") == 3
    assert settings_now() == [""] * len(make.SETTINGS)
    assert count("people_patient") == 0


def test_nothing_is_left_after_an_error(committed_people):
    with pytest.raises(ZeroDivisionError), tenancy.within(committed_people.clinic.pk):
        raise ZeroDivisionError
    assert settings_now() == [""] * len(make.SETTINGS)
    with pytest.raises(ProgrammingError), tenancy.through("planner"):
        ask("SELECT nothing FROM nowhere")
    assert settings_now() == [""] * len(make.SETTINGS)


def test_nothing_is_left_after_a_request(committed_people):
    for user in (committed_people.own_therapist, committed_people.own_patient, None):
        make.visitor(user).get("/")
        assert settings_now() == [""] * len(make.SETTINGS)


def test_a_block_within_a_block_gives_back_what_was_set(people):
    with tenancy.within(people.clinic.pk):
        with tenancy.within(people.other_clinic.pk):
            assert count("people_patient") == 1
        assert count("people_patient") == 2


def test_entering_anew_forgets_who_was_there(people):
    with tenancy.through("planner"):
        tenancy.enter(people.own_therapist.pk)
        tenancy.enter(people.own_patient.pk)
        assert count("people_patient") == 1
        make.see_nothing()


# -- The constraints ------------------------------------------------------------------------------------------------
TOGETHER = [
    (model, constraint)
    for model in models()
    for constraint in model._meta.constraints
    if isinstance(constraint, Together)
]


@pytest.mark.parametrize(("model", "constraint"), TOGETHER, ids=[one.name for _, one in TOGETHER])
def test_a_row_cannot_link_two_clinics_or_two_patients(house, model, constraint):
    """Point a row at somebody else's thing, every other constraint of its table taken away: this one refuses."""
    table, target = model._meta.db_table, model._meta.apps.get_model(constraint.of)._meta.db_table
    *frame, link = constraint.fields
    with as_superuser() as cursor:
        take_away_all_but(cursor, table, constraint.name)
        cursor.execute(
            f"SELECT id, {', '.join(frame)} FROM {table} "
            f"WHERE clinic_id = %s AND ({', '.join(frame)}) IS NOT NULL LIMIT 1",
            [house.clinic.pk],
        )
        row_id, *whose = cursor.fetchone()
        differs = f"({', '.join(constraint.their[:-1])}) <> ({', '.join(['%s'] * len(whose))})"
        cursor.execute(f"SELECT id FROM {target} WHERE {differs} LIMIT 1", whose)
        with pytest.raises(psycopg.errors.ForeignKeyViolation) as refused:
            cursor.execute(f"UPDATE {table} SET {link} = %s WHERE id = %s", [cursor.fetchone()[0], row_id])
    assert refused.value.diag.constraint_name == constraint.name


@contextmanager
def as_superuser():
    """In the same database, past every policy; what it does is rolled back."""
    url = DATABASES.urls(connection.settings_dict["NAME"]).superuser
    with psycopg.connect(url) as own, own.cursor() as cursor:
        yield cursor
        own.rollback()


def take_away_all_but(cursor, table, kept):
    """Checks, foreign keys from and to the table, and what must be unique in it."""
    cursor.execute(
        "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND conname <> %s "
        "AND %s::regclass IN (conrelid, confrelid)",
        [kept, table],
    )
    for of, name in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {of} DROP CONSTRAINT {name}")
    cursor.execute(
        "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary "
        "AND NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND conindid = indexrelid)",
        [table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        cursor.execute(f"DROP INDEX IF EXISTS {name}")


def test_every_constraint_of_ours_stands_in_the_database(people):
    foreign_keys = {
        name for (name,) in ask("SELECT conname FROM pg_constraint WHERE contype = 'f' AND convalidated")
    }
    assert {constraint.name for _, constraint in TOGETHER} - foreign_keys == set()
    assert len(TOGETHER) >= 20


def test_every_model_of_a_clinic_says_its_rows(people):
    """The policy stands with the model, where the next reader looks."""
    silent = [
        model.__name__
        for model in models()
        if model._meta.db_table in tables_with_a_clinic()
        and not any(isinstance(one, RowSecurity) for one in model._meta.constraints)
    ]
    assert silent == []


def test_every_row_of_a_patient_is_tied_to_that_patients_clinic(people):
    """Each table with a clinic and a patient has a foreign key that begins with both, or hangs on one that has."""
    loose = []
    for model in models():
        columns = {field.column for field in model._meta.fields}
        if {"clinic_id", "patient_id"} <= columns:
            tied = [
                one
                for one in model._meta.constraints
                if isinstance(one, Together) and one.fields[:2] == ("clinic_id", "patient_id")
            ]
            loose += [] if tied else [model.__name__]
    assert loose == []


def test_migrations_say_what_the_models_say(people, capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out


# -- The trail ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("table", "statement"), CHANGED_BY_NOBODY)
def test_what_is_add_only_is_add_only(people, table, statement):
    with tenancy.within(people.clinic.pk):
        before = count(table)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ask(statement)
        assert count(table) == before > 0
