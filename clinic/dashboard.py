"""The therapist's first page: who needs me, then the caseload."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clinic import caseload
from clinic.people import access, audit

CALLS, CASES = 12, 25


@require_GET
@access.clinician
def today(request: HttpRequest) -> HttpResponse:
    """Two lists, each paged; the page asks the same few questions however long they are."""
    day = timezone.localdate()
    patients = access.patients(request)
    query, sort = request.GET.get("q", "").strip()[:80], request.GET.get("sort", "name")
    calling = Paginator(caseload.calling(patients, day), CALLS).get_page(request.GET.get("calls"))
    treated = caseload.sorted_by(caseload.treated(patients.named_like(query)), sort)
    cases = Paginator(treated, CASES).get_page(request.GET.get("page"))
    shown = [*calling.object_list, *cases.object_list]
    audit.record_read(request, "today.read", shown)
    context = {
        "day": day,
        "calling": calling,
        "calls": caseload.calls(list(calling.object_list), day),
        "cases": cases,
        "query": query,
        "sort": sort,
    }
    return render(request, "clinic/today.html", context)
