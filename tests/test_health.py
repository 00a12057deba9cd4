"""Can a watcher tell whether the house stands, without learning anything of anybody?"""

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from clinic import health, logs
from clinic.local.redis import Redis
from clinic.mail import watch
from clinic.mail.sender import send_due
from tests.mail import make

NOBODY = Client(headers={"host": "10.0.0.7"})  # a watcher asks by address, whatever the site is called
LONG_AGO = timedelta(seconds=151)


@pytest.fixture
def without_broker(settings):
    settings.REDIS_URL = ""


@pytest.fixture
def nowhere(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def ready():
    answer = NOBODY.get("/readyz")
    assert answer.json()["ready"] is (answer.status_code == 200)
    return answer.status_code, answer.json()["reasons"]


def waiting(seconds):
    now = timezone.now()
    return make.a_mail(due_at=now - timedelta(seconds=seconds), expires_at=now + timedelta(hours=1))


def test_healthz_asks_nobody():
    """No database is allowed in this test."""
    answer = NOBODY.get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert NOBODY.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_ready_when_all_is_well(without_broker):
    watch.got_on(timezone.now())
    assert ready() == (200, {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("beat", "waits", "is_ready"),
    [(None, None, True), (None, 10, True), (None, 151, False), (10, 600, True), (151, None, False), (149, 600, True),
     (10, 1801, False)],
)  # fmt: skip
def test_the_alarm_rings_when_no_sender_gets_on(without_broker, beat, waits, is_ready, caplog):
    if beat is not None:
        watch.got_on(timezone.now() - timedelta(seconds=beat))
    if waits is not None:
        waiting(waits)
    status, reasons = ready()
    assert (status, "mail" in reasons) == ((200, False) if is_ready else (503, True))
    assert ("not ready: mail" in caplog.text) is not is_ready
    assert "@" not in json.dumps(reasons)


@pytest.mark.django_db
def test_a_sender_that_gets_on_says_so(nowhere):
    waiting(10)
    send_due(timezone.now())
    assert watch.health(timezone.now()).silent < timedelta(seconds=60)


@pytest.mark.django_db
def test_a_sender_that_reaches_no_server_does_not(settings, caplog):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "clinic.mail.line.SmtpBackend",
        "127.0.0.1",
        1,
    )
    watch.got_on(timezone.now() - LONG_AGO)
    waiting(10)
    send_due(timezone.now())
    assert "mail alarm: no sender has made progress for 15" in caplog.text


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_is_a_reason(settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path / 'nobody.sock'}"
    assert ready() == (503, {"broker": "does not answer"})


@pytest.mark.slow
@pytest.mark.django_db
def test_a_broker_that_answers_is_none(settings, tmp_path):
    with Redis(tmp_path) as redis:
        settings.REDIS_URL = redis.url
        assert ready() == (200, {})


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_a_reason(without_broker, monkeypatch):
    from django.db import OperationalError

    def refuse(*args, **kwargs):
        raise OperationalError("secret words")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert health.reasons_against(timezone.now())["database"] == "does not answer"


# -- In numbers --------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_numbers_are_for_whoever_shows_the_token(settings):
    for token, shown, status in (
        ("", "", 404),
        ("", "Bearer ", 404),
        ("a-token", "", 404),
        ("a-token", "Bearer wrong", 404),
        ("a-token", "Bearer a-token", 200),
    ):
        settings.METRICS_TOKEN = token
        assert NOBODY.get("/metrics", headers={"authorization": shown}).status_code == status, (token, shown)


@pytest.mark.django_db
def test_the_numbers_are_prometheus_and_nobodys(settings):
    settings.METRICS_TOKEN = "a-token"
    waiting(600)
    waiting(5)
    text = NOBODY.get("/metrics", headers={"authorization": "Bearer a-token"}).content.decode()
    found = {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }
    assert found["plumb_mails", "due"] == 2
    assert found["plumb_mails", "dead"] == 0
    assert 600 <= found["plumb_mail_oldest_due_seconds",] < 660
    assert found["plumb_mail_alarm",] == 1
    assert "@" not in text


# -- In the log --------------------------------------------------------------------------------------------------
def test_a_line_is_an_object_without_anybodys_address_or_secret():
    record = logging.LogRecord(
        "plumb", logging.ERROR, "", 0, "GET /calendar/%s for %s", ("s3cr3t.ics", "mirela@home.example"), None
    )
    logs.without_secrets(record)
    said = json.loads(logs.Json().format(record))
    assert said["message"] == "GET /calendar/… for …@…"
    assert set(said) == {"at", "level", "logger", "message"}
