"""What is decided when a day has closed? Steps forward, once; gaps, the check after two weeks, and expiry.

A day has closed when it is over where the patient lives, and how the next morning was is known or its noon has passed.
A tick looks at every programme after its patient's noon; a patient's page looks too, where the tick is late, and right
after the morning's answer. Whoever looks first decides; the next one finds nothing left to do.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.people import tenancy
from exercises import carrying, history, notices, reviewing, stepping
from exercises.history import History
from exercises.library import load as load_library
from exercises.models import Decision, Item, Programme, ProgrammeState, Urgency
from exercises.models.programme import When

log = logging.getLogger(__name__)

NOON = time(12)
A_DAY = timedelta(days=1)
CHECK_DAY = 14
FORWARD = frozenset({"increase_dose", "progress_level"})
AWAY = frozenset({"reassess_expired", "reassess_gap", "restart_lower"})
# What was proposed, or asked kindly, is not said again within these days.
NOT_AGAIN_DAYS = 7
BATCH = 100


# -- The tick ------------------------------------------------------------------------------------------------------
def look_at_all(now: datetime) -> int:
    """Every programme whose patient's noon has passed since its last look; says how many that were."""
    with tenancy.through("planner"):
        clinics = list(Programme.objects.due_for_a_look(now).values_list("clinic_id", flat=True).distinct())
    return sum(_look_at_clinic(clinic_id, now) for clinic_id in clinics)


def _look_at_clinic(clinic_id: UUID, now: datetime) -> int:
    with tenancy.within(clinic_id):
        due = list(
            Programme.objects.due_for_a_look(now).filter(clinic_id=clinic_id).values_list("pk", flat=True)
        )
    return sum(_looked(clinic_id, programme_id, now) for programme_id in due)


def _looked(clinic_id: UUID, programme_id: UUID, now: datetime) -> int:
    try:
        look(clinic_id, programme_id, now)
    except Exception as error:  # noqa: BLE001 - the other patients still have their turn
        # No trace: what the database says may quote a row.
        log.error("programme %s: cannot be looked at: %s", programme_id, type(error).__name__)  # noqa: TRY400
        return 0
    return 1


# -- One programme -------------------------------------------------------------------------------------------------
def is_due(programme: Programme, now: datetime) -> bool:
    """Whether a page should look, for the tick is late. Asks nothing of the database."""
    return programme.state == ProgrammeState.ISSUED and (
        programme.next_look_at is None or programme.next_look_at <= now
    )


def look(clinic_id: UUID, programme_id: UUID, now: datetime) -> list[Decision]:
    """Close every day that can be closed, then look at today. Safe twice, and at once from two sides."""
    with tenancy.within(clinic_id):
        rows = Programme.objects.select_for_update(of=("self",)).select_related("assessment", "patient")
        programme = rows.get(pk=programme_id)
        if programme.state != ProgrammeState.ISSUED:
            return []
        there = now.astimezone(ZoneInfo(programme.patient.time_zone))
        through = _closed_through(programme, there)
        made = [one for day in _days_to_close(programme, through) for one in _close(programme, day, now)]
        made += _look_at_today(programme, there.date(), now)
        if any(one.effect.get("items") for one in made):
            notices.tell_of_change(programme, now)
        notices.tell_of_retest(programme, there.date(), now)
        programme.decided_through = max(through, programme.decided_through or through)
        programme.next_look_at = next_noon(there)
        programme.save(update_fields=["decided_through", "next_look_at"])
        return made


def next_noon(there: datetime) -> datetime:
    """The next noon where the patient lives, daylight saving or not."""
    day = there.date() + (A_DAY if there.time() >= NOON else timedelta(0))
    return datetime.combine(day, NOON, there.tzinfo)


def _closed_through(programme: Programme, there: datetime) -> date:
    yesterday = there.date() - A_DAY
    is_known = there.time() >= NOON or _morning_is_known(programme, yesterday)
    return yesterday if is_known else yesterday - A_DAY


def _morning_is_known(programme: Programme, day: date) -> bool:
    last = programme.sessions.practised().filter(local_date=day).order_by("-slot").first()
    return last is None or last.next_morning_pain is not None


def _days_to_close(programme: Programme, through: date) -> list[date]:
    told = programme.sessions.practised().filter(local_date__lte=through)
    if programme.decided_through:
        told = told.filter(local_date__gt=programme.decided_through)
    return sorted(set(told.values_list("local_date", flat=True)))


def _close(programme: Programme, day: date, now: datetime) -> list[Decision]:
    """Steps forward of each exercise that was done that day, and what the programme as a whole has earned."""
    past = history.up_to(programme, day)
    done = {entry.item_id for one in past.window if one.local_date == day for entry in one.entries.all()}
    items = [item for item in past.items if item.pk in done and item.when != When.BEFORE_RUN]
    made = [one for item in items for one in _step_forward(past, item, now)]
    made += _of_programme(past, now)
    for one in made:
        carrying.carry_out(one, programme, past.items, now)
    Decision.objects.bulk_create(made)
    return made


def _step_forward(past: History, item: Item, now: datetime) -> Iterator[Decision]:
    """At most one: closed eyes before a level, a level before a dose."""
    for ask in _asks(past.programme, item):
        decision = reviewing.decide(
            past.programme, history.log_of_step(past, item, ask), now, past.day, item=item
        )
        if FORWARD & set(decision.actions):
            yield decision
            return


def _asks(programme: Programme, item: Item) -> Iterable[str]:
    exercise, rung = load_library()[item.exercise], carrying.rung_of(item, programme)
    if stepping.leads_to_eyes_closed(exercise, rung):
        yield "eyes_closed"
    yield "level"
    yield "dose"


def _of_programme(past: History, now: datetime) -> list[Decision]:
    decision = reviewing.decide(past.programme, history.log_of_programme(past), now, past.day)
    wanted = {"propose_next_stage", "support_adherence"} & set(decision.actions)
    if not wanted or _was_said(past.programme, decision.rule, past.day - timedelta(days=NOT_AGAIN_DAYS)):
        return []
    return [decision]


def _was_said(programme: Programme, rule: str, since: date) -> bool:
    return programme.decisions.standing().filter(rule=rule, about__gt=since).exists()


# -- Today ---------------------------------------------------------------------------------------------------------
def _look_at_today(programme: Programme, today: date, now: datetime) -> list[Decision]:
    made = [*_away(programme, today, now), *_after_two_weeks(programme, today, now)]
    items = list(programme.items.kept().select_related("stage")) if made else []
    for one in made:
        carrying.carry_out(one, programme, items, now)
    Decision.objects.bulk_create(made)
    return made


def _away(programme: Programme, today: date, now: datetime) -> Iterator[Decision]:
    """A gap, or an assessment that is too old; each found once."""
    decision = reviewing.decide(programme, history.log_of_away(programme, today), now, today)
    since = programme.last_session_on or programme.starts_on or today
    if decision.rule == "assessment_expired":
        since = programme.assessment.assessed_on
    if AWAY & set(decision.actions) and not _was_said(programme, decision.rule, since):
        yield decision


def _after_two_weeks(programme: Programme, today: date, now: datetime) -> Iterator[Decision]:
    """Two weeks in, the therapist gets to see how it goes, whatever the engine proposes."""
    begun = programme.starts_on or today
    if not CHECK_DAY <= (today - begun).days <= CHECK_DAY + NOT_AGAIN_DAYS:
        return
    if programme.decisions.filter(ask="check").exists():
        return
    past = history.up_to(programme, today - A_DAY)
    decision = reviewing.decide(programme, history.log_of_programme(past), now, today)
    decision.ask, decision.actions, decision.alert = "check", ["hold"], False
    decision.urgency = Urgency.NOTE
    decision.reason = decision.reason | {"clinician": _two_weeks(past, decision.reason["clinician"])}
    yield decision


def _two_weeks(past: History, engine_says: dict[str, Any]) -> dict[str, Any]:
    told = ngettext("%(n)s practice", "%(n)s practices", past.told_in_stage) % {"n": past.told_in_stage}
    share = {"told": told, "share": round(past.adherence * 100), "says": engine_says["text"]}
    text = _("Two weeks in: %(told)s, %(share)s %% of what was due. %(says)s") % share
    return {"id": "two_weeks", "values": share, "text": text}
