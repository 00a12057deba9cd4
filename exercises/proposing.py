"""How does an assessment become a draft that a therapist can edit? The engine's plan, kept as rows.

What the engine said is kept whole beside them, with the facts it read and the versions it ran under.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments import facts
from assessments.models import Assessment
from assessments.words import Because, Sentence
from clinic.people import audit
from clinic.people.models import Patient, User
from exercises import editions, engine, library, protocols, sign_off
from exercises.engine.plan import Plan
from exercises.models import Decision, Item, Programme, ProgrammeState, Rhythm, Stage, Urgency
from exercises.protocols import overlay
from exercises.protocols.conditions import Status

# What a withheld prescription asks of the therapist, and how soon.
URGENCIES = {
    Status.REFER_EMERGENCY: Urgency.ALERT,
    Status.REFER_URGENT: Urgency.ALERT,
}


@transaction.atomic
def propose(
    *, by: User, assessment: Assessment, open_through: str | None = None, now: datetime | None = None
) -> tuple[Plan, Programme | None]:
    """The engine's answer, and the draft it makes when it is ready. A draft that was there gives way.

    A referral is put before the therapist on Today, once.
    """
    moment = now or timezone.now()
    stated = dict(assessment.facts or {})
    if open_through:
        stated["open_through"] = open_through
    editions.keep()
    by_what = sign_off.standing(assessment.patient.clinic)
    plan = engine.prescribe(facts.parse(dict(stated)), by_what.protocol, library.load())
    Patient.objects.select_for_update().get(pk=assessment.patient_id)  # two windows make one draft
    for given_way in assessment.patient.programmes.drafts():
        audit.record("programme.discarded", by=by, patient=assessment.patient, object_id=given_way.pk)
        given_way.delete()
    if plan.status is not Status.READY:
        _withhold(by, assessment, plan, moment)
        return plan, None
    programme = _draft(by, assessment, plan, stated, moment, by_what.overlay)
    _fill(programme, plan)
    audit.record("programme.proposed", by=by, patient=assessment.patient, object_id=programme.pk)
    return plan, programme


def _withhold(by: User, assessment: Assessment, plan: Plan, now: datetime) -> None:
    urgency = URGENCIES.get(plan.status)
    if urgency is not None:  # what is being practised rests until somebody has talked with the patient
        assessment.patient.programmes.filter(state=ProgrammeState.ISSUED).update(state=ProgrammeState.STOPPED)
    if assessment.decisions.exists():
        return
    decision = Decision(
        clinic_id=assessment.clinic_id,
        patient_id=assessment.patient_id,
        assessment=assessment,
        ask="prescribe",
        rule=plan.rule,
        actions=[str(plan.status)],
        alert=urgency is not None,
        urgency=urgency,
        inputs=assessment.facts,
        reason=said(plan.because),
        protocol_version=plan.protocol_version,
        engine_version=plan.engine_version,
        made_at=now,
    )
    decision.save(force_insert=True)
    audit.record("programme.withheld", by=by, patient=assessment.patient, object_id=decision.pk)


def _draft(
    by: User,
    assessment: Assessment,
    plan: Plan,
    stated: Mapping[str, Any],
    now: datetime,
    settings: dict[str, int],
) -> Programme:
    programme = Programme(
        clinic_id=assessment.clinic_id,
        patient=assessment.patient,
        assessment=assessment,
        made_by=by,
        made_at=now,
        presentation=str(plan.presentation),
        opens_through=str(plan.opens_through),
        protocol_id=plan.protocol_id,
        protocol_version=protocols.load().version,
        overlay=settings,
        overlay_digest=overlay.digest(settings),
        engine_version=plan.engine_version,
        facts=stated,
        plan=snapshot(plan),
        cautions=[caution.code for caution in plan.cautions],
    )
    programme.save(force_insert=True)
    return programme


def _fill(programme: Programme, plan: Plan) -> None:
    rhythms = _rhythms(plan)
    for position, part in enumerate(plan.stages, start=1):
        stage = Stage(
            clinic_id=programme.clinic_id,
            patient_id=programme.patient_id,
            programme=programme,
            name=str(part.stage),
            position=position,
            is_open=part.open,
            unlocks_when=said(part.unlocks_when) if part.unlocks_when else {},
        )
        stage.save(force_insert=True)
        left_out = _not_today(plan) if part.open else frozenset()
        kept = [item for item in part.items if item.exercise not in left_out]
        before_run = plan.before_run_items if str(part.stage) == "inhibit" else ()
        Item.objects.bulk_create(
            _row(stage, place, item, rhythms.get(item.exercise, Rhythm.EVERY_DAY))
            for place, item in enumerate((*before_run, *kept), start=1)
        )


def _not_today(plan: Plan) -> frozenset[str]:
    """Dropped by the daily limit."""
    return frozenset(one.exercise for one in plan.left_out if str(one.code) == "daily_limit")


def _rhythms(plan: Plan) -> dict[str, Rhythm]:
    """A pair takes turns; one alone is done every other day and begins on the second."""
    rhythms: dict[str, Rhythm] = {}
    for pair in plan.alternate:
        first, *rest = pair if len(pair) > 1 else ("", *pair)
        rhythms |= {first: Rhythm.ODD_DAYS} if first else {}
        rhythms |= dict.fromkeys(rest, Rhythm.EVEN_DAYS)
    return rhythms


def _row(stage: Stage, position: int, item: engine.Item, rhythm: Rhythm) -> Item:
    return Item(
        clinic_id=stage.clinic_id,
        patient_id=stage.patient_id,
        programme_id=stage.programme_id,
        stage=stage,
        position=position,
        exercise=item.exercise,
        level=item.level,
        max_level=item.max_level,
        sides=str(item.sides),
        focus=[str(side) for side in item.focus],
        **asdict(item.dose),
        when=str(item.when),
        rhythm=rhythm,
        equipment=[str(one) for one in item.equipment],
        rule=item.rule,
        reason=_reason(item),
        mark=str(item.basis.mark),
        source=item.basis.source,
    )


def _reason(item: engine.Item) -> dict[str, Any]:
    """One text for each reader, and under `parts` the sentences it is made of."""
    return {
        "clinician": {"text": item.because_clinician},
        "patient": {"text": item.because_patient},
        "parts": [said(one) for one in item.reasons],
        "dosing": [said(one) for one in item.dosing],
    }


def said(because: Because) -> dict[str, Any]:
    return {"clinician": _sentence(because.clinician), "patient": _sentence(because.patient)}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"id": sentence.id, "values": dict(sentence.values), "text": sentence.text}


def snapshot(plan: Plan) -> dict[str, Any]:
    """The whole plan as JSON: every sentence with its id, its values and its text."""
    kept: dict[str, Any] = _plain(plan)
    return kept


def _plain(part: Any) -> Any:
    if isinstance(part, Sentence):
        return _sentence(part)
    if is_dataclass(part):
        return {each.name: _plain(getattr(part, each.name)) for each in fields(part)}
    if isinstance(part, Mapping):
        return {str(key): _plain(value) for key, value in part.items()}
    if isinstance(part, tuple | list | frozenset):
        return [_plain(each) for each in part]
    return str(part) if isinstance(part, Enum) else part
