"""Celery: the clock and the hands. The database holds the truth; the web never imports this module.

Beat ticks without arguments; no result backend, no ETA, no countdown. A task is a door: it calls one function.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402


def ticks() -> dict[str, str]:
    """What happens at every tick, by the names under which the tasks are registered."""
    return {name: import_string(task).name for name, task in settings.TICKS.items()}


app = Celery("plumb", broker=settings.REDIS_URL, set_as_current=True)
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600},
    timezone="UTC",
    enable_utc=True,
    beat_schedule={
        name: {
            "task": task,
            "schedule": settings.MAIL_TICK_S,
            # A tick that no worker took is stale: the next one does its work.
            "options": {"expires": settings.MAIL_TICK_S},
        }
        for name, task in ticks().items()
    },
)
app.autodiscover_tasks(["clinic", "clinic.mail", "exercises"], force=True)
