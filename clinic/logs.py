"""What does a log line never hold? The secret of a link, and a row's values that a database error quotes."""

import logging
import re
import traceback
from collections.abc import Callable
from typing import Any

from django.db import Error

SECRETS = re.compile(r"(/invitation/|/start/|/reminders/stop/|/accounts/password/reset/key/)[^/\s]+")


def without_secrets(record: logging.LogRecord) -> bool:
    """A filter: the address stays, its secret does not."""
    record.msg = SECRETS.sub(r"\1…", record.getMessage())
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
