"""Does the whole loop run in one process, without Redis?"""

import signal

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.mail import make
from tests.mail.make import a_reminded_patient


@pytest.mark.django_db
def test_one_round_plans_and_sends(clinic, therapist, settings, mailoutbox, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr("clinic.mail.management.commands.run_scheduler.close_old_connections", lambda: None)
    patient = a_reminded_patient(clinic, therapist)
    now = timezone.now()
    with make.tenancy.within(clinic.pk):
        make.ReminderPreference.objects.update(next_due_at=now)
        type(patient).objects.filter(pk=patient.pk).update(time_zone="UTC")
        hour = now.time().replace(second=0, microsecond=0)
        make.ReminderPreference.objects.update(
            first_time=hour, second_time=None, quiet_from=hour, quiet_until=hour
        )
        patient.programmes.update(starts_on=now.date(), expires_on=None)
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    call_command("run_scheduler", "--once")
    for name, handler in before.items():
        signal.signal(name, handler)
    assert [mail.to for mail in mailoutbox] == [[patient.email]]
