"""What does another clinic get of a patient? What was found, prescribed and practised, in words, as of one day.

Signed assessments with what they read as here, programmes with their doses, practice by the week. No notes of the
patient's, no messages, nobody's address. It is made to be read: the other clinic reckons nothing from it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Max, Min, Q
from django.db.models.functions import Cast, TruncWeek
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import facts, figures, reading, summary
from assessments.bands import Thresholds
from assessments.models import Assessment
from clinic.people.models import Activity, Condition, Equipment, Patient, Surgery
from exercises import wording
from exercises.models import Item, Programme, ProgrammeState

EDITION = 1


def copy_of(patient: Patient) -> dict[str, Any]:
    """In six queries, however long the story is."""
    return {
        "edition": EDITION,
        "known": known(patient),
        "assessments": _assessments(patient),
        "programmes": _programmes(patient),
        "practice": _practice(patient),
    }


def read_back(content: dict[str, Any]) -> dict[str, Any]:
    """The same, for a page: days are days again."""
    return {
        **content,
        "assessments": [_dated(one, "on") for one in content["assessments"]],
        "programmes": [_dated(one, "on") for one in content["programmes"]],
        "practice": [_dated(one, "first", "last") for one in content["practice"]],
    }


def _dated(one: dict[str, Any], *names: str) -> dict[str, Any]:
    return one | {name: date.fromisoformat(one[name]) for name in names}


def amounts(patient: Patient) -> dict[str, int]:
    """How much of each there is, for whoever is asked whether they agree."""
    return {
        "assessments": patient.assessments.current().count(),
        "programmes": patient.programmes.exclude(state=ProgrammeState.DRAFT).count(),
        "practices": patient.sessions.practised().count(),
        "copies": patient.received_copies.count(),
    }


# -- What changes a plan -------------------------------------------------------------------------------------------
def known(patient: Patient) -> list[str]:
    """Conditions, activities, surgery, pregnancy, what is at home: one line each."""
    said = [
        *(str(Condition(one).label) for one in patient.conditions),
        *(str(Activity(one).label) for one in patient.activities),
        *(str(Equipment(one).label) for one in patient.equipment),
    ]
    if patient.surgery_kind:
        said.append(_surgery(patient))
    if patient.pregnancy_due_on:
        said.append(_("Pregnant, due on %(day)s") % {"day": _day(patient.pregnancy_due_on)})
    return said


def _surgery(patient: Patient) -> str:
    kind = str(Surgery(patient.surgery_kind).label)
    when = _day(patient.surgery_on) if patient.surgery_on else _("date not known")
    cleared = _("cleared by the surgeon") if patient.surgeon_cleared else _("not cleared by the surgeon")
    return f"{kind}, {when}, {cleared}"


# -- What was found ------------------------------------------------------------------------------------------------
def _assessments(patient: Patient) -> list[dict[str, Any]]:
    thresholds = figures.of_clinic(patient.clinic)
    signed = patient.assessments.current().select_related("signed_by")
    return [_assessment(one, thresholds) for one in signed.prefetch_related("observations", "thomas_tests")]


def _assessment(one: Assessment, thresholds: Thresholds) -> dict[str, Any]:
    return {
        "on": one.assessed_on.isoformat(),
        "signed_by": one.signed_by.name if one.signed_by else "",
        "version": one.version,
        "reason": one.correction_reason,
        "flags": summary.flags(one),
        "ways": summary.ways(one),
        "sections": [_section(section) for section in summary.sections(one)],
        "posture": str(one.get_posture_display()) if one.posture else "",
        "findings": list(_findings(reading.read(facts.parse(one.facts), thresholds))),
        "note": one.note,
    }


def _section(section: summary.Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "lines": [[one.name, one.right, one.left, one.whole] for one in section.lines],
    }


def _findings(read: reading.Reading) -> Iterable[dict[str, str]]:
    """Each with what it rested on there."""
    found = [(note.because, note.basis) for note in read.notes]
    if read.core_because:
        found.append((read.core_because, read.core_basis))
    for because, basis in [*found, (read.glutes_because, read.glutes_basis)]:
        yield {"text": because.clinician.text, "mark": basis.mark.value, "source": basis.source}


# -- What was prescribed -------------------------------------------------------------------------------------------
def _programmes(patient: Patient) -> list[dict[str, Any]]:
    issued = patient.programmes.exclude(state=ProgrammeState.DRAFT).select_related("issued_by")
    items: dict[Any, list[Item]] = {}
    for item in patient.item_set.filter(removed_at=None).select_related("stage"):
        items.setdefault(item.programme_id, []).append(item)
    return [_programme(one, items.get(one.pk, [])) for one in issued.order_by("-issued_at")]


def _programme(one: Programme, items: list[Item]) -> dict[str, Any]:
    assert one.issued_at is not None
    return {
        "on": one.issued_at.date().isoformat(),
        "issued_by": one.issued_by.name if one.issued_by else "",
        "state": str(one.get_state_display()),
        "opens_through": str(one.get_opens_through_display()),
        "because": one.plan["because"]["clinician"]["text"],
        "items": [_item(item) for item in sorted(items, key=_place)],
    }


def _place(item: Item) -> tuple[int, int]:
    return item.stage.position, item.position


def _item(item: Item) -> dict[str, Any]:
    return {
        "name": wording.name(item),
        "dose": wording.dose(item),
        "sides": wording.sides(item),
        "stage": str(item.stage.get_name_display()),
        "is_open": item.stage.is_open,
    }


# -- What was practised --------------------------------------------------------------------------------------------
def _practice(patient: Patient) -> list[dict[str, Any]]:
    """By the week, the newest first: how often, how much it hurt, how hard it was."""
    weekly = TruncWeek("local_date", output_field=DateField())
    weeks = patient.sessions.practised().order_by().annotate(week=Cast(weekly, DateField())).values("week")
    told = weeks.annotate(
        times=Count("pk"),
        first=Min("local_date"),
        last=Max("local_date"),
        pain=Max("pain"),
        effort=Max("effort"),
        warnings=Count("pk", filter=Q(red_flag=True) | Q(fall=True)),
    )
    return [
        {
            "first": one["first"].isoformat(),
            "last": one["last"].isoformat(),
            **{name: one[name] for name in ("times", "pain", "effort")},
            "is_alarming": bool(one["warnings"]),
        }
        for one in told.order_by("-week")
    ]


def _day(day: date) -> str:
    return date_format(day, "j F Y")
