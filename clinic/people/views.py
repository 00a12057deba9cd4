"""The front desk's pages: who is registered here, and correcting it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinic.people import access, actions, audit, finding
from clinic.people.forms import ClinicForm, PatientForm
from clinic.people.models import User

PAGE = 25


@require_GET
@access.staff
def patients(request: HttpRequest) -> HttpResponse:
    """Everybody treated in this clinic, by name; or those who were discharged."""
    query, discharged = request.GET.get("q", "").replace("\0", "").strip()[:80], "discharged" in request.GET
    registered = access.patients(request)
    everybody = registered.discharged() if discharged else registered.treated()
    found, is_near = finding.called(everybody, query), False
    if query and not found.exists():
        found, is_near = finding.nearly_called(everybody, query), True
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    audit.record_read(request, "patient.list", page.object_list)
    shown = {
        "page": page,
        "is_near": is_near,
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


@access.owner
def clinic(request: HttpRequest) -> HttpResponse:
    """How patients reach the clinic, and on which paper it prints. The owner's to say."""
    form = ClinicForm(request.POST if request.method == "POST" else None, instance=access.clinic_of(request))
    if request.method == "POST" and form.is_valid():
        actions.change_clinic(by=_user(request), clinic=access.clinic_of(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("people:clinic")
    return render(request, "people/clinic.html", {"form": form}, status=422 if form.errors else 200)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
