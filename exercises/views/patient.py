"""The patient's page of the day: what to do, in which order, why, and what has changed."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.people import access, audit
from clinic.people.models import Patient, User
from exercises import closing, logging, mornings, news, practising, wording
from exercises.models import Programme
from exercises.practising import Practice
from exercises.telling import MorningForm


@require_GET
@access.patient
def today(request: HttpRequest) -> HttpResponse:
    """What to do now, in order, with why; or plainly why there is nothing."""
    patient = own_record(request)
    programme = up_to_date(patient)
    practice = practising.practice_on(programme, day_of(patient)) if programme else None
    audit.record_read(request, "practice.read", [patient], practice.programme.pk if practice else None)
    shown = {"patient": patient, "practice": practice} | _shown(practice)
    return render(request, "exercises/today.html", shown)


def _shown(practice: Practice | None) -> dict[str, object]:
    if practice is None:
        return {}
    holds = wording.circumstances(practice.programme)
    later = set(practice.after_run)
    return {
        "shown": [wording.shown(item, holds) for item in practice.items if item not in later],
        "before_run": [wording.shown(item, holds) for item in practice.before_run],
        "after_run": [wording.shown(item, holds) for item in practice.after_run],
        "resting": [wording.shown(item, holds).name for item in practice.resting],
        "next_stage": practice.next_stage,
        "news": news.of(practice),
        "morning": MorningForm() if practice.asks_for_morning else None,
    }


@require_POST
@access.patient
def run_day(request: HttpRequest) -> HttpResponse:
    """I run today; or, after all, not."""
    patient = own_record(request)
    programme = practising.live_programme(patient)
    if programme is not None:
        assert isinstance(request.user, User)
        runs = request.POST.get("runs") == "yes"
        logging.plan_run(
            by=request.user, patient=patient, programme=programme, day=day_of(patient) if runs else None
        )
    return redirect("practice:today")


@access.patient
def morning(request: HttpRequest) -> HttpResponse:
    """The one question of the next morning; open to change until the day ends."""
    patient = own_record(request)
    programme = practising.live_programme(patient)
    about = mornings.asked_of(programme, day_of(patient)) if programme else None
    if programme is None or about is None:
        messages.info(request, _("There is nothing to answer this morning."))
        return redirect("practice:today")
    form = MorningForm(request.POST if request.method == "POST" else None, told=about)
    if form.is_valid():
        return _keep_morning(request, patient, programme, form.cleaned_data["pain"])
    audit.record_read(request, "session.read", [patient], about.pk)
    shown = {"patient": patient, "form": form, "about": about}
    return render(request, "exercises/morning.html", shown, status=422 if form.is_bound else 200)


def _keep_morning(request: HttpRequest, patient: Patient, programme: Programme, pain: int) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        session, made = mornings.answer_morning(
            by=request.user, patient=patient, programme=programme, pain=pain, now=timezone.now()
        )
    except mornings.NotAsked:
        messages.info(request, _("There is nothing to answer this morning."))
        return redirect("practice:today")
    if any(one.alert for one in made) or pain >= practising.STOP_FOR_TODAY:
        return redirect("practice:done", session.pk)
    messages.success(request, _("Saved. Thank you."))
    return redirect("practice:today")


# -- What the other pages of the patient ask too -------------------------------------------------------------------
def own_record(request: HttpRequest) -> Patient:
    """The person's own record; of several, one with a programme to practise."""
    record = practising.practised_first(access.own_records(request)).first()
    return access.found_or_refused(request, record, "own_record", uuid.UUID(int=0))


def up_to_date(patient: Patient) -> Programme | None:
    """The programme as it stands today: what the daily look has not done yet is done first."""
    programme = practising.live_programme(patient)
    if programme is not None and closing.is_due(programme, timezone.now()):
        closing.look(programme.clinic_id, programme.pk, timezone.now())
        programme = practising.live_programme(patient)
    return programme


def now_there(patient: Patient) -> datetime:
    return timezone.localtime(timezone=ZoneInfo(patient.time_zone))


def day_of(patient: Patient) -> date:
    """Today where the patient is."""
    return now_there(patient).date()
