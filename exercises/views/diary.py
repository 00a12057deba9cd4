"""The therapist's page for a diary that came back on paper."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clinic.people import access, audit, unsent
from clinic.people.models import Patient, User
from exercises import diary_form, wording
from exercises.diary_form import Row
from exercises.models import Item, Programme, ProgrammeState
from exercises.paper import diary


@require_http_methods(["GET", "POST"])
@access.clinician
def paper(request: HttpRequest, patient_id: UUID, programme_id: UUID) -> HttpResponse:
    """The last two weeks as on the sheet; what was told already stands, and is only shown."""
    patient = access.patient_of(request, patient_id, treated=True)
    found = patient.programmes.exclude(state=ProgrammeState.DRAFT).filter(pk=programme_id).first()
    programme: Programme = access.found_or_refused(request, found, "programme", programme_id)
    items = list(programme.items.open().select_related("stage"))
    rows = _rows(patient, programme, items, request.POST or unsent.waiting(request))
    forms = [row.form for row in rows if row.form is not None]
    if request.method == "POST" and [form.is_valid() for form in forms].count(False) == 0:
        assert isinstance(request.user, User)
        kept, refused = diary_form.keep(
            by=request.user, patient=patient, programme=programme, filled=forms, now=timezone.now()
        )
        if kept:
            said = ngettext("%(n)s practice is kept.", "%(n)s practices are kept.", len(kept))
            messages.success(request, said % {"n": len(kept)})
        if not refused:
            return redirect("exercises:programme", patient.pk, programme.pk)
    audit.record_read(request, "programme.diary_read", [patient], programme.pk)
    shown = {
        "patient": patient,
        "programme": programme,
        "rows": rows,
        "columns": [(n, wording.shown(item, frozenset()).name) for n, item in enumerate(items, start=1)],
        "is_twice": any(row.line.slot == 2 for row in rows),
        "is_wrong": any(form.errors for form in forms),
    }
    status = 422 if shown["is_wrong"] else 200
    return render(request, "exercises/diary.html", shown, status=status)


def _rows(patient: Patient, programme: Programme, items: list[Item], data: object) -> list[Row]:
    today = timezone.localdate(timezone=ZoneInfo(patient.time_zone))
    first = today - timedelta(days=diary.DAYS - 1)
    told = programme.sessions.filter(local_date__gte=first).select_related("entered_by")
    return diary_form.rows(diary.lines(programme, items, first), items, told, data)
