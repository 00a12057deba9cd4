"""How does the patient choose reminders, and stop them? With a sign-in, or with the link in each reminder."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clinic.people import access
from clinic.people.models import Patient, User
from exercises import calendar_feed, reminder_settings, reminding_later
from exercises.reminder_forms import LaterForm, ReminderForm
from exercises.reminders import obstacle
from exercises.views.patient import own_record


# -- With a sign-in ----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@access.patient
def reminders(request: HttpRequest) -> HttpResponse:
    """One form for each clinic where the person is a patient; hardly anybody has two."""
    records = list(access.own_records(request))
    forms = [_form(request, patient, number) for number, patient in enumerate(records)]
    for patient, form in zip(records, forms, strict=True):
        if form.is_valid():
            return _save(request, patient, form)
    shown = [_shown(patient, form) for patient, form in zip(records, forms, strict=True)]
    status = 422 if request.method == "POST" else 200
    return render(request, "exercises/reminders.html", {"records": shown}, status=status)


def _form(request: HttpRequest, patient: Patient, number: int) -> ReminderForm:
    sent = request.POST if request.POST.get("record") == str(patient.pk) else None
    return ReminderForm(
        reminder_settings.preference_of(patient), sent, prefix=str(number) if number else None
    )


def _save(request: HttpRequest, patient: Patient, form: ReminderForm) -> HttpResponse:
    assert isinstance(request.user, User)
    reminder_settings.save_preferences(
        patient=patient, by=request.user, now=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("Saved."))
    return redirect("practice:reminders")


def _shown(patient: Patient, form: ReminderForm) -> dict[str, Any]:
    """The form, and when the next reminder comes, as it stands in the database."""
    zone = ZoneInfo(patient.time_zone)
    next_at = form.preference.next_due_at
    local = (next_at or timezone.now()).astimezone(zone)
    return {
        "patient": patient,
        "form": form,
        "has_calendar": calendar_feed.has_address(patient),
        "next_at": local.replace(tzinfo=None) if next_at else None,
        "obstacle": obstacle(patient, local.date()) if form.preference.enabled else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access.patient
def later(request: HttpRequest) -> HttpResponse:
    """Where "not now" in a reminder leads. Opening it changes nothing."""
    form = LaterForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (answer := _remind_later(request, form)):
        return answer
    return render(
        request, "exercises/reminders_later.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _remind_later(request: HttpRequest, form: LaterForm) -> HttpResponse | None:
    assert isinstance(request.user, User)
    try:
        at = reminding_later.remind_later(
            patient=own_record(request), by=request.user, now=timezone.now(), hours=form.cleaned_data["hours"]
        )
    except reminding_later.NotThen as reason:
        form.add_error("hours", reason.sentence)
        return None
    messages.success(request, _("You will be reminded at %(time)s.") % {"time": f"{at:%H:%M}"})
    return redirect("practice:today")


# -- With the link in each reminder ------------------------------------------------------------------------------
@csrf_exempt  # RFC 8058: a mail program posts here by itself, with no page of ours before it
@require_http_methods(["GET", "HEAD", "POST"])
@access.public
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only asks; mail scanners open links. Pressing the button stops."""
    preference = reminder_settings.preference_by_link(token)
    if preference is None:
        raise Http404
    if request.method == "POST":
        reminder_settings.stop_by_link(preference, timezone.now())
    stopped = request.method == "POST" or not preference.enabled
    return render(request, "exercises/reminders_stop.html", {"stopped": stopped})
