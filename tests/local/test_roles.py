"""What may each of the three roles do in the database, and what not?"""

import os
from pathlib import Path

import psycopg
import pytest

from clinic.local.databases import ROLES_SQL
from clinic.local.postgres import Cluster

TABLE = """
CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, clinic int NOT NULL);
ALTER TABLE thing ENABLE ROW LEVEL SECURITY;
ALTER TABLE thing FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON thing USING (clinic = nullif(current_setting('plumb.clinic', true), '')::int);
CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42';
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    made = Cluster(tmp_path_factory.mktemp("roles") / "postgres")
    made.start()
    made.create_database("original")
    do(made.urls("original").owner, TABLE)
    yield made
    made.remove()


@pytest.fixture(params=["original", "copy"])
def urls(request, cluster):
    """Everything holds in a copy of a database as it does in the database."""
    if request.param == "copy" and not cluster.has_database("copy"):
        cluster.create_database("copy", template="original")
    urls = cluster.urls(request.param)
    do(urls.keeper, "TRUNCATE thing")
    do(urls.keeper, "INSERT INTO thing (clinic) VALUES (1), (2)")
    return urls


def do(url, *statements):
    with psycopg.connect(url) as connection:
        for statement in statements:
            answer = connection.execute(statement)
        return answer.fetchall() if answer.description else None


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE another (id int)",
        "CREATE TEMPORARY TABLE another (id int)",
        "CREATE SCHEMA another",
        "CREATE DATABASE another",
        "CREATE ROLE another",
        "ALTER TABLE thing DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON thing",
        "DROP TABLE thing",
        "TRUNCATE thing",
        "SET ROLE plumb_owner",
        "SET ROLE plumb_keeper",
        "SET SESSION AUTHORIZATION plumb_owner",
        "ALTER ROLE plumb_app BYPASSRLS",
        "SET session_replication_role = replica",
    ],
)
def test_the_app_may_not(urls, statement):
    with (
        psycopg.connect(urls.app, autocommit=True) as connection,
        pytest.raises(psycopg.errors.Error) as refused,
    ):
        connection.execute(statement)
    assert refused.type in (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue)


def test_the_app_sees_the_rows_of_its_clinic_and_cannot_switch_that_off(urls):
    assert do(urls.app, "SELECT clinic FROM thing") == []
    assert do(urls.app, "SET LOCAL plumb.clinic = '1'", "SELECT clinic FROM thing") == [(1,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(urls.app, "SET row_security = off", "SELECT clinic FROM thing")


def test_the_app_reads_and_writes_rows_and_calls_functions(urls):
    do(urls.app, "SET LOCAL plumb.clinic = '1'", "INSERT INTO thing (clinic) VALUES (1)")
    do(urls.app, "SET LOCAL plumb.clinic = '1'", "UPDATE thing SET clinic = 1", "DELETE FROM thing")
    assert do(urls.app, "SELECT answer()") == [(42,)]


def test_the_owner_is_bound_by_row_security_too(urls):
    assert do(urls.owner, "SELECT clinic FROM thing") == []


def test_the_owner_makes_tables_but_no_roles_and_no_databases(urls):
    for statement in ("CREATE ROLE another", "CREATE DATABASE another", "ALTER ROLE plumb_owner BYPASSRLS"):
        with (
            psycopg.connect(urls.owner, autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


def test_the_keeper_sees_and_restores_every_clinics_rows(urls):
    assert do(urls.keeper, "SELECT clinic FROM thing ORDER BY clinic") == [(1,), (2,)]
    do(urls.keeper, "SELECT setval('thing_id_seq', 100)")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE another (id int)",
        "DROP TABLE thing",
        "ALTER TABLE thing ADD x int",
        "SET ROLE plumb_owner",
    ],
)
def test_the_keeper_changes_no_table(urls, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(urls.keeper, statement)


def test_what_the_owner_makes_later_is_open_to_the_app(urls):
    do(urls.owner, "CREATE TABLE IF NOT EXISTS later (id serial, words text)")
    do(urls.app, "INSERT INTO later (words) VALUES ('x')")
    assert do(urls.keeper, "SELECT count(*) > 0 FROM later") == [(True,)]


def test_nobody_else_comes_in(cluster, urls):
    do(
        cluster.urls("postgres").superuser,
        "DROP ROLE IF EXISTS stranger",
        "CREATE ROLE stranger LOGIN PASSWORD 'x'",
    )
    database = urls.app.rsplit("/", 1)[1]
    url = cluster.urls(database).superuser.replace(
        f"postgres:{cluster.home.passwords['postgres']}", "stranger:x"
    )
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url)


def test_a_second_run_gives_back_nothing_that_a_migration_took_away(cluster):
    urls = cluster.urls("original")
    do(
        urls.owner,
        "CREATE TABLE IF NOT EXISTS trail (id int)",
        "REVOKE UPDATE, DELETE ON trail FROM plumb_app",
    )
    with psycopg.connect(urls.superuser) as connection:
        connection.execute(ROLES_SQL.read_bytes())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        do(urls.app, "DELETE FROM trail")


@pytest.mark.parametrize(
    "weakness",
    ["ALTER ROLE plumb_app BYPASSRLS", "ALTER ROLE plumb_owner SUPERUSER", "GRANT plumb_owner TO plumb_app"],
)
def test_it_stops_where_a_role_made_by_hand_would_not_hold(cluster, weakness):
    with psycopg.connect(cluster.urls("original").superuser) as connection:
        connection.execute(weakness)
        with pytest.raises(psycopg.errors.RaiseException, match="plumb_app"):
            connection.execute(ROLES_SQL.read_bytes())
        connection.rollback()


def test_psql_runs_the_file_as_its_comment_says(cluster):
    """By the wheel's own psql, as an administrator would by theirs."""
    from clinic.local.programs import postgres_programs

    psql = postgres_programs(cluster.home.account) / "psql"
    words = [
        str(psql),
        cluster.urls("original").superuser,
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        "--quiet",
    ]
    assert os.spawnv(os.P_WAIT, str(psql), [*words, f"--file={Path(ROLES_SQL)}"]) == 0
