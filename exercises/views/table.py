"""What do the pages for deciding share? The patient's draft, found or refused, and the table it lies on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.people import access, audit
from clinic.people.models import Patient, User
from exercises import board, issuing, sign_off
from exercises.first_day import first_day
from exercises.forms import ItemForm, TemplateForm
from exercises.models import Item, Programme, Stage

NO_LONGER = (issuing.NotADraft, issuing.Outdated)


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def draft_of(patient: Patient) -> Programme | None:
    return patient.programmes.drafts().select_related("assessment").first()


def draft_or_refused(request: HttpRequest, patient: Patient) -> Programme:
    draft = access.found_or_refused(request, draft_of(patient), "programme.draft", patient.pk)
    draft.patient = patient
    return draft


def item_of(request: HttpRequest, patient_id: UUID, item_id: UUID) -> tuple[Patient, Item]:
    patient = access.patient_of(request, patient_id, treated=True)
    items = patient.item_set.filter(removed_at=None).select_related("programme", "stage")
    return patient, access.found_or_refused(request, items.filter(pk=item_id).first(), "item", item_id)


def stage_of(request: HttpRequest, patient_id: UUID, stage_id: UUID) -> tuple[Patient, Stage]:
    patient = access.patient_of(request, patient_id, treated=True)
    found = patient.stage_set.select_related("programme").filter(pk=stage_id).first()
    return patient, access.found_or_refused(request, found, "stage", stage_id)


def table(
    request: HttpRequest,
    patient: Patient,
    draft: Programme,
    bound: ItemForm | None = None,
    naming: TemplateForm | None = None,
) -> HttpResponse:
    """The draft's page; with the form that did not fit, if one did not."""
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
        "day": first_day(draft, timezone.localdate()),
        "changes": board.changes(draft),
        "naming": naming or TemplateForm(),
    }
    return render(request, "exercises/propose.html", shown, status=422 if bound or naming else 200)


def moved_on(request: HttpRequest, patient: Patient) -> HttpResponse:
    messages.info(
        request,
        _("This proposal was issued in the meantime, or no longer stands. Propose anew to change it."),
    )
    return redirect("exercises:propose", patient.pk)


def back_to_stage(patient: Patient, stage: Stage) -> HttpResponse:
    answer = redirect("exercises:propose", patient.pk)
    answer["Location"] += f"#{stage.name}"
    return answer
