"""The front door: where somebody belongs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from clinic.people import access
from clinic.people.models import Role


@require_GET
@access.public
def home(request: HttpRequest) -> HttpResponse:
    """Everybody to their own first page."""
    person = access.person_of(request)
    if person.work:
        return redirect("people:patients" if person.work.role == Role.ASSISTANT else "today")
    if person.care:
        return redirect("practice:today")
    if person.user:
        return render(request, "clinic/nowhere.html")
    return redirect("account_login")


@require_GET
@access.signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Staff see patients only with a second factor; this page says how to get one."""
    if access.has_second_factor(request):
        return redirect("home")
    return render(request, "clinic/second_factor.html")


@require_POST
@access.staff
def choose_clinic(request: HttpRequest) -> HttpResponse:
    """For people who work in several: the one whose patients are shown."""
    chosen = request.POST.get("clinic", "")
    if chosen in {str(clinic_id) for clinic_id in access.person_of(request).works_in()}:
        request.session["clinic"] = chosen
    return redirect("home")
