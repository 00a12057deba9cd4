"""Does `make run` bring up the whole site, keep its data, and end every program it started?

Each test drives a real run from a copy of the project in a folder with a space in its long name, closed to
everybody else.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from clinic.local.account import PROJECT, place_outside

pytestmark = pytest.mark.slow

NOT_SOURCES = (".venv", ".git", "var", "__pycache__", ".*_cache", ".hypothesis", "node_modules")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    parent = tmp_path_factory.mktemp("a folder")
    place = parent / ("with a name that is rather long " * 4) / "plumb"
    shutil.copytree(PROJECT, place, ignore=shutil.ignore_patterns(*NOT_SOURCES))
    place.chmod(0o700)
    yield place
    module(place, "clinic.local.reset").communicate(timeout=60)
    shutil.rmtree(parent)


@pytest.fixture(scope="module")
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run(project, port):
    """Start it, wait until it has printed the sign-ins, and end it after the test whatever happened."""
    begun = []

    def begin():
        runner = module(project, "clinic.local.run", str(port))
        begun.append(runner)
        runner.said = wait_for(runner, "Ctrl-C stops it.")
        return runner

    yield begin
    for runner in begun:
        if runner.poll() is None:
            runner.terminate()
        runner.communicate(timeout=60)
    assert left_running(project) == set()


def module(project, name, *words):
    """With the make-less environment of a person's shell, and none of this test run's settings."""
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", name, *words],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(runner, words):
    said = []
    for line in runner.stdout:
        said.append(line)
        if words in line:
            return "".join(said)
    pytest.fail("It ended before it was ready:\n" + "".join(said))


def status(port, path="/healthz"):
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def left_running(project, seconds=30):
    """What still has the lock open that every program of a run inherits."""
    lock = project / "var" / "children.lock"
    deadline = time.monotonic() + seconds
    while True:
        found = {
            int(link.parts[2]) for link in Path("/proc").glob("[0-9]*/fd/*") if target(link) == str(lock)
        }
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def target(link):
    try:
        return str(link.readlink())
    except OSError:
        return None


def programs(project):
    """The numbers of everything that runs, by the name of what it is."""
    names = ("postgres", "redis-server", "gunicorn", "worker", "beat")
    found = {}
    for pid in left_running(project, seconds=0):
        words = Path("/proc", str(pid), "cmdline").read_bytes().replace(b"\0", b" ").decode()
        for name in names:
            if name in words:
                found.setdefault(name, []).append(pid)
    return found


def test_it_comes_up_says_who_can_sign_in_and_ends_on_ctrl_c(run, project, port):
    runner = run()
    demo = json.loads((project / "var" / "demo.json").read_text())
    assert demo["url"] == f"http://localhost:{port}"
    for account in demo["accounts"]:
        assert account["email"] in runner.said
        assert account["password"] in runner.said
    assert status(port) == 200
    assert set(programs(project)) == {"postgres", "redis-server", "gunicorn", "worker", "beat"}
    runner.send_signal(signal.SIGINT)
    rest, _ = runner.communicate(timeout=60)
    assert "Stopped." in rest
    assert "Traceback" not in runner.said + rest
    assert runner.returncode == 0
    assert left_running(project, seconds=0) == set()
    assert status(port) is None


def test_a_second_run_is_quick_and_finds_what_was_there(run, project):
    run().terminate()
    assert left_running(project) == set()
    before = (project / "var" / "prepared.json").stat().st_mtime_ns
    began = time.monotonic()
    run()
    # Five seconds on a machine with nothing else to do; as much longer as its processors are wanted by others.
    assert time.monotonic() - began < 5 * max(1, os.getloadavg()[0] / os.cpu_count())
    assert (project / "var" / "prepared.json").stat().st_mtime_ns == before


def test_only_the_owner_of_the_files_reads_the_secrets(run, project):
    run()
    for name in ("secret_key", "demo.json", "postgres/passwords.json"):
        assert (project / "var" / name).stat().st_mode & 0o077 == 0
    assert (project / "var").stat().st_mode & 0o077 == 0


def test_no_program_of_the_site_holds_the_owners_way_into_the_database(run, project):
    run()
    secret = json.loads((project / "var" / "postgres" / "passwords.json").read_text())["plumb_owner"].encode()
    for pids in programs(project).values():
        for pid in pids:
            assert secret not in Path("/proc", str(pid), "environ").read_bytes()


def test_nothing_listens_but_the_site(run, project, port):
    run()
    ours = {
        target(Path("/proc", str(pid), "fd", str(fd)))
        for pids in programs(project).values()
        for pid in pids
        for fd in range(64)
    }
    listening = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            columns = line.split()
            if columns[3] == "0A" and f"socket:[{columns[9]}]" in ours:
                listening.add(int(columns[1].rsplit(":", 1)[1], 16))
    assert listening == {port}


def test_a_second_run_from_the_same_folder_is_refused_in_a_sentence(run, project, port):
    run()
    second = module(project, "clinic.local.run", "8123")
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"already running from this folder, at http://localhost:{port}" in said
    assert said.count("\n") == 1
    assert status(port) == 200


def test_a_taken_port_is_refused_in_a_sentence(project):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        runner = module(project, "clinic.local.run", str(taken.getsockname()[1]))
        said, _ = runner.communicate(timeout=30)
    assert runner.returncode == 1
    assert "is taken by another program" in said
    assert said.count("\n") == 1


def test_killing_the_runner_leaves_no_orphan_and_the_next_run_recovers(run, project, port):
    runner = run()
    runner.kill()
    runner.wait()
    assert left_running(project) == set()
    run()
    assert status(port) == 200


@pytest.mark.parametrize("name", ["postgres", "redis-server", "gunicorn", "worker", "beat"])
def test_a_program_that_dies_ends_the_others_and_is_named(run, project, name):
    runner = run()
    os.kill(min(programs(project)[name]), signal.SIGKILL)
    rest, _ = runner.communicate(timeout=60)
    assert runner.returncode == 1
    last = [line for line in rest.splitlines() if line.startswith("plumb")][-1]
    assert "ended" in last
    assert left_running(project) == set()


def test_stop_and_reset_leave_nothing(run, project, port):
    runner = run()
    said, _ = module(project, "clinic.local.stop").communicate(timeout=60)
    assert "Plumb has stopped." in said
    assert runner.wait(60) == 0
    said, _ = module(project, "clinic.local.reset").communicate(timeout=60)
    assert not (project / "var").exists()
    assert not place_outside(project).exists()
    assert status(port) is None
