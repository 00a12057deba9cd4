"""Who needs the therapist today, and who is treated here? The queries behind the first page.

The number of queries is the same for ten patients and for ten thousand.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.people.models import Patient, PatientQuerySet
from exercises.confirming import NEXT_STAGE
from exercises.models import Decision, ProgrammeState, StageName, Urgency
from exercises.models.programme import LIVE
from exercises.undoing import UNDO_FOR

AWAY_DAYS = 7
_A_WEEK = timedelta(days=AWAY_DAYS)
CALM_PAIN = 3
STOPPED_PRACTISING, REASSESSMENT, UNDOABLE = 3, 5, 3
# What the caseload can be narrowed to; the words stand in the address.
SHOWS = ("", "mine", "practising", "due", "stopped", "without")
SORTS: dict[str, tuple[Any, ...]] = {
    "name": ("family_name", "given_name", "id"),
    "-name": ("-family_name", "-given_name", "id"),
    "practised": (F("practised_on").asc(nulls_last=True), "family_name", "id"),
    "-practised": (F("practised_on").desc(nulls_last=True), "family_name", "id"),
    "retest": (F("live__retest_on").asc(nulls_last=True), "family_name", "id"),
    "-retest": (F("live__retest_on").desc(nulls_last=True), "family_name", "id"),
}


@dataclass(frozen=True)
class Call:
    """One reason to look after somebody today, in a sentence, with the one action that answers it."""

    patient: Patient
    label: str
    sentence: str
    action: str
    url: str
    is_safety: bool
    # Where it can be looked at before it is answered.
    look: str = ""


def treated(patients: PatientQuerySet) -> PatientQuerySet:
    """The caseload, each with their live programme and when they last practised."""
    return (
        patients.treated()
        .annotate(live=FilteredRelation("programmes", condition=Q(programmes__state__in=LIVE)))
        .annotate(
            live_id=F("live__id"),
            live_state=F("live__state"),
            presentation=F("live__presentation"),
            opens_through=F("live__opens_through"),
            retest_on=F("live__retest_on"),
            practised_on=F("live__last_session_on"),
        )
    )


def sorted_by(patients: PatientQuerySet, sort: str) -> PatientQuerySet:
    return patients.order_by(*SORTS.get(sort, SORTS["name"]))


def shown(patients: PatientQuerySet, show: str, *, me: UUID, today: date) -> PatientQuerySet:
    """Narrowed down; an unknown word shows everybody."""
    narrowed = {
        "mine": Q(live__issued_by=me),
        "practising": Q(live__state=ProgrammeState.ISSUED, live__last_session_on__gt=today - _A_WEEK),
        "due": Q(live__retest_on__lte=today),
        "stopped": Q(live__state=ProgrammeState.STOPPED),
        "without": Q(live__id=None),
    }
    return patients.filter(narrowed[show]) if show in narrowed else patients


def calling(patients: PatientQuerySet, today: date) -> PatientQuerySet:
    """Who needs me: safety alerts, pain flares, stopped practising, stages to confirm, reassessments due."""
    waiting = Decision.objects.waiting().filter(patient=OuterRef("pk")).order_by("urgency", "-made_at")
    quiet_since = Greatest(
        "live__last_session_on", "live__starts_on", TruncDate("live__reviewed_at")
    )  # PostgreSQL's GREATEST passes over nulls
    return (
        treated(patients)
        .annotate(
            urgency=Subquery(waiting.values("urgency")[:1]),
            decision_id=Subquery(waiting.values("pk")[:1]),
            quiet_since=quiet_since,
        )
        .filter(
            Q(Exists(waiting))
            | Q(live__state=ProgrammeState.ISSUED, quiet_since__lte=today - timedelta(days=AWAY_DAYS))
            | Q(live__retest_on__lte=today)
        )
        .annotate(
            rank=Case(
                When(urgency=Urgency.ALERT, then=Value(1)),
                When(urgency=Urgency.FLARE, then=Value(2)),
                When(
                    live__state=ProgrammeState.ISSUED,
                    quiet_since__lte=today - timedelta(days=AWAY_DAYS),
                    then=Value(STOPPED_PRACTISING),
                ),
                When(urgency=Urgency.STAGE, then=Value(4)),
                When(live__retest_on__lte=today, then=Value(REASSESSMENT)),
                default=Value(6),
                output_field=IntegerField(),
            )
        )
        .order_by("rank", Coalesce("live__retest_on", Value(today)), "family_name", "id")
    )


def alerts(patients: PatientQuerySet, today: date) -> PatientQuerySet:
    """Of those who need me, the ones for whose safety somebody should look first."""
    return calling(patients, today).filter(Q(urgency=Urgency.ALERT))


def calls(patients: list[Patient], today: date) -> list[Call]:
    """The rows of a page, with their decisions read in one query."""
    ids = [patient.decision_id for patient in patients if patient.decision_id]  # type: ignore[attr-defined]
    decisions = Decision.objects.select_related("session", "item").in_bulk(ids) if ids else {}
    return [_call(patient, decisions, today) for patient in patients]


def _call(patient: Patient, decisions: dict[UUID, Decision], today: date) -> Call:
    rank = patient.rank  # type: ignore[attr-defined]
    if rank == STOPPED_PRACTISING:
        return _stopped(patient, today)
    if rank == REASSESSMENT:
        return _reassess(patient, today)
    return _decided(patient, decisions[patient.decision_id])  # type: ignore[attr-defined]


def _stopped(patient: Patient, today: date) -> Call:
    days = (today - patient.quiet_since).days  # type: ignore[attr-defined]
    return Call(
        patient,
        _("Stopped practising"),
        ngettext("No practice for %(n)s day.", "No practice for %(n)s days.", days) % {"n": days},
        _("I have been in touch"),
        reverse("exercises:in_touch", args=[patient.pk, patient.live_id]),  # type: ignore[attr-defined]
        is_safety=False,
    )


def _reassess(patient: Patient, today: date) -> Call:
    due = patient.retest_on  # type: ignore[attr-defined]
    said = _("The retest is due today.") if due == today else _("The retest was due on %(day)s.")
    return Call(
        patient,
        _("Reassessment"),
        said % {"day": date_format(due, "j F")} if "%" in said else said,
        _("Record"),
        reverse("assessments:begin", args=[patient.pk]),
        is_safety=False,
    )


def _decided(patient: Patient, decision: Decision) -> Call:
    actions = {
        Urgency.ALERT: _("I have called"),
        Urgency.FLARE: _("Seen"),
        Urgency.STAGE: _opens(patient),
        Urgency.NOTE: _("Confirm the step back"),
    }
    return Call(
        patient,
        _("Step back") if decision.urgency == Urgency.NOTE else str(decision.get_urgency_display()),
        _told(decision),
        actions[Urgency(decision.urgency or Urgency.NOTE)],
        reverse("exercises:answer", args=[patient.pk, decision.pk]),
        is_safety=decision.urgency == Urgency.ALERT,
        look=_programme_of(patient) if decision.urgency in {Urgency.STAGE, Urgency.NOTE} else "",
    )


def _opens(patient: Patient) -> str:
    """What one press will open."""
    stage = NEXT_STAGE.get(patient.opens_through or "")  # type: ignore[attr-defined]
    return _("Open %(stage)s") % {"stage": StageName(stage).label.lower()} if stage else _("Seen")


def _programme_of(patient: Patient) -> str:
    live = patient.live_id  # type: ignore[attr-defined]
    return reverse("exercises:programme", args=[patient.pk, live]) if live else ""


# -- What was just answered, and can be taken back -------------------------------------------------------------------
@dataclass(frozen=True)
class Undoable:
    said: str
    url: str


def undoable(patients: PatientQuerySet, *, by: UUID, now: datetime) -> list[Undoable]:
    """The person's own answers of the last ten minutes, the newest first; of those given together, the first."""
    answered = (
        Decision.objects.filter(
            patient__in=patients, answered_by=by, answered_at__gt=now - UNDO_FOR, reversed_by=None
        )
        .exclude(urgency=None)
        .select_related("patient", "programme")
        .order_by("-answered_at", "-made_at")[:UNDOABLE]
    )
    # What was confirmed speaks for what was seen along with it.
    moments = {one.answered_at: one for one in sorted(answered, key=_weight)}
    return [
        Undoable(_said(one), reverse("exercises:undo", args=[one.patient_id, one.pk]))
        for _at, one in sorted(moments.items(), reverse=True)
    ]


def _weight(decision: Decision) -> tuple[bool, datetime]:
    return decision.answer == "confirmed", decision.made_at


def _said(decision: Decision) -> str:
    name = decision.patient.full_name
    stage = NEXT_STAGE.get(decision.programme.opens_through) if decision.programme else None
    if decision.answer == "confirmed" and stage:
        return _("%(name)s: %(stage)s is open now.") % {"name": name, "stage": StageName(stage).label}
    return _("%(name)s: noted, with your name and the time.") % {"name": name}


def _told(decision: Decision) -> str:
    """What the patient told, then what the engine makes of it."""
    said: str = decision.reason["clinician"]["text"]
    session = decision.session
    if session is None or session.pain <= CALM_PAIN:
        return said
    told = _("Pain %(pain)s of 10 on %(day)s.") % {
        "pain": session.pain,
        "day": date_format(session.local_date, "j F"),
    }
    return f"{told} {said}"
