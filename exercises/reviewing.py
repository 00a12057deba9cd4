"""What does the engine make of what a patient told? Each review is a row: its rule, what it read, what it proposes.

After a session two things are asked: of the whole programme, whether anything is unsafe or a next stage is near; and of
each exercise that hurt or was lost control of, what to do about it. Nothing here changes a dose or a level.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from clinic.mail import outbox
from clinic.people.models import Patient
from exercises import engine, sign_off
from exercises.models import Decision, Item, Programme, ProgrammeState, Session, Urgency
from exercises.proposing import said
from exercises.wording import is_due_on

WINDOW_DAYS = 14
STOPPING = {"stop_all", "suspend"}
STEP_BACK = {"regress_to_supported", "regress_level", "reduce_dose", "restart_lower", "reassess_gap"}


def after_session(
    *, session: Session, programme: Programme, patient: Patient, now: datetime
) -> list[Decision]:
    """Review, keep what came of it, stop the programme where the protocol says so. In the caller's transaction."""
    asked = [_decide(programme, session, log_for_programme(programme, session), now)]
    asked += [
        _decide(programme, session, _log_for_item(programme, entry.item_id, session), now, entry.item_id)
        for entry in session.entries.all()
        if (entry.pain or 0) > 3 or entry.control_kept is False
    ]
    telling = [decision for decision in asked if decision.actions != ["hold"] or decision.alert]
    _call_once(telling)
    # An edited session is reviewed anew; but an alert that was raised waits for a person, and is raised once.
    session.decisions.filter(answered_at=None, alert=False).delete()
    raised = set(session.decisions.filter(answered_at=None).values_list("rule", "item_id"))
    Decision.objects.bulk_create(one for one in telling if (one.rule, one.item_id) not in raised)
    if any(STOPPING & set(decision.actions) for decision in telling):
        _stop(programme)
    alerts = [decision for decision in telling if decision.alert]
    if alerts:
        _alert_clinic(patient, session, alerts[0].rule, now)
    return telling


def _call_once(telling: list[Decision]) -> None:
    """One session calls the therapist once, for its most urgent reason; the rest stands beside it."""
    calling = sorted((one for one in telling if one.urgency), key=lambda one: one.urgency or 0)
    for one in calling[1:]:
        one.urgency = None


def _decide(
    programme: Programme, session: Session, log: dict[str, Any], now: datetime, item_id: Any = None
) -> Decision:
    review = engine.review(engine.parse_log(log), sign_off.protocol_of(programme))
    return Decision(
        clinic_id=programme.clinic_id,
        patient_id=programme.patient_id,
        programme=programme,
        session=session,
        item_id=item_id,
        ask=log["ask"],
        rule=review.rule,
        actions=[str(action) for action in review.actions],
        alert=review.alert,
        urgency=_urgency(review),
        inputs=log,
        reason=said(review.because),
        protocol_version=review.protocol_version,
        engine_version=review.engine_version,
        made_at=now,
    )


def _urgency(review: engine.Review) -> Urgency | None:
    """Where it stands on Today; None where the therapist has nothing to answer."""
    actions = {str(action) for action in review.actions}
    if "stop_exercise_today" in actions and not actions & STOPPING:
        return Urgency.FLARE
    if review.alert:
        return Urgency.ALERT
    if "propose_next_stage" in actions:
        return Urgency.STAGE
    return Urgency.NOTE if actions & STEP_BACK else None


def log_for_programme(programme: Programme, session: Session) -> dict[str, Any]:
    """The contract's log for the whole programme, asking for the next stage."""
    day = session.local_date
    window = _window(programme, day)
    return _common(programme, day) | {
        "ask": "stage",
        "presentation": programme.presentation,
        "open_through": programme.opens_through,
        "days_in_stage": max(0, (day - (programme.starts_on or day)).days),
        "sessions_in_stage": programme.sessions.count(),
        "adherence_14d": adherence(programme, day),
        "red_flag": session.red_flag,
        "fall": session.fall,
        "sessions": [_whole(one) for one in window],
    }


def _log_for_item(programme: Programme, item_id: Any, session: Session) -> dict[str, Any]:
    day = session.local_date
    told = [
        (one, entry)
        for one in _window(programme, day)
        for entry in one.entries.all()
        if entry.item_id == item_id
    ]
    return _common(programme, day) | {
        "ask": "dose",
        "sessions": [
            {
                "pain": entry.pain or 0,
                "effort": entry.effort or 0,
                "completed": entry.completion == "done",
                "next_morning_pain": one.next_morning_pain,
                "control_kept": entry.control_kept,
                "hold_s": entry.hold_s,
            }
            for one, entry in told
        ],
    }


def _common(programme: Programme, day: date) -> dict[str, Any]:
    assessed = programme.assessment.assessed_on
    return {
        "days_since_assessment": max(0, (day - assessed).days),
        "days_since_last_session": _gap(programme, day),
        "baseline_pain": programme.facts.get("screening", {}).get("pain_at_rest", 0),
    }


def _gap(programme: Programme, day: date) -> int | None:
    """Days without practice before this session, which count on return; None where it is the first."""
    before = programme.sessions.filter(local_date__lt=day).order_by("-local_date").first()
    return (day - before.local_date).days if before else None


def _window(programme: Programme, day: date) -> list[Session]:
    """Since the therapist's last review, at most fourteen days, oldest first."""
    since = day - timedelta(days=WINDOW_DAYS - 1)
    recent = programme.sessions.filter(local_date__gte=since, local_date__lte=day)
    if programme.reviewed_at:
        recent = recent.filter(changed_at__gte=programme.reviewed_at)
    return list(recent.prefetch_related("entries").order_by("local_date", "slot"))


def _whole(session: Session) -> dict[str, Any]:
    kept = [entry.control_kept for entry in session.entries.all() if entry.control_kept is not None]
    return {
        "pain": session.pain,
        "effort": session.effort,
        "completed": session.completed,
        "next_morning_pain": session.next_morning_pain,
        "control_kept": all(kept) if kept else None,
        "hold_s": None,
    }


def adherence(programme: Programme, day: date) -> float:
    """Sessions done over sessions due in the last fourteen days of the programme.

    Today's are due once they are done: the second practice of a day that is not over is not missed yet.
    """
    first = max(programme.starts_on or day, day - timedelta(days=WINDOW_DAYS - 1))
    items = list(programme.items.open())
    days = [first + timedelta(days=n) for n in range((day - first).days)]
    done_on = list(
        programme.sessions.filter(local_date__gte=first, local_date__lte=day).values_list(
            "local_date", flat=True
        )
    )
    due = sum(_slots_on(programme, items, each) for each in days) + done_on.count(day)
    return min(1.0, round(len(done_on) / due, 2)) if due else 0.0


def _slots_on(programme: Programme, items: Iterable[Item], day: date) -> int:
    return max((item.times_per_day for item in items if is_due_on(item, programme, day)), default=0)


def _stop(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk, state=ProgrammeState.ISSUED).update(
        state=ProgrammeState.STOPPED
    )
    programme.state = ProgrammeState.STOPPED


def _alert_clinic(patient: Patient, session: Session, rule: str, now: datetime) -> None:
    """To the clinic's own address: that something waits, not what, and not whose. Once for each reason."""
    outbox.put(
        template="alert",
        patient=patient,
        to_address=patient.clinic.email,
        language=patient.clinic.language,
        slot=f"alert:{session.pk}:{rule}",
        due_at=now,
        expires_at=now + timedelta(days=1),
    )
