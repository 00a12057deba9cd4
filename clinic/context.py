"""What does every page know? Who asks, where they work, and whether this is a demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from clinic.people import devices, unsent
from clinic.people.access import CLINICAL, Person, clinic_of
from exercises import sign_off
from exercises.models import ProtocolReview


def page(request: HttpRequest) -> dict[str, Any]:
    """Nothing here asks the database by itself: the person was known when the request came in."""
    person: Person = getattr(request, "_person", None) or Person(None)
    tie = person.work or next(iter(person.care), None)
    return {
        "person": person if person.user else None,
        "clinic_name": tie.clinic_name if tie else "",
        "demo": settings.DEMO,
        "account": devices.account_mark(person.user) if person.user else "",
        "person_mark": unsent.mark(request) if person.user else "",
        "nav": _navigation(request, person),
        # Asked only where a default is shown; a programme's page says what it was made under instead.
        "signed_defaults": SimpleLazyObject(lambda: _signed_defaults(request, person)),
    }


def _signed_defaults(request: HttpRequest, person: Person) -> ProtocolReview | None:
    """The signature under which this clinic works, if there is one."""
    if person.work is None or person.work.role not in CLINICAL:
        return None
    return sign_off.standing(clinic_of(request)).review


def _navigation(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    links = {
        "staff": [("people:patients", _("Patients")), ("mail:log", _("Messages"))],
        "patient": [
            ("practice:today", _("Today")),
            ("practice:progress", _("Progress")),
            ("practice:reminders", _("Reminders")),
        ],
        "nobody": [],
    }[person.kind]
    if person.work and person.work.role in CLINICAL:
        links = [("today", _("Today")), *links, ("protocol:show", _("Protocol"))]
    if settings.DEMO:
        links = [*links, ("mail:outbox", _("Demo outbox"))]
    return [_link(request, name, label) for name, label in links]


def _link(request: HttpRequest, name: str, label: str) -> dict[str, Any]:
    url = reverse(name)
    return {"label": label, "url": url, "current": request.path == url}
