"""The patient's pages: what to do today, and how it went."""

import uuid
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clinic.people import access, audit, unsent
from clinic.people.emergency import emergency_number
from clinic.people.models import Patient, User
from exercises import logging, practising, wording
from exercises.dating import STILL_YESTERDAY_UNTIL
from exercises.forms import EntryForm, SessionForm
from exercises.models import Decision, Session
from exercises.practising import Practice


@require_GET
@access.patient
def today(request: HttpRequest) -> HttpResponse:
    """What to do now, in order, with why; or plainly why there is nothing."""
    patient = _patient(request)
    practice = _practice(patient, _day(patient))
    audit.record_read(request, "practice.read", [patient], practice.programme.pk if practice else None)
    return render(
        request, "exercises/today.html", {"patient": patient, "practice": practice} | _shown(practice)
    )


def _shown(practice: Practice | None) -> dict[str, object]:
    if practice is None:
        return {}
    holds = wording.circumstances(practice.programme)
    return {
        "shown": [wording.shown(item, holds) for item in practice.items],
        "before_run": [wording.shown(item, holds) for item in practice.before_run],
        "resting": [wording.shown(item, holds).name for item in practice.resting],
        "next_stage": practice.next_stage,
    }


@access.patient
def log(request: HttpRequest) -> HttpResponse:
    """How it went: exercise by exercise, then the whole."""
    patient = _patient(request)
    practice = _practice(patient, _opened_on(request, patient))
    if practice is None or practice.is_stopped or practice.has_expired:
        return redirect("practice:today")
    typed_before = unsent.waiting(request)
    session = SessionForm(request.POST or typed_before)
    entries = [EntryForm(request.POST or typed_before, item=item) for item in practice.items]
    if typed_before:
        messages.info(
            request, _("You were signed out meanwhile. What you chose is below; it is not saved yet.")
        )
    if request.method == "POST" and all([session.is_valid(), *(entry.is_valid() for entry in entries)]):
        return _keep(request, patient, practice, session, entries)
    shown = {
        "patient": patient,
        "practice": practice,
        "session": session,
        "rows": [(entry, wording.shown(entry.item, frozenset())) for entry in entries],
    }
    is_wrong = session.errors or any(entry.errors for entry in entries)
    return render(request, "exercises/log.html", shown, status=422 if is_wrong else 200)


def _keep(
    request: HttpRequest, patient: Patient, practice: Practice, session: SessionForm, entries: list[EntryForm]
) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        kept = logging.log_session(
            by=request.user,
            patient=patient,
            programme=practice.programme,
            local_date=practice.day,
            slot=practice.slot,
            client_key=session.cleaned_data["client_key"],
            told=session.told(entries),
            now=timezone.now(),
        )
    except logging.NotPossible as reason:
        messages.error(request, reason.sentence)
        return redirect("practice:today")
    return redirect("practice:done", kept.session.pk)


@require_GET
@access.patient
def done(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Thank you; what the engine makes of it, in plain words; what to do at once where that is needed."""
    patient = _patient(request)
    found = patient.sessions.select_related("programme").filter(pk=session_id).first()
    session: Session = access.found_or_refused(request, found, "session", session_id)
    decisions = list(session.decisions.all())
    audit.record_read(request, "session.read", [patient], session.pk)
    shown = {
        "patient": patient,
        "session": session,
        "words": _words(decisions),
        "is_alarm": session.red_flag or session.fall or session.pain >= 8,
        "is_painful": session.pain >= 6,
        "emergency": emergency_number(patient.clinic.country),
    }
    return render(request, "exercises/done.html", shown)


def _words(decisions: list[Decision]) -> list[str]:
    """Each thing once, the whole programme's first."""
    said = [
        decision.reason["patient"]["text"]
        for decision in sorted(decisions, key=lambda one: bool(one.item_id))
    ]
    return list(dict.fromkeys(said))


def _patient(request: HttpRequest) -> Patient:
    """The person's own record; of several, one with a programme to practise."""
    record = practising.practised_first(access.own_records(request)).first()
    return access.found_or_refused(request, record, "own_record", uuid.UUID(int=0))


def _practice(patient: Patient, day: date) -> Practice | None:
    programme = practising.live_programme(patient)
    return practising.practice_on(programme, day) if programme else None


def _opened_on(request: HttpRequest, patient: Patient) -> date:
    """The day that is told of: yesterday, where the page was opened before midnight and sent soon after."""
    now = timezone.localtime(timezone=ZoneInfo(patient.time_zone))
    yesterday = now.date() - timedelta(days=1)
    sent_late = request.POST.get("day") == yesterday.isoformat() and now.hour < STILL_YESTERDAY_UNTIL
    return yesterday if sent_late else now.date()


def _day(patient: Patient) -> date:
    """Today where the patient is."""
    return timezone.localdate(timezone=ZoneInfo(patient.time_zone))
