"""`manage.py demo`: fill the made-up clinics once, and say who can sign in. Like a page, a command is a way in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from exercises.demo import building, sheet

# By name, as settings name the account adapter: nobody below the top floor imports it.
INVITE = "clinic.invitations.invite"


class Command(BaseCommand):
    help = "Fill the demo's made-up clinics, once. Refuses outside a demo and beside a real clinic."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is not a demo: set DEMO=1 on a database of its own, or leave this command alone."
            )
        try:
            if not building.is_there():
                building.fill(timezone.now(), import_string(INVITE))
        except building.RealClinic:
            raise CommandError(
                "A clinic that is not made up has its records in this database, so the demo stays out of it. "
                "Give the demo a database of its own."
            ) from None
        path = sheet.write()
        self.stdout.write("\n".join([*sheet.lines(), f"The same stands in {path}."]))
