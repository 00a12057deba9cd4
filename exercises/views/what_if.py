"""What if: change a finding, see what would change. Posted, so that no finding stands in an address; kept nowhere."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments.facts import FactsError
from clinic.people import access, audit
from exercises import sign_off, what_if
from exercises.views.table import draft_of
from exercises.what_if import Difference
from exercises.what_if_form import WhatIfForm


@access.clinician
def try_it(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What stands, and what would."""
    patient = access.patient_of(request, patient_id, treated=False)  # nothing is kept
    newest = patient.assessments.current().first()
    if newest is None:
        messages.info(request, _("Nothing is signed yet. Record an assessment first."))
        return redirect("patient", patient.pk)
    draft = draft_of(patient)
    stated = draft.facts if draft and draft.assessment_id == newest.pk else newest.facts or {}
    form = WhatIfForm(request.POST if request.method == "POST" else None, stated=stated)
    difference = _difference(form, stated, request) if form.is_valid() else None
    audit.record_read(request, "programme.what_if", [patient], newest.pk)
    shown = {
        "patient": patient,
        "assessment": newest,
        "has_draft": draft is not None,
        "form": form,
        "tried": form.said() if form.is_valid() else [],
        "difference": difference,
    }
    return render(request, "exercises/what_if.html", shown, status=422 if form.errors else 200)


def _difference(form: WhatIfForm, stated: Mapping[str, Any], request: HttpRequest) -> Difference | None:
    changes = form.changes()
    if not changes:
        return None
    protocol = sign_off.standing(access.clinic_of(request)).protocol
    try:
        return what_if.ask(stated, what_if.with_changes(stated, changes), protocol)
    except FactsError as refused:
        form.refuse(refused.fields)
        return None
