"""Celery: the clock and the hands. The database holds the truth; the web never imports this module.

Beat ticks without arguments; no result backend, no ETA, no countdown. A task is a door: it calls one function.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

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
        for name, task in {
            "plan-reminders": "exercises.plan_reminders",
            "look-at-programmes": "exercises.look_at_programmes",
            "send-mail": "mail.send_due",
        }.items()
    },
)
app.autodiscover_tasks(["clinic.mail", "exercises"], force=True)
