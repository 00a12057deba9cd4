"""The top floor's Celery door. It calls one function, and is safe twice."""

from celery import shared_task
from django.utils import timezone

from clinic import digest


@shared_task(name="clinic.plan_overviews", ignore_result=True)
def plan_overviews() -> None:
    digest.plan(timezone.now())
