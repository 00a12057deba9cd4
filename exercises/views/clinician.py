"""The therapist's pages for deciding: propose, edit, issue, look back, answer what waits."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.models import Assessment
from clinic.people import access, audit
from clinic.people.models import Patient, User
from exercises import board, editing, issuing, proposing, safety, sign_off, wording
from exercises.engine import Plan
from exercises.forms import AddForm, ItemForm
from exercises.models import Decision, Item, Programme, Stage, Urgency

NO_LONGER = (issuing.NotADraft, issuing.Outdated)
NEXT_STAGE = {"inhibit": "glutes", "glutes": "core", "core": "balance"}


@require_GET
@access.clinician
def propose(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The open draft; or what the engine makes of the newest assessment, as a draft or as the reason for none."""
    patient = access.patient_of(request, patient_id)
    draft = _draft(patient)
    newest = patient.assessments.current().first()
    if draft is not None and newest is not None and draft.assessment_id == newest.pk:
        return _board(request, patient, draft)
    if newest is None:
        messages.info(request, _("Nothing is signed yet. Record an assessment first."))
        return redirect("patient", patient.pk)
    newest.patient = patient
    live = patient.programmes.live().filter(assessment=newest).first()
    if live is not None:
        return redirect("exercises:programme", patient.pk, live.pk)
    plan, made = proposing.propose(by=_user(request), assessment=newest)
    if made is None:
        audit.record_read(request, "programme.withheld_read", [patient], newest.pk)
        return render(request, "exercises/withheld.html", _withheld(patient, newest, plan))
    return _board(request, patient, made)


def _withheld(patient: Patient, assessment: Assessment, plan: Plan) -> dict[str, Any]:
    by_what = sign_off.standing(patient.clinic)
    return {
        "patient": patient,
        "assessment": assessment,
        "plan": plan,
        "review": by_what.review,
        "settings": sign_off.changed_settings(by_what.overlay),
    }


@require_POST
@access.clinician
def propose_anew(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Throw the draft away and ask the engine again, as far as the patient has come."""
    patient = access.patient_of(request, patient_id)
    newest = patient.assessments.current().first()
    if newest is None:
        messages.info(request, _("Nothing is signed yet. Record an assessment first."))
        return redirect("patient", patient.pk)
    newest.patient = patient
    before = _draft(patient) or patient.programmes.live().first()
    came_to = before.opens_through if before and before.assessment_id == newest.pk else None
    proposing.propose(by=_user(request), assessment=newest, open_through=came_to)
    return redirect("exercises:propose", patient.pk)


def _board(
    request: HttpRequest,
    patient: Patient,
    draft: Programme,
    bound: ItemForm | AddForm | None = None,
) -> HttpResponse:
    draft.patient = patient
    audit.record_read(request, "programme.draft_read", [patient], draft.pk)
    review = sign_off.review_of(draft)
    shown = {
        "patient": patient,
        "programme": draft,
        "board": board.build(draft, bound),
        "review": review,
        "signed_defaults": review,
        "settings": sign_off.changed_settings(draft.overlay),
    }
    return render(request, "exercises/propose.html", shown, status=422 if bound else 200)


@require_POST
@access.clinician
def change_item(request: HttpRequest, patient_id: UUID, item_id: UUID) -> HttpResponse:
    """Save another dose or level, or take the exercise out."""
    patient, item = _item(request, patient_id, item_id)
    if not item.programme.is_draft:
        return _moved_on(request, patient)
    form = ItemForm(request.POST, item=item)
    if not form.is_valid():
        return _board(request, patient, item.programme, form)
    given = form.cleaned_data
    try:
        if "remove" in request.POST:
            editing.remove_item(by=_user(request), item=item, reason=given["reason"])
        else:
            editing.change_item(by=_user(request), item=item, **given)
    except safety.Objected as objected:
        form.object(objected.objections)
        return _board(request, patient, item.programme, form)
    except NO_LONGER:
        return _moved_on(request, patient)
    return _back(patient, item)


@require_POST
@access.clinician
def move_item(request: HttpRequest, patient_id: UUID, item_id: UUID) -> HttpResponse:
    """One place earlier in its stage."""
    patient, item = _item(request, patient_id, item_id)
    try:
        editing.move_up(by=_user(request), item=item)
    except NO_LONGER:
        return _moved_on(request, patient)
    return _back(patient, item)


@require_POST
@access.clinician
def add_item(request: HttpRequest, patient_id: UUID, stage_id: UUID) -> HttpResponse:
    """An exercise of the library into a stage."""
    patient = access.patient_of(request, patient_id)
    found = patient.stage_set.select_related("programme").filter(pk=stage_id).first()
    stage: Stage = access.found_or_refused(request, found, "stage", stage_id)
    if not stage.programme.is_draft:
        return _moved_on(request, patient)
    form = AddForm(request.POST, stage=stage)
    if form.is_valid():
        try:
            _add(request, stage, form)
        except NO_LONGER:
            return _moved_on(request, patient)
    if form.errors:
        return _board(request, patient, stage.programme, form)
    return redirect("exercises:propose", patient.pk)


def _add(request: HttpRequest, stage: Stage, form: AddForm) -> None:
    given = form.cleaned_data
    try:
        editing.add_item(
            by=_user(request),
            stage=stage,
            exercise_id=given["exercise"],
            reason=given["reason"],
            despite=given["despite"],
        )
    except editing.AlreadyThere:
        form.add_error("exercise", _("This stage holds it already. Change its dose there."))
    except safety.Objected as objected:
        form.object(objected.objections)


@require_GET
@access.clinician
def preview(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The draft as the patient will see it."""
    patient = access.patient_of(request, patient_id)
    draft = access.found_or_refused(request, _draft(patient), "programme.draft", patient_id)
    holds = wording.circumstances(draft)
    items = [item for item in draft.items.open() if wording.is_due_on(item, draft, timezone.localdate())]
    daily = [item for item in items if item.when != "before_run"]
    shown = {
        "patient": patient,
        "programme": draft,
        "shown": [wording.shown(item, holds) for item in daily],
        "before_run": [wording.shown(item, holds) for item in items if item.when == "before_run"],
        "minutes": wording.minutes(daily),
    }
    return render(request, "exercises/preview.html", shown)


@require_POST
@access.clinician
def issue(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Give the draft to the patient."""
    patient = access.patient_of(request, patient_id)
    draft = access.found_or_refused(request, _draft(patient), "programme.draft", patient_id)
    try:
        issued = issuing.issue(
            by=_user(request), programme=draft, today=timezone.localdate(), now=timezone.now()
        )
    except issuing.NothingToIssue:
        messages.error(request, _("No open stage holds an exercise. Add one before you issue."))
        return redirect("exercises:propose", patient.pk)
    except issuing.Outdated:
        messages.error(request, _("A newer assessment was signed since. This is what follows from it."))
        return redirect("exercises:propose", patient.pk)
    except issuing.NotADraft:
        messages.info(request, _("This programme was issued already."))
        return redirect("patient", patient.pk)
    messages.success(request, _("Issued. The patient sees it now."))
    return redirect("exercises:programme", patient.pk, issued.pk)


@require_POST
@access.clinician
def discard(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    patient = access.patient_of(request, patient_id)
    draft = access.found_or_refused(request, _draft(patient), "programme.draft", patient_id)
    try:
        issuing.discard(by=_user(request), programme=draft)
        messages.info(request, _("The proposal is gone. What was issued before still stands."))
    except issuing.NotADraft:
        messages.info(request, _("This programme was issued already."))
    return redirect("patient", patient.pk)


@require_GET
@access.clinician
def programme(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """What was issued, with its reasons, its changes and where it came from."""
    patient, one = _programme(request, patient_id, programme_id)
    audit.record_read(request, "programme.read", [patient], one.pk)
    review = sign_off.review_of(one)
    shown = {
        "patient": patient,
        "programme": one,
        "board": board.build(one),
        "review": review,
        "signed_defaults": review,
        "settings": sign_off.changed_settings(one.overlay),
        "changes": one.changes.select_related("by", "item"),
        "decisions": one.decisions.select_related("answered_by")[:20],
    }
    return render(request, "exercises/programme.html", shown)


@require_POST
@access.clinician
def resume(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """After a stop for safety: let the patient go on."""
    patient, one = _programme(request, patient_id, programme_id)
    try:
        issuing.resume(by=_user(request), programme=one)
        messages.success(request, _("The programme goes on."))
    except issuing.Outdated:
        messages.error(request, _("A newer assessment was signed: see what it says before anything goes on."))
        return redirect("patient", patient.pk)
    return redirect("exercises:programme", patient.pk, one.pk)


@require_POST
@access.clinician
def end(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """Over."""
    patient, one = _programme(request, patient_id, programme_id)
    issuing.end(by=_user(request), programme=one)
    messages.success(request, _("The programme has ended."))
    return redirect("patient", patient.pk)


@require_POST
@access.clinician
def in_touch(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """The therapist talked to somebody who had stopped practising."""
    one = _programme(request, patient_id, programme_id)[1]
    issuing.in_touch(by=_user(request), programme=one)
    messages.success(request, _("Noted. The quiet days count anew from today."))
    return redirect("today")


@require_POST
@access.clinician
def answer(request: HttpRequest, patient_id: UUID, decision_id: UUID) -> HttpResponse:
    """Answer what waits on Today. A next stage becomes a draft to look at; anything else is seen."""
    patient = access.patient_of(request, patient_id)
    found = patient.decisions.select_related("programme__assessment").filter(pk=decision_id).first()
    decision: Decision = access.found_or_refused(request, found, "decision", decision_id)
    if decision.urgency == Urgency.STAGE and decision.programme:
        return _open_next_stage(request, patient, decision, decision.programme)
    issuing.answer(by=_user(request), decision=decision, with_="seen")
    messages.success(request, _("Noted, with your name and the time."))
    return redirect("today")


def _open_next_stage(
    request: HttpRequest, patient: Patient, decision: Decision, live: Programme
) -> HttpResponse:
    """The engine proposes the same progression, one stage further; the therapist looks and issues.

    From what was found last: a newer assessment may hold what stops everything.
    """
    assessment = patient.assessments.current().first() or live.assessment
    assessment.patient = patient
    user = _user(request)
    issuing.answer(by=user, decision=decision, with_="confirmed")
    proposing.propose(by=user, assessment=assessment, open_through=NEXT_STAGE.get(live.opens_through))
    return redirect("exercises:propose", patient.pk)


def _draft(patient: Patient) -> Programme | None:
    return patient.programmes.drafts().select_related("assessment").first()


def _item(request: HttpRequest, patient_id: UUID, item_id: UUID) -> tuple[Patient, Item]:
    patient = access.patient_of(request, patient_id)
    items = patient.item_set.filter(removed_at=None).select_related("programme", "stage")
    return patient, access.found_or_refused(request, items.filter(pk=item_id).first(), "item", item_id)


def _programme(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> tuple[Patient, Programme]:
    patient = access.patient_of(request, patient_id)
    found = (
        patient.programmes.exclude(state="draft")
        .select_related("assessment", "issued_by", "made_by")
        .filter(pk=programme_id)
        .first()
    )
    one: Programme = access.found_or_refused(request, found, "programme", programme_id)
    one.patient = patient
    return patient, one


def _moved_on(request: HttpRequest, patient: Patient) -> HttpResponse:
    messages.info(
        request,
        _("This proposal was issued in the meantime, or no longer stands. Propose anew to change it."),
    )
    return redirect("exercises:propose", patient.pk)


def _back(patient: Patient, item: Item) -> HttpResponse:
    answer = redirect("exercises:propose", patient.pk)
    answer["Location"] += f"#{item.stage.name}"
    return answer


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
