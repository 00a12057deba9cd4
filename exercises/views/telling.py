"""The patient's pages of afterwards: how it went, what follows from it, and telling it otherwise."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.people import access, audit, unsent
from clinic.people.emergency import emergency_number
from clinic.people.models import Patient, User
from exercises import dating, logging, practising, wording
from exercises.models import Decision, Entry, Programme, ProgrammeState, Session
from exercises.practising import Practice
from exercises.refusing import NotPossible
from exercises.telling import EntryForm, QuickForm, SessionForm
from exercises.told import Told
from exercises.views.patient import day_of, now_there, own_record, up_to_date

ALARM = 8


@access.patient
def log(request: HttpRequest) -> HttpResponse:
    """How it went: all well in two taps; or exercise by exercise, then the whole."""
    patient = own_record(request)
    day = _day_told(request, patient)
    programme = up_to_date(patient)
    practice = practising.practice_on(programme, min(day, day_of(patient))) if programme else None
    if practice is None or _is_closed(practice) or _is_of_another(request, practice):
        return _told_too_late(request, patient) if request.method == "POST" else redirect("practice:today")
    existing = practice.logged[-1] if practice.is_done and practice.logged else None
    return _tell(request, patient, practice, day, existing)


@access.patient
def change(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """The same answers once more, as they were told, until the day is over."""
    patient = own_record(request)
    session = _session(request, patient, session_id)
    programme = session.programme
    if not dating.is_open(session.local_date, now_there(patient)):
        messages.info(request, _("That day is over, so it stays as you told it."))
        return redirect("practice:done", session.pk)
    practice = practising.practice_on(programme, session.local_date, session.slot)
    if not programme.is_live or practice.is_stopped:
        return redirect("practice:today")
    return _tell(request, patient, practice, session.local_date, session)


def _tell(
    request: HttpRequest, patient: Patient, practice: Practice, day: date, existing: Session | None
) -> HttpResponse:
    typed = request.POST or unsent.waiting(request)
    before = {one.item_id: one for one in existing.entries.all()} if existing else {}
    if "quick" in request.POST:
        quick = QuickForm(request.POST, items=practice.to_tell)
        session, entries = SessionForm(), [EntryForm(item=item) for item in practice.to_tell]
        if quick.is_valid():
            return _keep(request, patient, practice, day, quick.cleaned_data["client_key"], quick.told())
    else:
        quick = QuickForm(items=practice.to_tell)
        session = SessionForm(typed, told=existing)
        entries = [EntryForm(typed, item=item, told=before.get(item.pk)) for item in practice.to_tell]
        if request.method == "POST" and all([session.is_valid(), *(entry.is_valid() for entry in entries)]):
            key = session.cleaned_data["client_key"]
            return _keep(request, patient, practice, day, key, session.told(entries))
    if typed and request.method == "GET":
        messages.info(
            request, _("You were signed out meanwhile. What you chose is below; it is not saved yet.")
        )
    shown = {
        "patient": patient,
        "practice": practice,
        "session": session,
        "quick": None if existing else quick,
    }
    shown |= {"rows": _rows(entries), "existing": existing}
    is_wrong = session.errors or quick.errors or any(entry.errors for entry in entries)
    return render(request, "exercises/log.html", shown, status=422 if is_wrong else 200)


def _rows(entries: list[EntryForm]) -> list[tuple[EntryForm, wording.Shown]]:
    return [(entry, wording.shown(entry.item, frozenset())) for entry in entries]


def _keep(
    request: HttpRequest, patient: Patient, practice: Practice, day: date, client_key: uuid.UUID, told: Told
) -> HttpResponse:
    assert isinstance(request.user, User)
    try:
        kept = logging.log_session(
            by=request.user,
            patient=patient,
            programme=practice.programme,
            local_date=day,
            slot=practice.slot,
            client_key=client_key,
            told=told,
            now=timezone.now(),
        )
    except NotPossible as reason:
        return _not_kept(request, patient, reason, told)
    if kept.sentence:
        messages.info(request, kept.sentence)
    return redirect("practice:done", kept.session.pk)


def _is_closed(practice: Practice) -> bool:
    """Today's page says why, and what to do."""
    return practice.is_stopped or practice.has_expired or practice.waits_for_therapist


# -- What cannot be kept -------------------------------------------------------------------------------------------
def _is_of_another(request: HttpRequest, practice: Practice) -> bool:
    """The page was opened before the plan changed: none of its exercises is in this one."""
    named = _items_named(request.POST)
    return bool(named) and not named & {item.pk for item in practice.kept}


def _told_too_late(request: HttpRequest, patient: Patient) -> HttpResponse:
    """To a plan that has run out, was stopped or replaced: put to it all the same, for it says why not."""
    items = list(patient.item_set.filter(pk__in=_items_named(request.POST)).select_related("programme"))
    entries = [EntryForm(request.POST, item=item) for item in items]
    session = SessionForm(request.POST)
    is_whole = [session.is_valid(), *(entry.is_valid() for entry in entries)]
    programme = items[0].programme if items else practising.live_programme(patient)
    if not all(is_whole) or programme is None:
        return _not_kept(request, patient, NotPossible(_why_not(programme, day_of(patient))), None)
    practice = practising.practice_on(programme, day_of(patient))
    day = _day_told(request, patient)
    return _keep(request, patient, practice, day, session.cleaned_data["client_key"], session.told(entries))


def _why_not(programme: Programme | None, today: date) -> str:
    if programme is None or not programme.is_live:
        return "ended"
    if programme.expires_on is not None and today > programme.expires_on:
        return "expired"
    if practising.waits_since(programme) is not None:
        return "waits"
    return "stopped" if programme.state == ProgrammeState.STOPPED else "not_in_programme"


def _items_named(sent: QueryDict) -> set[uuid.UUID]:
    found = set()
    for name in sent:
        prefix, _dash, what = name.rpartition("-")
        if what == "completion":
            try:
                found.add(uuid.UUID(prefix))
            except ValueError:
                continue
    return found


def _not_kept(request: HttpRequest, patient: Patient, reason: NotPossible, told: Told | None) -> HttpResponse:
    """Why not, what to do, and what was told, so that it can be said on the phone."""
    names = patient.item_set.in_bulk([one.item_id for one in told.entries]) if told else {}
    pain = max((one.pain or 0 for one in told.entries), default=0) if told else 0
    shown = {
        "patient": patient,
        "sentence": reason.sentence,
        "told": [(one, wording.name(names[one.item_id])) for one in told.entries if one.item_id in names]
        if told
        else [],
        "note": told.note if told else "",
        "is_alarm": bool(told and (told.fall or told.red_flag)) or pain >= ALARM,
        "emergency": emergency_number(patient.clinic.country),
    }
    return render(request, "exercises/not_kept.html", shown, status=422)


# -- What came of it -----------------------------------------------------------------------------------------------
@require_GET
@access.patient
def done(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Thank you; what the engine makes of it, in plain words; what to do at once where that is needed."""
    patient = own_record(request)
    session = _session(request, patient, session_id)
    entries = list(session.entries.select_related("item"))
    worst = max(session.pain, session.next_morning_pain or 0)
    audit.record_read(request, "session.read", [patient], session.pk)
    shown = {
        "patient": patient,
        "session": session,
        "words": _words(list(session.decisions.standing())),
        "is_alarm": session.red_flag or session.fall or worst >= ALARM,
        "is_painful": worst >= practising.STOP_FOR_TODAY,
        "hurt": _hurt(session, entries),
        "is_open": dating.is_open(session.local_date, now_there(patient)),
        "emergency": emergency_number(patient.clinic.country),
    }
    return render(request, "exercises/done.html", shown)


@require_POST
@access.patient
def undo(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """As it was before."""
    patient = own_record(request)
    session = _session(request, patient, session_id)
    assert isinstance(request.user, User)
    try:
        before = logging.undo(by=request.user, patient=patient, session=session, now=timezone.now())
    except NotPossible as reason:
        messages.error(request, reason.sentence)
        return redirect("practice:done", session.pk)
    if before is None:
        messages.success(request, _("Taken back: nothing is saved for this practice."))
        return redirect("practice:today")
    messages.success(request, _("Your answers are as they were before."))
    return redirect("practice:done", before.pk)


def _hurt(session: Session, entries: list[Entry]) -> list[str]:
    """By name, what rests for today."""
    if (session.next_morning_pain or 0) >= practising.STOP_FOR_TODAY:
        return []
    return [wording.name(one.item) for one in entries if (one.pain or 0) >= practising.STOP_FOR_TODAY]


def _words(decisions: list[Decision]) -> list[str]:
    """Each thing once, the whole programme's first."""
    said = [
        decision.reason["patient"]["text"]
        for decision in sorted(decisions, key=lambda one: bool(one.item_id))
    ]
    return list(dict.fromkeys(said))


def _session(request: HttpRequest, patient: Patient, session_id: uuid.UUID) -> Session:
    found = patient.sessions.select_related("programme").filter(pk=session_id).first()
    return access.found_or_refused(request, found, "session", session_id)


def _day_told(request: HttpRequest, patient: Patient) -> date:
    """The day that stands in the form: a page may lie open over midnight, and longer."""
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return day_of(patient)
