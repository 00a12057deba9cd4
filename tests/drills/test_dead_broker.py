"""Redis refuses, hangs, forgets everything. Does a page notice, and is any mail lost?"""

import http.client
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test import Client

from clinic.local.redis import OPTIONS, redis_program
from tests.drills.machinery import (
    IS_TIMED,
    ROOT,
    Crew,
    arrived,
    is_over,
    of,
    process,
    said,
    sized,
    states,
    until,
    waiting,
)
from tests.journeys.conftest import free_port
from tests.mail import make

pytestmark = [pytest.mark.slow, pytest.mark.drill]
PAGES, MANY = 2_000, 1_000
LOADERS = 2
SENT_WITHIN_S = 60
SLOWER, SLOWER_MS = 1.2, 20
# A busy neighbour slows a page, too, but not each time; a broker that pages waited for would.
ROUNDS = 3


@contextmanager
def web(env):
    port = free_port()
    words = ("-m", "gunicorn", "clinic.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "--log-level", "critical")
    with process(*words, env=env):
        until(lambda: answers(port))
        yield port


def answers(port):
    try:
        return page(port, "/healthz", "")[0] == 200
    except OSError:
        return False


def page(port, path, session):
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.monotonic()
    caller.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
    answer = caller.getresponse()
    answer.read()
    caller.close()
    return answer.status, (time.monotonic() - began) * 1000


def load(port, session, many):
    """The slowest in a hundred, in milliseconds; every answer was the page itself."""
    found = []

    def one_loader():
        found.extend([page(port, "/my/reminders/", session) for _ in range(many // LOADERS)])

    loaders = [threading.Thread(target=one_loader) for _ in range(LOADERS)]
    for loader in loaders:
        loader.start()
    for loader in loaders:
        loader.join()
    assert {status for status, _ in found} == {200}
    times = sorted(took for _, took in found)
    return times[int(len(times) * 0.99)]


@contextmanager
def refused(redis):
    """Killed; then another on the same socket."""
    address = redis._socket
    redis._process.kill()
    redis._process.wait()
    address.unlink(missing_ok=True)
    yield
    redis._process = subprocess.Popen(
        [redis_program(), *OPTIONS, "--unixsocket", str(address)],
        cwd=redis.folder,
        stdout=subprocess.DEVNULL,
    )
    redis.wait_until_ready()


@contextmanager
def hung(redis):
    redis._process.send_signal(signal.SIGSTOP)
    yield
    redis._process.send_signal(signal.SIGCONT)


@contextmanager
def flushed(redis):
    import redis as client

    with client.Redis(unix_socket_path=str(redis._socket)) as broker:
        broker.flushall()
        yield
        broker.flushall()


def compared(broken, redis, port, session, pages, many):
    """The slowest in a hundred with the broker and without, as many mails being due each time."""
    waiting(many)
    normal = load(port, session, pages)
    until(is_over)
    with broken(redis):
        waiting(many)
        meanwhile = load(port, session, pages)
    took = until(is_over, SENT_WITHIN_S if IS_TIMED else None)
    said(f"all sent after the broker was {broken.__name__}", seconds=round(took, 1))
    return normal, meanwhile


def is_as_quick(normal, meanwhile):
    return meanwhile <= SLOWER * normal + SLOWER_MS or not IS_TIMED


def test_no_page_notices_and_no_mail_is_lost(env, post, redis, tmp_path, committed):
    clinic = make.a_clinic()
    patient = make.a_patient(clinic, user=make.a_user())
    visitor = Client()
    visitor.force_login(patient.user)
    session = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    env = {**env, "REDIS_URL": redis.url}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], cwd=ROOT, env=env, check=True
    )
    many, pages = sized(MANY), max(20, sized(PAGES))
    with web(env) as port, Crew(env, tmp_path, workers=2):
        load(port, session, 100)
        waiting(1)
        until(is_over)
        for broken in (refused, hung, flushed):
            rounds = [compared(broken, redis, port, session, pages, many)]
            while not is_as_quick(*rounds[-1]) and len(rounds) < ROUNDS:
                rounds.append(compared(broken, redis, port, session, pages, many))
            normal, meanwhile = rounds[-1]
            said(f"broker {broken.__name__}", mails=many, pages=pages, p99_ms=round(normal, 1),
                 p99_broken_ms=round(meanwhile, 1), rounds=len(rounds))  # fmt: skip
            assert is_as_quick(normal, meanwhile), rounds
    assert set(states()) == {"sent"}
    assert set(arrived(post)) == {mail.message_id for mail in of()}
