"""How quick is the mail pipeline? `python bench/mail.py [mails] [rows]`; each figure is a ratio of this one run.

Against a PostgreSQL and a mail server of its own. Beside each ratio stands what it should be.
"""

import logging
import smtplib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import conftest

BATCH, CLAIMED, ROUNDS = 50, 10_000, 5
PLAIN_CLAIM = """
    UPDATE mail_outboxmail SET state = 'claimed', lease_owner = %s, lease_until = now() + interval '1 minute'
    WHERE id IN (SELECT id FROM mail_outboxmail WHERE state = 'due' AND due_at <= now() AND stream = 'transactional'
                 ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
MARK = "UPDATE mail_outboxmail SET state = %s, sent_at = %s, lease_owner = NULL, lease_until = NULL WHERE id = %s"
MANY_MAILS = """
    INSERT INTO mail_outboxmail (id, stream, template, slot, to_address, language, values, message_id, state, due_at,
                                 expires_at, attempts, resent, reason, made_at)
    SELECT gen_random_uuid(), 'transactional', 'account', 'b' || %s || n, 'a@b.example', 'en', '{}', 'm' || %s || n,
           'due', now() - interval '1 minute' + n * interval '1 microsecond', now() + interval '1 day', 0, false, '',
           now()
    FROM generate_series(1, %s) n
"""
MANY_WISHES = """
    INSERT INTO exercises_reminderpreference (id, clinic_id, patient_id, enabled, weekdays, first_time, quiet_from,
        quiet_until, next_due_at, changed_at, weekly, weekly_on, asks_morning, revision)
    SELECT gen_random_uuid(), %s, gen_random_uuid(), true, '{0,1,2,3,4,5,6}', '08:00', '21:00', '07:00',
           CASE WHEN n <= 100 THEN now() ELSE now() + interval '1 day' END, now(), false, 0, false, 0
    FROM generate_series(1, %s) n
"""


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that the block asks."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def report(what: str, found: float, wanted: str) -> None:
    print(f"{what:<64} {found:>8.2f}   {wanted}")


@contextmanager
def mail_server() -> Iterator[None]:
    from aiosmtpd.controller import Controller
    from django.conf import settings

    from tests.journeys.conftest import free_port
    from tests.mail.conftest import Sink

    logging.getLogger("mail.log").setLevel(logging.WARNING)  # twenty lines for each mail
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "clinic.mail.line.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    try:
        yield
    finally:
        server.stop()


# -- Sending -----------------------------------------------------------------------------------------------------
def bare(many: int) -> None:
    """As little as can be done: claim by the batch, write, send over one connection, mark."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from clinic.mail.models import OutboxMail
    from clinic.mail.rendering import render
    from clinic.people import tenancy

    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as line:
        for _ in range(-(-many // BATCH)):
            with tenancy.through("sender"), connection.cursor() as cursor:
                cursor.execute(PLAIN_CLAIM, [uuid4(), BATCH])
                mails = list(OutboxMail.objects.filter(pk__in=[row[0] for row in cursor.fetchall()]))
            for mail in mails:
                line.sendmail(
                    "a@b.example", [mail.to_address], render(mail).message().as_bytes(linesep="\r\n")
                )
                with tenancy.through("sender"), connection.cursor() as cursor:
                    cursor.execute(MARK, ["sent", timezone.now(), mail.pk])


def sending(many: int) -> None:
    from django.utils import timezone

    from clinic.mail.sender import send_due
    from tests.drills.machinery import waiting

    waiting(BATCH)
    send_due(timezone.now())  # templates are read, connections are open
    least, ours, part = [], [], many // ROUNDS
    for _ in range(ROUNDS):  # by turns, so that a busy neighbour meets both
        waiting(part)
        least.append(seconds(lambda: bare(part)))
        waiting(part)
        ours.append(seconds(lambda: send_due(timezone.now())))
    waiting(part)
    with statements() as asked:
        send_due(timezone.now())
    marks = [sql for sql in asked if "= 'sending', lease_until" in sql or "SET \"state\" = 'sent'" in sql]
    others = [
        sql
        for sql in asked
        if "mail_outboxmail" not in sql and "plumb." not in sql and "set_config" not in sql
    ]
    others = [sql for sql in others if sql.split()[0] not in {"SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"}]
    report(f"sending {many} mails, of a bare loop's speed", min(least) / min(ours), "at least 0.7")
    report(
        "statements a mail that neither claim nor mark nor open the door", len(others) / part, "at most 0.1"
    )
    report("statements a mail that mark (sending, then sent)", len(marks) / part, "")


# -- Among very many ---------------------------------------------------------------------------------------------
def due_scan(owner: Any, few: int, many: int) -> None:
    from django.utils import timezone

    from clinic.people import tenancy
    from exercises.models import ReminderPreference
    from tests import make

    clinic = make.a_clinic()

    def scan() -> None:
        with tenancy.through("planner"):
            assert len(list(ReminderPreference.objects.due(timezone.now())[:200])) >= 100

    took = []
    for rows in (few, many - few):
        owner.execute("SET session_replication_role = replica")
        owner.execute(MANY_WISHES, [clinic.pk, rows])
        owner.execute("ANALYZE exercises_reminderpreference")
        took.append(min(seconds(scan) for _ in range(20)))
        owner.execute(
            "UPDATE exercises_reminderpreference SET next_due_at = now() + interval '1 day'"
            if rows == few
            else "SELECT 1"
        )
    report(f"the due scan among {many} schedules, of that among {few}", took[1] / took[0], "at most 2")


def claiming(owner: Any, rows: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from clinic.mail import leases
    from clinic.mail.models import Stream
    from clinic.people import tenancy

    owner.execute(MANY_MAILS, [uuid4().hex, uuid4().hex, rows])
    owner.execute("ANALYZE mail_outboxmail")
    many = min(CLAIMED, rows // 4)

    def plain() -> None:
        for _ in range(many // BATCH):
            with tenancy.through("sender"), connection.cursor() as cursor:
                cursor.execute(PLAIN_CLAIM.replace("RETURNING id", "RETURNING *"), [uuid4(), BATCH])
                assert len(cursor.fetchall()) == BATCH

    def ours() -> None:
        now = timezone.now() + timedelta(minutes=1)
        for _ in range(many // BATCH):
            assert len(leases.claim(uuid4(), now, stream=Stream.TRANSACTIONAL, size=BATCH)) == BATCH

    report(f"claiming {many} of {rows}, of plain SQL's speed", seconds(plain) / seconds(ours), "at least 0.5")


def main(mails: str = "2000", rows: str = "1000000") -> None:
    import psycopg

    from tests.committed import own_database

    with own_database() as name, mail_server():
        sending(int(mails))
        with psycopg.connect(conftest.DATABASES.urls(name).superuser, autocommit=True) as owner:
            due_scan(owner, 1000, int(rows))
            claiming(owner, int(rows))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    finally:
        conftest.pytest_unconfigure()
