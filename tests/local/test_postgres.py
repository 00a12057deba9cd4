"""Does a PostgreSQL of our own start anywhere, keep what it is given, and leave nothing behind?"""

import os
import signal
import stat
import time
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from clinic.local.account import place_outside
from clinic.local.postgres import Cluster
from clinic.local.trouble import Trouble

# Every run starts a server; what happens when one breaks is asked less often.
pytestmark = pytest.mark.slow

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def folder(tmp_path):
    """With a space in its name, and closed to everybody else."""
    place = tmp_path / "a folder"
    place.mkdir(mode=0o700)
    return place / "postgres"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One server for the tests that only look."""
    made = Cluster(tmp_path_factory.mktemp("a folder") / "postgres", durable=False)
    made.start()
    made.create_database("plumb")
    yield made
    made.remove()


@pytest.fixture
def cluster(folder):
    made = Cluster(folder, durable=False)
    yield made
    made.remove()


def one_value(url, question):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()[0]


def test_it_listens_on_a_private_socket_and_on_no_port(running):
    url = running.urls("postgres").superuser
    assert one_value(url, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(running.socket_folder.stat().st_mode) == 0o700
    assert len(str(running.socket_folder / ".s.PGSQL.5432.lock")) < 107


def test_it_speaks_utf_8_sorts_the_same_everywhere_and_keeps_its_clock_in_utc(running):
    url = running.urls("postgres").superuser
    assert one_value(url, "SHOW server_encoding") == "UTF8"
    assert one_value(url, "SELECT datlocale FROM pg_database WHERE datname = 'template0'") == "C.UTF-8"
    assert one_value(url, "SELECT upper('é')") == "É"
    assert one_value(url, "SHOW timezone") == "UTC"
    assert one_value(url, "SHOW server_version_num").startswith("18")


def test_its_addresses_are_read_alike_by_django_and_by_psycopg(running):
    settings = dj_database_url.parse(running.urls("plumb").app)
    assert settings["HOST"] == str(running.socket_folder)
    assert (settings["USER"], settings["NAME"], settings["PORT"]) == ("plumb_app", "plumb", "")
    assert one_value(running.urls("plumb").app, "SELECT current_user") == "plumb_app"


def test_passwords_are_for_our_eyes_only_and_are_asked_for(running):
    assert stat.S_IMODE((running.home.folder / "passwords.json").stat().st_mode) == 0o600
    without = running.urls("postgres").superuser.replace(running.home.passwords["postgres"], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(without)


@pytest.mark.skipif(not AS_ROOT, reason="only root's database runs as another account")
def test_roots_database_lies_outside_the_project_in_a_folder_of_ours(cluster, folder, tmp_path):
    before = stat.S_IMODE(tmp_path.stat().st_mode), stat.S_IMODE(folder.parent.stat().st_mode)
    cluster.start()
    assert cluster.home.data.is_relative_to(place_outside())
    assert not (folder / "data").exists()
    assert cluster.home.place.stat().st_uid != 0
    assert stat.S_IMODE(cluster.home.place.stat().st_mode) == 0o700
    assert before == (stat.S_IMODE(tmp_path.stat().st_mode), stat.S_IMODE(folder.parent.stat().st_mode))


@pytest.mark.skipif(not AS_ROOT, reason="only root needs a place outside")
def test_a_place_outside_that_somebody_else_made_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("clinic.local.account.OUTSIDE", tmp_path)
    place_outside().symlink_to("/etc")
    with pytest.raises(Trouble, match="is not Plumb's own folder"):
        Cluster(tmp_path / "postgres").start()


def test_what_was_written_is_there_after_a_restart(cluster):
    cluster.start()
    cluster.create_database("plumb")
    with psycopg.connect(cluster.urls("plumb").owner) as connection:
        connection.execute("CREATE TABLE note (words text)")
        connection.execute("INSERT INTO note VALUES ('kept')")
    cluster.stop()
    cluster.start()
    assert cluster.has_database("plumb")
    assert one_value(cluster.urls("plumb").app, "SELECT words FROM note") == "kept"


def test_it_recovers_from_being_killed(cluster):
    cluster.start()
    old_socket = cluster.socket_folder
    os.kill(int(cluster.home.postmaster()[0]), signal.SIGKILL)
    again = Cluster(cluster.home.folder, durable=False)
    again.start()
    assert one_value(again.urls("postgres").superuser, "SELECT 1") == 1
    assert not old_socket.exists()
    again.stop()


def test_a_lock_that_names_another_program_does_not_keep_it_from_starting(cluster):
    cluster.start()
    lock = cluster.home.data / "postmaster.pid"
    left_behind = lock.read_text()
    cluster.stop()
    lock.write_text(left_behind.replace(left_behind.split()[0], str(os.getpid()), 1))
    lock.chmod(0o600)
    cluster.start()
    assert cluster.is_running()


def test_data_that_another_server_still_uses_are_left_alone(cluster, monkeypatch):
    monkeypatch.setattr("clinic.local.postgres_home.LONGEST_GOODBYE_S", 0.2)
    cluster.start()
    with pytest.raises(Trouble, match="is still running on"):
        Cluster(cluster.home.folder, durable=False).start()
    assert one_value(cluster.urls("postgres").superuser, "SELECT 1") == 1


def test_a_data_folder_left_half_made_is_made_again(cluster):
    cluster.home.folder.mkdir()
    cluster.home.place.mkdir(exist_ok=True)
    (cluster.home.place / "data.unfinished").mkdir()
    (cluster.home.place / "data.unfinished" / "PG_VERSION").write_text("18")
    cluster.start()
    assert cluster.is_running()
    assert not (cluster.home.place / "data.unfinished").exists()


def test_data_of_another_version_are_refused_in_a_sentence(cluster):
    cluster.start()
    cluster.stop()
    (cluster.home.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(Trouble, match="were written by PostgreSQL 16, and this is 18"):
        cluster.start()


def test_lost_passwords_are_said_to_be_lost(cluster, folder):
    cluster.start()
    cluster.stop()
    (folder / "passwords.json").unlink()
    with pytest.raises(Trouble, match=r"passwords of the database in .* are gone"):
        cluster.start()


def test_why_it_could_not_start_is_one_sentence(cluster):
    cluster.start()
    cluster.stop()
    (cluster.home.data / "postgresql.conf").write_text("shared_buffers = plenty\n")
    with pytest.raises(Trouble) as caught:
        cluster.start()
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("PostgreSQL could not start: ")


def test_what_somebody_typed_stays_out_of_the_log(running):
    with (
        psycopg.connect(running.urls("postgres").superuser) as connection,
        pytest.raises(psycopg.errors.InvalidTextRepresentation),
    ):
        connection.execute("SELECT 1 WHERE 1 = 'pain in the left hip'::text::int")
    assert "WHERE" not in running.home.log.read_text()


def test_stopping_leaves_no_process_and_no_socket(cluster):
    cluster.start()
    pid, socket_folder = int(cluster.home.postmaster()[0]), cluster.socket_folder
    cluster.stop()
    assert not Path("/proc", str(pid)).exists()
    assert not socket_folder.exists()


def test_a_copied_database_is_quick_enough_for_every_test(running):
    began = time.monotonic()
    running.create_database("copy", template="plumb")
    assert time.monotonic() - began < 5
    assert running.has_database("copy")
    running.drop_database("copy")
    assert not running.has_database("copy")
