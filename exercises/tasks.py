"""The practice's Celery doors. Each calls one function, and is safe twice."""

from celery import shared_task
from django.utils import timezone

from exercises import closing, reminders


@shared_task(name="exercises.plan_reminders", ignore_result=True)
def plan_reminders() -> None:
    reminders.plan(timezone.now())


@shared_task(name="exercises.look_at_programmes", ignore_result=True)
def look_at_programmes() -> None:
    closing.look_at_all(timezone.now())
