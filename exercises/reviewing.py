"""What does the engine make of what a patient told? Each review is a row: its rule, what it read, what it changed.

As soon as something is told, what is unsafe and what must step back acts: of the whole programme, safety and a gap; of
each exercise, its own dose and level. Steps forward wait until the day has closed: see `closing`.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from clinic.mail import outbox
from clinic.people.models import Patient
from exercises import carrying, engine, history, sign_off
from exercises.history import History
from exercises.models import Completion, Decision, Item, Programme, ProgrammeState, Session, Urgency
from exercises.proposing import said

SAFETY = frozenset({"stop_all", "regress_to_supported", "suspend", "stop_exercise_today"})
GAP = frozenset({"reassess_gap", "restart_lower"})
# What one exercise's own entries can ask for at once.
STEP_BACK = frozenset({"suspend", "stop_exercise_today", "regress_level", "reduce_dose"})
TELLS_THE_THERAPIST = GAP | STEP_BACK | {"regress_to_supported", "progress_level"}


def after_session(
    *,
    session: Session,
    programme: Programme,
    patient: Patient,
    now: datetime,
    is_new: bool = False,
    items: Iterable[Item] | None = None,
) -> list[Decision]:
    """Review, act, keep what came of it. In the caller's transaction.

    What was told of a programme that is over, late, is only read for safety. Of a session that `is_new` nothing was
    decided before; then `items`, the programme's with their stages, need not be read again.
    """
    before = [] if is_new else list(session.decisions.standing())
    _forget(before, programme, session)
    past = history.up_to(programme, session.local_date, session.slot, items)
    made = [_of_programme(past, session, now)]
    if programme.state == ProgrammeState.ISSUED:
        made += _of_exercises(past, session, now)
    stands = [one for one in before if one.pk]
    fresh = [one for one in made if one is not None and not _is_known(one, stands)]
    _call_once(fresh)
    _act(fresh, past, now)
    if alerts := [one for one in fresh if one.alert]:
        _alert_clinic(patient, str(session.pk), alerts[0].rule, now)
    return fresh


def warn(
    *, programme: Programme, patient: Patient, pain: int, fall: bool, red_flag: bool, now: datetime
) -> bool:
    """A warning in what could not be kept as a session. Says whether it was one, and was not known today."""
    today = now.date()
    log = history.log_of_warning(programme, pain=pain, fall=fall, red_flag=red_flag)
    decision = decide(programme, log, now, today)
    known = programme.decisions.filter(rule=decision.rule, made_at__gt=now - timedelta(days=1), alert=True)
    if not decision.alert or known.exists():
        return False
    carrying.carry_out(decision, programme, list(programme.items.kept().select_related("stage")), now)
    decision.save(force_insert=True)
    _alert_clinic(patient, f"{programme.pk}:{today}", decision.rule, now)
    return True


def forget(session: Session, programme: Programme) -> bool:
    """Before a session is taken back: what came of it too. False where a person was called, or answered."""
    before = list(session.decisions.all())
    _forget(before, programme, session)
    return not any(one.pk for one in before)


def _forget(before: list[Decision], programme: Programme, session: Session) -> None:
    """What was told anew is looked at anew, as far as nobody has practised by it, or answered it, since.

    An alert that was raised waits for a person. What is forgotten loses its key.
    """
    open_ = [one for one in before if one.answered_at is None and not one.alert]
    if not open_ or _was_practised_by(programme, session):
        return
    for one in sorted(open_, key=lambda each: each.made_at, reverse=True):
        if carrying.restore(one, programme):
            one.delete()  # which takes the key from it


def _was_practised_by(programme: Programme, session: Session) -> bool:
    later = Q(local_date=session.local_date, slot__gt=session.slot) | Q(local_date__gt=session.local_date)
    return programme.sessions.filter(later).exists()


def _is_known(decision: Decision, stands: list[Decision]) -> bool:
    """The same was decided of this session before; or the exercise has stepped back for it once."""
    return any(
        one.item_id == decision.item_id and (one.rule == decision.rule or (one.item_id and one.effect))
        for one in stands
    )


def _of_programme(past: History, session: Session, now: datetime) -> Decision | None:
    """Safety, and the gap that this session ended."""
    decision = decide(
        past.programme, history.log_of_programme(past, session), now, session.local_date, session
    )
    actions = set(decision.actions)
    if actions & GAP and _gap_is_known(past, decision):
        return None
    return decision if decision.alert or actions & (SAFETY | GAP) else None


def _gap_is_known(past: History, decision: Decision) -> bool:
    """The daily look has found it while the patient was away."""
    since = past.practised_before or past.day
    known = past.programme.decisions.standing().filter(rule=decision.rule, about__gt=since)
    return known.exclude(session=decision.session).exists()


def _of_exercises(past: History, session: Session, now: datetime) -> Iterable[Decision]:
    by_id = {item.pk: item for item in past.items}
    own = next((one for one in past.window if one.pk == session.pk), session)  # read with its entries
    done = [one.item_id for one in own.entries.all() if one.completion != Completion.NOT]
    for item in (by_id[key] for key in done if key in by_id):
        log = history.log_of_item(past, item)
        decision = decide(past.programme, log, now, session.local_date, session, item)
        if set(decision.actions) & STEP_BACK:
            yield decision


def _call_once(telling: list[Decision]) -> None:
    """One session calls the therapist once, for its most urgent reason; the rest stands beside it."""
    calling = sorted((one for one in telling if one.urgency), key=lambda one: one.urgency or 0)
    for one in calling[1:]:
        one.urgency = None


def _act(decisions: list[Decision], past: History, now: datetime) -> None:
    for one in decisions:
        carrying.carry_out(one, past.programme, past.items, now)
    Decision.objects.bulk_create(decisions)


def decide(
    programme: Programme,
    log: dict[str, Any],
    now: datetime,
    about: date,
    session: Session | None = None,
    item: Item | None = None,
) -> Decision:
    """What the engine says to a log, as a row that is not saved yet."""
    review = engine.review(engine.parse_log(log), sign_off.protocol_of(programme))
    return Decision(
        clinic_id=programme.clinic_id,
        patient_id=programme.patient_id,
        programme=programme,
        session=session,
        item=item,
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
        about=about,
    )


def _urgency(review: engine.Review) -> Urgency | None:
    """Where it stands on Today; None where the therapist has nothing to answer."""
    actions = {str(action) for action in review.actions}
    if "stop_exercise_today" in actions and not actions & carrying.STOPPING:
        return Urgency.FLARE
    if review.alert:
        return Urgency.ALERT
    if "propose_next_stage" in actions:
        return Urgency.STAGE
    return Urgency.NOTE if actions & TELLS_THE_THERAPIST else None


def _alert_clinic(patient: Patient, about: str, rule: str, now: datetime) -> None:
    """To the clinic's own address: that something waits, not what, and not whose. Once for each reason."""
    outbox.put(
        template="alert",
        patient=patient,
        to_address=patient.clinic.email,
        language=patient.clinic.language,
        slot=f"alert:{about}:{rule}",
        due_at=now,
        expires_at=now + timedelta(days=1),
    )
