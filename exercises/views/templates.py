"""The clinic's templates: keep a draft as one, see what of each this patient may have, begin from one."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.people import access, audit
from exercises import safety, templating
from exercises.forms import TemplateForm
from exercises.models import ProgrammeTemplate
from exercises.views.table import NO_LONGER, draft_or_refused, moved_on, table, user_of

PAGE = 12


@require_GET
@access.clinician
def templates(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Each with what this patient may have of it, and why not the rest."""
    patient = access.patient_of(request, patient_id, treated=True)
    draft = draft_or_refused(request, patient)
    advice = safety.advice_for(draft)
    if advice is None:
        return redirect("exercises:propose", patient.pk)
    stages = list(draft.stages.all())
    offered = patient.clinic.programme_templates.offered().select_related("made_by")
    page = Paginator(offered, PAGE).get_page(request.GET.get("page"))
    audit.record_read(request, "programme.draft_read", [patient], draft.pk)
    shown = {
        "patient": patient,
        "page": page,
        "offers": [(one, templating.fitted(one, stages, advice)) for one in page],
    }
    return render(request, "exercises/templates.html", shown)


@require_POST
@access.clinician
def save(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Keep what stands on the table for the next patient."""
    patient = access.patient_of(request, patient_id)
    draft = draft_or_refused(request, patient)
    form = TemplateForm(request.POST)
    if form.is_valid():
        try:
            kept = templating.save_template(
                by=user_of(request), programme=draft, name=form.cleaned_data["name"]
            )
            messages.success(request, _("Kept as “%(name)s” for your clinic.") % {"name": kept.name})
            return redirect("exercises:propose", patient.pk)
        except templating.NameTaken:
            form.add_error("name", _("Your clinic has a template of this name. Choose another."))
    return table(request, patient, draft, naming=form)


@require_POST
@access.clinician
def start(request: HttpRequest, patient_id: UUID, template_id: UUID) -> HttpResponse:
    """Lay a template on the table: what of it this patient may have."""
    patient = access.patient_of(request, patient_id)
    template = _template(request, template_id)
    draft = draft_or_refused(request, patient)
    try:
        templating.start_from(by=user_of(request), draft=draft, template=template)
    except templating.NothingFits:
        messages.error(
            request, _("The rules speak against all of it for this patient. The proposal stands as it was.")
        )
    except NO_LONGER:
        return moved_on(request, patient)
    return redirect("exercises:propose", patient.pk)


@require_POST
@access.clinician
def retire(request: HttpRequest, patient_id: UUID, template_id: UUID) -> HttpResponse:
    """Take a template off the clinic's list."""
    patient = access.patient_of(request, patient_id)
    templating.retire_template(by=user_of(request), template=_template(request, template_id))
    messages.info(request, _("Off the list. Programmes begun from it stay as they are."))
    return redirect("exercises:templates", patient.pk)


def _template(request: HttpRequest, template_id: UUID) -> ProgrammeTemplate:
    clinic = access.clinic_of(request)
    found = clinic.programme_templates.offered().filter(pk=template_id).first()
    return access.found_or_refused(request, found, "template", template_id)
