"""Does the pipeline hold when it is several processes, one of them killed, with a real Redis, worker and beat?

Here everything is committed, in a database of the test's own; nothing is asked about how long it took.
"""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.utils import timezone

from clinic.local.redis import Redis
from clinic.people import tenancy
from exercises.reminder_settings import save_preferences
from tests.committed import own_database
from tests.conftest import environment
from tests.mail import make

pytestmark = [pytest.mark.slow, pytest.mark.drill]

ROOT = Path(__file__).resolve().parents[2]
SEND = """
import django
django.setup()
from django.utils import timezone
from clinic.mail.sender import send_due
print(send_due(timezone.now()))
"""
LONGEST_S = 90


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), own_database() as name:
        yield name


@pytest.fixture
def env(committed, post, settings, tmp_path):
    """What a sender's process needs."""
    address = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return environment(committed, EMAIL_URL=address, MAIL_TICK_S="1", MAIL_LEASE_S="2", VAR_DIR=str(tmp_path))


def waiting(many, **fields):
    now = timezone.now()
    return [make.a_mail(due_at=now, expires_at=now + timedelta(hours=1), **fields) for _ in range(many)]


@contextmanager
def process(*words, env, **more):
    running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, text=True, **more)
    try:
        yield running
    finally:
        running.terminate()  # a worker takes its own children with it
        running.wait(LONGEST_S)
        if running.stdout:
            running.stdout.close()


def until(holds):
    """Wait for it; a test that hangs says what it waited for."""
    end = time.monotonic() + LONGEST_S
    while not (found := holds()):
        assert time.monotonic() < end, holds
        time.sleep(0.1)
    return found


def arrived(sink):
    return Counter(message_from_bytes(content)["Message-ID"].strip() for content in sink.messages)


def states():
    return Counter(mail.state for mail in make.mails())


def test_two_senders_at_once_send_each_mail_once(env, post):
    mails = waiting(120)
    with ExitStack() as both:
        senders = [both.enter_context(process("-c", SEND, env=env, stdout=subprocess.PIPE)) for _ in range(2)]
        counts = [int(sender.communicate(timeout=LONGEST_S)[0]) for sender in senders]
    assert sum(counts) == 120
    assert arrived(post) == Counter({mail.message_id: 1 for mail in mails})
    assert states() == {"sent": 120}


@pytest.mark.parametrize(("reminder", "copies", "ends_in"), [(True, 2, "sent"), (False, 1, "held")])
def test_a_sender_killed_while_sending(env, post, reminder, copies, ends_in):
    """The server has the mail, the row does not say so. A reminder goes once more; anything else is held."""
    first, *others = waiting(3, reminder=reminder)
    make.put_in(first, due_at=timezone.now() - timedelta(minutes=1))
    taken = threading.Event()

    async def hold():
        taken.set()
        await asyncio.sleep(LONGEST_S)

    post.instead = hold
    with process("-c", SEND, env=env) as sender:
        assert taken.wait(LONGEST_S)
        assert make.as_it_is(first).state == "sending"
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait()
    post.instead = None

    def send_until_done():
        subprocess.run([sys.executable, "-c", SEND], cwd=ROOT, env=env, check=True, capture_output=True)
        return not {"due", "claimed", "sending"} & set(states())

    until(send_until_done)
    assert make.as_it_is(first).state == ends_in
    assert arrived(post) == {first.message_id: copies, **{mail.message_id: 1 for mail in others}}
    assert {make.as_it_is(mail).state for mail in others} == {"sent"}


def test_a_reminder_is_planned_and_delivered(env, post, tmp_path):
    """Nobody calls anything: beat ticks, the worker plans, and then sends."""
    clinic = make.a_clinic()
    therapist = make.a_user(clinic)
    patient = make.a_patient(clinic, time_zone="UTC")
    now = timezone.now()
    make.a_programme(patient, therapist, starts_on=now.date() - timedelta(days=2), expires_on=None)
    with tenancy.within(clinic.pk):
        never = now.time().replace(hour=(now.hour + 12) % 24)
        save_preferences(
            patient=patient, by=therapist, now=now - timedelta(seconds=60), enabled=True,
            first_time=now.time().replace(microsecond=0), second_time=None, quiet_from=never, quiet_until=never,
        )  # fmt: skip
    with Redis(tmp_path / "redis") as redis, ExitStack() as both:
        env |= {"REDIS_URL": redis.url}
        celery = ("-m", "celery", "-A", "clinic.celery")
        both.enter_context(process(*celery, "worker", "--concurrency=2", "--loglevel=WARNING", env=env))
        schedule = f"--schedule={tmp_path / 'beat'}"
        both.enter_context(process(*celery, "beat", schedule, "--loglevel=WARNING", env=env))
        until(lambda: states().get("sent"))
        until(lambda: make.preference(patient).next_due_at > now)
    (mail,) = make.mails()
    assert mail.slot == f"reminder:{patient.pk}:{now.date()}:1"
    assert arrived(post) == {mail.message_id: 1}
    stop = message_from_bytes(post.messages[0])["List-Unsubscribe"].strip()
    assert stop.startswith("<http://localhost/reminders/stop/")
