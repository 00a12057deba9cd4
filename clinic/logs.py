"""What does a log line never hold? A link's secret, an e-mail address, and the values that a database error quotes."""

import json
import logging
import re
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import Error

SECRETS = re.compile(
    r"(/invitation/|/start/|/reminders/stop/|/calendar/|/accounts/password/reset/key/)[^/\s]+"
)
ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def without_secrets(record: logging.LogRecord) -> bool:
    """A filter: where it was stays, a link's secret and a person's e-mail address do not."""
    record.msg = ADDRESSES.sub("…@…", SECRETS.sub(r"\1…", record.getMessage()))
    record.args = ()
    return True


def quiet() -> Callable[[logging.LogRecord], bool]:
    """What the settings name."""
    return without_secrets


class Line(logging.Formatter):
    """One line, and under an error where it happened; a database's own words quote what somebody typed."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        chain: list[BaseException] = []
        error: BaseException | None = ei[1]
        while error is not None and error not in chain:
            chain.append(error)
            error = error.__cause__ or error.__context__
        if not any(isinstance(one, Error) for one in chain):
            return super().formatException(ei)
        return "".join(traceback.format_tb(ei[2])) + type(ei[1]).__name__


class Json(Line):
    """One object a line: when, how grave, who says it, what; under an error where it happened. No more."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
