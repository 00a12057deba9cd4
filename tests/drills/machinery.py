"""What do the drills work with? Real processes, a wait that says what it waited for, and a size.

`make drills` runs each at its whole size, DRILL_SIZE=0.1 at a tenth. `make test-slow` rehearses them at a fiftieth:
what must not be lost or doubled is asked there, too; how long it took only where a drill has some size.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from clinic.mail import outbox
from clinic.mail.models import OutboxMail, Stream
from clinic.people import tenancy
from tests.mail import make

ROOT = Path(__file__).resolve().parents[2]
SIZE = float(os.environ.get("DRILL_SIZE", "0.02"))
# Below that, what a clock shows is how busy the machine was.
IS_TIMED = SIZE >= 0.2
# Some things take as long however small the drill is, and longer on a busy machine.
PATIENCE_S = float(os.environ.get("DRILL_PATIENCE_S", "180"))
CELERY = ("-m", "celery", "--quiet", "-A", "clinic.celery")
SEND = """
import django
django.setup()
from django.utils import timezone
from clinic.mail.sender import send_due
print(send_due(timezone.now()))
"""


def sized(many):
    return max(1, round(many * SIZE))


def said(drill, **found):
    """One line for the report; also kept in the file that DRILL_REPORT names."""
    line = json.dumps({"drill": drill, "size": SIZE, **found}, default=str)
    print(line)
    if report := os.environ.get("DRILL_REPORT"):
        with Path(report).open("a") as file:
            file.write(line + "\n")


# -- Processes ---------------------------------------------------------------------------------------------------
@contextmanager
def process(*words, env, **more):
    running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, text=True, **more)
    try:
        yield running
    finally:
        running.terminate()  # a worker takes its own children with it
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        if running.stdout:
            running.stdout.close()


class Crew:
    """Beat, and so many workers of one process each, of which any may be killed and replaced."""

    def __init__(self, env, folder, *, workers, beats=1):
        self.env, self.folder, self.many, self.beats = env, folder, workers, beats
        self.workers = []
        self._ending = ExitStack()

    def __enter__(self):
        for number in range(self.beats):
            schedule = f"--schedule={self.folder / f'beat{number}'}"
            beat = (*CELERY, "beat", schedule, "--loglevel=CRITICAL", "--pidfile=")
            self._ending.enter_context(process(*beat, env=self.env))
        for _ in range(self.many):
            self.add()
        return self

    def __exit__(self, *error):
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.terminate()
        for worker in self.workers:
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self._ending.close()

    def add(self):
        words = (
            *CELERY,
            "worker",
            "--pool=solo",
            "--loglevel=CRITICAL",
            "--without-gossip",
            "--without-mingle",
        )
        name = f"--hostname={uuid4().hex}"
        self.workers.append(subprocess.Popen([sys.executable, *words, name], cwd=ROOT, env=self.env))

    def kill(self, worker):
        """Without warning; another takes its place."""
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)
        self.add()


def until(holds, within_s=None):
    """Wait for it, and say how long that took; a drill that hangs says what it waited for."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < (within_s or PATIENCE_S), (holds, states())
        time.sleep(0.1)
    return time.monotonic() - began


# -- Mails -------------------------------------------------------------------------------------------------------
def waiting(many, *, reminder=False, to="somebody@home.example", **fields):
    """Due now, in few statements: account mails, or of the reminder stream."""
    now = timezone.now()
    mails = [
        OutboxMail(
            template="account",
            to_address=to(number) if callable(to) else to,
            stream=Stream.REMINDER if reminder else Stream.TRANSACTIONAL,
            slot=f"drill:{uuid4()}",
            values={"subject": "Your code", "text": "The code is A1B2C3"},
            due_at=now,
            expires_at=now + timedelta(hours=3),
            **fields,
        )
        for number in range(many)
    ]
    with tenancy.through("sender"):
        for begin in range(0, many, 1000):
            outbox.put_all(mails[begin : begin + 1000])
    return mails


def arrived(sink):
    return _ids(sink.messages) - _ids(sink.turned_down)


def _ids(contents):
    return Counter(message_from_bytes(content)["Message-ID"].strip() for content in list(contents))


def states():
    from django.db.models import Count

    with tenancy.through("sender"):
        rows = OutboxMail.objects.order_by().values("state").annotate(many=Count("pk"))
        return Counter({row["state"]: row["many"] for row in rows})


def is_over():
    """Nothing is on its way any more."""
    return not {"due", "claimed", "sending"} & set(states())


def of(**wanted):
    return make.mails(**wanted)
