"""Where does a therapist choose the morning overview?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clinic import digest
from clinic.people import access
from clinic.people.models import Clinic, User


class DigestForm(forms.Form):
    """Whether, and when."""

    wanted = forms.BooleanField(label=gettext_lazy("Send me an overview each morning"), required=False)
    at = forms.TimeField(
        label=gettext_lazy("At"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={
            "invalid": gettext_lazy("Write a time such as 07:30."),
            "required": gettext_lazy("Write a time such as 07:30."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.clinician
def overview(request: HttpRequest) -> HttpResponse:
    """One mail a morning with two numbers and a link."""
    assert isinstance(request.user, User)
    clinic = access.clinic_of(request)
    form = DigestForm(
        request.POST if request.method == "POST" else None, initial=_chosen(clinic, request.user)
    )
    if form.is_valid():
        digest.wish(by=request.user, clinic=clinic, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("overview")
    status = 422 if form.is_bound else 200
    return render(request, "clinic/overview.html", {"form": form, "zone": clinic.time_zone}, status=status)


def _chosen(clinic: Clinic, user: User) -> dict[str, Any]:
    found = digest.wish_of(clinic, user)
    return {"wanted": found.next_due_at is not None, "at": found.at}
