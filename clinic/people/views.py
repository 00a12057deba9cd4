"""The front desk's pages: who is registered here, and correcting it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinic.people import access, actions, audit
from clinic.people.forms import PatientForm
from clinic.people.models import User

PAGE = 25


@require_GET
@access.staff
def patients(request: HttpRequest) -> HttpResponse:
    """Everybody treated in this clinic, by name; or those who were discharged."""
    query, discharged = request.GET.get("q", "").strip()[:80], "discharged" in request.GET
    everybody = access.patients(request)
    found = (everybody.discharged() if discharged else everybody.treated()).named_like(query)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    audit.record_read(request, "patient.list", page.object_list)
    shown = {
        "page": page,
        "query": query,
        "discharged": discharged,
        "is_clinical": access.is_clinical(request),
    }
    return render(request, "people/patients.html", shown)


@access.staff
def change(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Correct name, birth, contact."""
    patient = access.registered_patient(
        request, patient_id, treated=False
    )  # a mistake may always be corrected
    form = PatientForm(request.POST or None, instance=patient, clinic=patient.clinic)
    if request.method == "POST" and form.is_valid():
        unchanged = access.registered_patient(request, patient_id, treated=False)
        actions.change_patient(by=_user(request), patient=unchanged, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("patient", patient.pk)
    return render(
        request, "people/change.html", {"form": form, "patient": patient}, status=422 if form.errors else 200
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
