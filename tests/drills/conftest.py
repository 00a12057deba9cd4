"""What do the drills run against? A database of their own where a commit is a commit, a mail server, and Redis."""

import logging

import pytest

from clinic.local.redis import Redis
from tests.committed import own_database
from tests.conftest import environment
from tests.mail.conftest import clinic, post, sink, strict_post, therapist

__all__ = ["clinic", "post", "sink", "strict_post", "therapist"]

# The mail server would say twenty lines for each mail, and be the slower for it.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), own_database() as name:
        yield name


def env_for(database, settings, folder, **more):
    where = {"EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}", "VAR_DIR": str(folder)}
    clock = {
        "MAIL_TICK_S": "1",
        "MAIL_LEASE_S": "2",
        "MAIL_TIMEOUT_S": "3",
        "MAIL_BACKOFF_FIRST_S": "1",
        "MAIL_BACKOFF_LAST_S": "4",
    }
    return environment(database, **{**where, **clock, **more})


@pytest.fixture
def env(committed, post, settings, tmp_path):
    """What a sender's process needs; its clock runs thirty times as fast as a clinic's."""
    return env_for(committed, settings, tmp_path)


@pytest.fixture
def redis(tmp_path):
    with Redis(tmp_path / "redis") as running:
        yield running
