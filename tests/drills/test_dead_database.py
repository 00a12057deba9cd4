"""PostgreSQL crashes and comes back, five times, while mails are being sent. Is one lost, and are the senders back?"""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
from dj_database_url import parse
from django.db import OperationalError, connections

from clinic.local.postgres import Cluster
from tests.conftest import environment
from tests.drills.conftest import env_for
from tests.drills.machinery import (
    IS_TIMED,
    PATIENCE_S,
    ROOT,
    Crew,
    arrived,
    is_over,
    of,
    said,
    sized,
    states,
    until,
    waiting,
)

pytestmark = [pytest.mark.slow, pytest.mark.drill]
MANY, CRASHES = 2_000, 5
BACK_WITHIN_S = 10


@contextmanager
def connected_to(url):
    connection = connections["default"]
    shared = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(parse(url))
    connection.settings_dict["CONN_HEALTH_CHECKS"] = True
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(shared)


@pytest.fixture
def durable(django_db_setup, django_db_blocker, tmp_path_factory):
    """A server of the drill's own, which keeps what was committed."""
    with Cluster(tmp_path_factory.mktemp("pg")) as cluster, django_db_blocker.unblock():
        cluster.create_database("plumb")
        urls = cluster.urls("plumb")
        env = environment("plumb", DATABASE_URL=urls.app, MIGRATION_DATABASE_URL=urls.owner)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        with connected_to(urls.app):
            yield urls


def crash(urls):
    """Kill one of its processes: the server ends every connection, recovers and starts again."""
    with psycopg.connect(urls.superuser, autocommit=True) as own:
        os.kill(own.info.backend_pid, signal.SIGKILL)
    connections["default"].close()


def eventually(ask):
    """The drill's own connection is broken, too."""

    def holds():
        try:
            return ask()
        except OperationalError:
            connections["default"].close()
            return False

    return holds


def test_none_is_lost_and_the_senders_come_back(durable, post, settings, redis, tmp_path):
    many = sized(MANY)
    waiting(many, reminder=True)
    env = env_for(
        "plumb", settings, tmp_path, DATABASE_URL=durable.app, REDIS_URL=redis.url, MAIL_LEASE_S="5"
    )
    back = []
    with Crew(env, tmp_path, workers=2):
        for number in range(1, CRASHES + 1):
            until(lambda number=number: len(post.messages) >= number * many // (CRASHES + 2))
            before = len(post.messages)
            try:
                crash(durable)
            except OperationalError:
                pass
            back.append(until(lambda before=before: len(post.messages) > before + 2, PATIENCE_S))
        until(eventually(is_over))
    began = time.monotonic()
    until(eventually(lambda: bool(states())))
    came = arrived(post)
    rows = of()
    said("database crashed", mails=many, crashes=CRASHES, back_s=[round(one, 1) for one in back],
         twice=sum(came.values()) - len(came), asked_s=round(time.monotonic() - began, 1))  # fmt: skip
    assert set(came) == {mail.message_id for mail in rows}
    assert {mail.state for mail in rows} == {"sent"}
    assert {one for one, copies in came.items() if copies > 1} <= {
        mail.message_id for mail in rows if mail.resent
    }
    assert max(back) <= BACK_WITHIN_S or not IS_TIMED
