"""The text for the clinic's own notes: from the newest signed assessment and the programme that runs."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments import facts, figures, reading, summary
from assessments.models import Assessment
from clinic import notes
from clinic.people import access, audit
from clinic.people.models import Patient
from exercises import history, wording
from exercises.models import Item, Programme, ProgrammeState


@require_GET
@access.clinician
def note(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """To be copied; nothing is kept."""
    patient = access.patient_of(request, patient_id)
    audit.record_read(request, "patient.notes_read", [patient], patient.pk)
    assessment = (
        patient.assessments.current()
        .select_related("signed_by")
        .prefetch_related("observations", "thomas_tests")
        .first()
    )
    text = notes.text(_note(patient, assessment, timezone.localdate())) if assessment else ""
    return render(request, "clinic/notes.html", {"patient": patient, "assessment": assessment, "text": text})


def _note(patient: Patient, assessment: Assessment, today: date) -> notes.Note:
    live = patient.programmes.live().select_related("assessment").first()
    withheld = assessment.decisions.first() if live is None else None
    past = history.up_to(live, today) if live else None
    return notes.Note(
        who=_("%(name)s, born %(day)s")
        % {"name": patient.full_name, "day": date_format(patient.date_of_birth, "j F Y")},
        found=_found(patient, assessment),
        practised=_practised(past, today) if past else None,
        planned=_planned(past.programme, past.items) if past else None,
        withheld=withheld.reason["clinician"]["text"] if withheld else "",
    )


def _found(patient: Patient, assessment: Assessment) -> notes.Found:
    parsed = facts.parse(assessment.facts)
    read = reading.read(parsed, figures.of_clinic(patient.clinic))
    because = [one.because for one in read.findings]
    because += [read.core_because] if read.core_because else []
    return notes.Found(
        on=assessment.assessed_on,
        by=assessment.signed_by.name if assessment.signed_by else "",
        pain_at_rest=parsed.screening.pain_at_rest,
        was_asked=parsed.screening.answered,
        warnings=tuple(summary.flags(assessment)),
        measured=tuple(_measured(assessment)),
        findings=tuple(one.clinician.text for one in [*because, read.glutes_because]),
        remark=assessment.note,
    )


def _measured(assessment: Assessment) -> list[str]:
    lines = [line for section in summary.sections(assessment) for line in section.lines]
    return [*summary.ways(assessment), *(_said(line) for line in lines)]


def _said(line: summary.Line) -> str:
    if line.whole:
        return f"{line.name}: {line.whole}."
    return _("%(name)s: right %(right)s, left %(left)s.") % {
        "name": line.name,
        "right": line.right,
        "left": line.left,
    }


def _practised(past: history.History, today: date) -> notes.Practised:
    """Of the fourteen days, whoever has looked at them since."""
    since = today - timedelta(days=history.WINDOW_DAYS)
    told = list(past.programme.sessions.practised().filter(local_date__gt=since))
    if not told:
        return notes.Practised(0, past.adherence)
    pains, efforts = [one.pain for one in told], [one.effort for one in told]
    return notes.Practised(
        times=len(told),
        share=past.adherence,
        pain=(min(pains), max(pains)),
        effort=(min(efforts), max(efforts)),
        remarks=tuple((one.local_date, one.note) for one in told if one.note),
    )


def _planned(programme: Programme, items: Sequence[Item]) -> notes.Planned:
    plan = programme.plan
    return notes.Planned(
        issued_on=timezone.localdate(programme.issued_at),
        because=plan["because"]["clinician"]["text"],
        doses=tuple(_dose(item) for item in items if item.stage.is_open),
        later=tuple(_later(items)),
        cautions=tuple(one["because"]["clinician"]["text"] for one in plan["cautions"]),
        retest_on=programme.retest_on,
        expires_on=programme.expires_on,
        is_stopped=programme.state == ProgrammeState.STOPPED,
    )


def _dose(item: Item) -> str:
    said = [f"{wording.name(item)}: {wording.dose(item)}", wording.sides(item), wording.when(item)]
    return "; ".join(part for part in said if part) + "."


def _later(items: Sequence[Item]) -> list[str]:
    names: dict[str, list[str]] = {}
    for item in items:
        if not item.stage.is_open:
            names.setdefault(str(item.stage.get_name_display()), []).append(wording.name(item))
    return [
        _("Later, %(stage)s: %(names)s.") % {"stage": stage, "names": ", ".join(each)}
        for stage, each in names.items()
    ]
