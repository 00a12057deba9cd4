"""manage.py run_scheduler: the same clock and hands as Celery's, in one process, for a clinic without Redis."""

import logging
import signal
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Every tick in turn; SIGTERM and Ctrl-C end it after the one that runs."""

    help = "Plan and send mail in this one process, without Celery and Redis, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round of ticks, then stop")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        stop = threading.Event()
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: stop.set())
        ticks = {name: import_string(task) for name, task in settings.TICKS.items()}
        while not stop.is_set():
            began = time.monotonic()
            for name, tick in ticks.items():
                if not stop.is_set():
                    _run(name, tick)
            if once:
                return
            stop.wait(max(0.0, settings.MAIL_TICK_S - (time.monotonic() - began)))


def _run(name: str, tick: Any) -> None:
    """One that fails must not keep the others from their turn; the next round tries it again."""
    close_old_connections()
    try:
        tick()
    except Exception as error:  # noqa: BLE001 - as above
        # No trace: what the database says may quote a row.
        log.error("tick %s: %s", name, type(error).__name__)  # noqa: TRY400
    finally:
        close_old_connections()
