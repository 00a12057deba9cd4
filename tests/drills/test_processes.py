"""Does the pipeline hold when it is several processes, one of them killed, with a real Redis, worker and beat?

Here everything is committed, in a database of the test's own; nothing is asked about how long it took.
"""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.utils import timezone

from clinic.local.redis import Redis
from clinic.people import tenancy
from exercises.reminder_settings import save_preferences
from tests.drills.machinery import CELERY, ROOT, SEND, arrived, process, states, until, waiting
from tests.mail import make

pytestmark = [pytest.mark.slow, pytest.mark.drill, pytest.mark.rehearsed]
LONGEST_S = 90


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
        both.enter_context(process(*CELERY, "worker", "--concurrency=2", "--loglevel=WARNING", env=env))
        schedule = f"--schedule={tmp_path / 'beat'}"
        both.enter_context(process(*CELERY, "beat", schedule, "--loglevel=WARNING", env=env))
        until(lambda: states().get("sent"))
        until(lambda: make.preference(patient).next_due_at > now)
    (mail,) = make.mails()
    assert mail.slot == f"reminder:{patient.pk}:{now.date()}:1"
    assert arrived(post) == {mail.message_id: 1}
    stop = message_from_bytes(post.messages[0])["List-Unsubscribe"].strip()
    assert stop.startswith("<http://localhost/reminders/stop/")


def test_without_redis_one_process_sends_until_it_is_asked_to_stop(env, post):
    (mail,) = waiting(1)
    words = [sys.executable, "manage.py", "run_scheduler"]
    running = subprocess.Popen(words, cwd=ROOT, env={**env, "REDIS_URL": ""})
    until(lambda: make.as_it_is(mail).state == "sent")
    running.send_signal(signal.SIGTERM)
    assert running.wait(LONGEST_S) == 0
    assert len(post.messages) == 1
