"""What does one request run inside? One transaction that sees what the person may see, and nothing else."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from clinic.people import audit, devices, sittings
from clinic.people.access import person_of


class TenancyMiddleware:
    """Opens the transaction, enters as the person, closes it; writes denials after what they rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        with transaction.atomic():
            if sittings.is_over(request, now):
                logout(request)
            person = person_of(request)
            if person.user is not None:
                sittings.keep(request, is_staff=person.work is not None, now=now)
            with timezone.override(person.time_zone), translation.override(person.language):
                response = self.get_response(request)
            if getattr(request, "broke", False):
                transaction.set_rollback(True)
        if person.user is not None:
            # Nothing of a signed-in person stays in a browser's or a proxy's cache, unless a view says it may.
            response.headers.setdefault("Cache-Control", "no-store, private")
            # By this a service worker sees that somebody else has signed in, and forgets.
            response.headers[devices.HEADER] = devices.account_mark(person.user)
        audit.write_denials(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """A page that ends in an error, a 404 or a 403 leaves nothing written.

        Not undone at once: allauth makes a page of its own out of some errors, and asks the database for it.
        """
        request.broke = True  # type: ignore[attr-defined]
