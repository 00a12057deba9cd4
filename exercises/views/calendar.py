"""How does a patient get a calendar, and how does a program read it? With a secret address that can be withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.people import access
from clinic.people.models import Patient, User
from exercises import calendar_feed


@require_POST
@access.patient
def make(request: HttpRequest) -> HttpResponse:
    """The address is shown on this answer and never again."""
    assert isinstance(request.user, User)
    address = calendar_feed.make_address(patient=_record(request), by=request.user)
    return render(request, "exercises/calendar_made.html", {"address": address})


@require_POST
@access.patient
def withdraw(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    calendar_feed.withdraw_address(patient=_record(request), by=request.user)
    messages.success(request, _("The calendar's address no longer works."))
    return redirect("practice:reminders")


@require_safe
@access.public
def read(request: HttpRequest, address: str) -> HttpResponse:
    """For calendar programs, which have no sign-in."""
    feed = calendar_feed.feed_at(address)
    if feed is None:
        raise Http404
    with translation.override(calendar_feed.language_of(feed)):
        content = calendar_feed.written(feed, timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="plan.ics"'
    return answer


def _record(request: HttpRequest) -> Patient:
    """The one named, of the person's own."""
    named = request.POST.get("record", "")
    found = next((one for one in access.own_records(request) if str(one.pk) == named), None)
    record: Patient = access.found_or_refused(request, found, "own_record", UUID(int=0))
    return record
