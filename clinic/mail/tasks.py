"""The mail's Celery door. It calls one function, and is safe twice."""

from celery import shared_task
from django.utils import timezone

from clinic.mail import sender


@shared_task(name="mail.send_due", ignore_result=True)
def send_due() -> None:
    sender.send_due(timezone.now())
