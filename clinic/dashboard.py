"""The therapist's first page: who needs me, what I just answered, then the caseload."""

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinic import caseload
from clinic.caseload import Undoable
from clinic.people import access, audit, finding
from clinic.people.models import Patient, PatientQuerySet, User
from exercises import undoing

CALLS, CASES = 12, 25


@require_GET
@access.clinician
def today(request: HttpRequest) -> HttpResponse:
    """Two lists, each paged; the page asks the same few questions however long they are."""
    day, me = timezone.localdate(), _user(request).pk
    patients = access.patients(request)
    asked = _asked(request)
    calling = Paginator(caseload.calling(patients, day), CALLS).get_page(request.GET.get("calls"))
    cases, is_near = _cases(request, patients, asked, me)
    shown = [*calling.object_list, *cases.object_list]
    audit.record_read(request, "today.read", shown)
    context = {
        "day": day,
        "calling": calling,
        "calls": caseload.calls(list(calling.object_list), day),
        "undoable": [*_talk(request), *caseload.undoable(patients, by=me, now=timezone.now())],
        "cases": cases,
        "is_near": is_near,
        "shows": _shows(),
        **asked,
    }
    return render(request, "clinic/today.html", context)


def _talk(request: HttpRequest) -> list[Undoable]:
    """Whom they noted to have talked to just now, perhaps by mistake."""
    talk = undoing.talk_of(request.session, timezone.now())
    if talk is None:
        return []
    url = reverse("exercises:not_in_touch", args=[talk.patient_id, talk.programme_id])
    return [Undoable(_("Noted: you were in touch. The quiet days count anew from today."), url)]


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address says of the caseload; what it does not know is passed over."""
    show, sort = request.GET.get("show", ""), request.GET.get("sort", "name")
    return {
        "query": request.GET.get("q", "").replace("\0", "").strip()[:80],
        "show": show if show in caseload.SHOWS else "",
        "sort": sort if sort in caseload.SORTS else "name",
    }


def _cases(
    request: HttpRequest, patients: PatientQuerySet, asked: dict[str, str], me: UUID
) -> tuple[Page[Patient], bool]:
    """A page of the caseload; of people nearly called so, where nobody is."""
    exact = _page(request, finding.called(patients, asked["query"]), asked, me)
    if exact.paginator.count or not asked["query"]:
        return exact, False
    near = finding.nearly_called(patients.treated(), asked["query"])
    return _page(request, near, asked, me), True


def _page(request: HttpRequest, patients: PatientQuerySet, asked: dict[str, str], me: UUID) -> Page[Patient]:
    treated = caseload.shown(caseload.treated(patients), asked["show"], me=me, today=timezone.localdate())
    return Paginator(caseload.sorted_by(treated, asked["sort"]), CASES).get_page(request.GET.get("page"))


def _shows() -> list[tuple[str, str]]:
    """In words, in the order of `caseload.SHOWS`."""
    said = (
        _("Everybody"),
        _("Mine"),
        _("Practised this week"),
        _("Retest due"),
        _("Stopped for safety"),
        _("No programme"),
    )
    return list(zip(caseload.SHOWS, said, strict=True))
