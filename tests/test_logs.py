"""A log line holds no link's secret and no row's values."""

import logging

from django.db import IntegrityError

from clinic import logs


def said_of(error):
    return logs.Line().formatException((type(error), error, error.__traceback__))


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def record_of(message, *args):
    return logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)


def test_a_links_secret_is_left_out():
    for address in ("/invitation/s3cret/", "/reminders/stop/s3cret/", "/accounts/password/reset/key/s3cret/"):
        record = record_of("Gone: %s", address)
        assert logs.without_secrets(record)
        assert "s3cret" not in record.getMessage()
        assert record.getMessage().startswith("Gone: /")


def test_a_database_error_is_named_but_not_quoted():
    said = said_of(raised(IntegrityError("DETAIL: Failing row contains (Mirela, 1984-03-09)")))
    assert "IntegrityError" in said
    assert "test_logs.py" in said
    assert "Mirela" not in said


def test_another_error_is_told_whole():
    assert "a plain mistake" in said_of(raised(ValueError("a plain mistake")))
