"""What does a review read? The logs of a programme and of its exercises, out of what the patient told.

The window: practices since the therapist's last review, at most fourteen days, oldest first. An exercise has its own
entries in it; whole practices stand for the programme, each with the worst that was told in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db.models import Q

from exercises import carrying, stepping
from exercises.library import load as load_library
from exercises.models import Completion, Entry, Item, Programme, Session
from exercises.wording import is_due_on

WINDOW_DAYS = 14
# A fall of somebody with these is answered as a warning sign.
BRITTLE = frozenset({"osteoporosis", "vertebral_fracture"})


@dataclass(frozen=True)
class History:
    """A programme's practices up to one day. Read once, asked often."""

    programme: Programme
    items: tuple[Item, ...]
    day: date
    window: tuple[Session, ...]
    adherence: float
    told_in_stage: int
    practised_before: date | None = field(default=None)


def up_to(programme: Programme, day: date, slot: int = 2, items: Iterable[Item] | None = None) -> History:
    """Everything up to that day and slot. Three queries, however much was told; two where `items` are at hand."""
    items = tuple(programme.items.kept().select_related("stage") if items is None else items)
    told = list(programme.sessions.practised().filter(_until(day, slot)).prefetch_related("entries"))
    told.sort(key=lambda one: (one.local_date, one.slot))
    return History(
        programme=programme,
        items=items,
        day=day,
        window=tuple(one for one in told if _is_in_window(one, programme, day)),
        adherence=_adherence(programme, items, told, day),
        told_in_stage=len(told),
        practised_before=max((one.local_date for one in told if one.local_date < day), default=None),
    )


def _until(day: date, slot: int) -> Q:
    return Q(local_date__lt=day) | Q(local_date=day, slot__lte=slot)


def _is_in_window(session: Session, programme: Programme, day: date) -> bool:
    recent = session.local_date > day - timedelta(days=WINDOW_DAYS)
    return recent and (programme.reviewed_at is None or session.changed_at >= programme.reviewed_at)


def _adherence(programme: Programme, items: Iterable[Item], told: list[Session], day: date) -> float:
    """Practices done over practices due in the last fourteen days of the programme.

    Today's are due once they are done: the second practice of a day that is not over is not missed yet.
    """
    first = max(programme.starts_on or day, day - timedelta(days=WINDOW_DAYS - 1))
    opened = [item for item in items if item.stage.is_open]
    days = [first + timedelta(days=n) for n in range((day - first).days)]
    done = [one.local_date for one in told if one.local_date >= first]
    due = sum(slots_on(programme, opened, each) for each in days) + done.count(day)
    return min(1.0, round(len(done) / due, 2)) if due else 0.0


def slots_on(programme: Programme, items: Iterable[Item], day: date) -> int:
    """How many practices these items ask for on that day."""
    return max((item.times_per_day for item in items if is_due_on(item, programme, day)), default=0)


# -- Logs ----------------------------------------------------------------------------------------------------------
def log_of_programme(history: History, session: Session | None = None) -> dict[str, Any]:
    """The contract's log of the whole programme, asking for the next stage; `session` is the one just told."""
    programme, day = history.programme, history.day
    log = {
        "ask": "stage",
        "presentation": programme.presentation,
        "open_through": programme.opens_through,
        "days_since_assessment": max(0, (day - programme.assessment.assessed_on).days),
        "days_since_last_session": _gap(history),
        "days_in_stage": max(0, (day - (programme.starts_on or day)).days),
        "sessions_in_stage": history.told_in_stage,
        "adherence_14d": history.adherence,
        "baseline_pain": baseline(programme),
        "sessions": [_whole(one) for one in history.window],
    }
    return log | _flags(programme, fall=session.fall, red_flag=session.red_flag) if session else log


def log_of_away(programme: Programme, today: date) -> dict[str, Any]:
    """What a day without practice is asked: is the assessment too old, has it been too long?"""
    away = (today - programme.last_session_on).days if programme.last_session_on else None
    return {
        "ask": "stage",
        "days_since_assessment": max(0, (today - programme.assessment.assessed_on).days),
        "days_since_last_session": away,
        "sessions": [],
    }


def log_of_warning(programme: Programme, *, pain: int, fall: bool, red_flag: bool) -> dict[str, Any]:
    """Nothing but the warning, where there is no session to keep it with."""
    told = {"pain": pain, "effort": 0, "completed": False}
    return {"ask": "stage", "baseline_pain": baseline(programme), "sessions": [told]} | _flags(
        programme, fall=fall, red_flag=red_flag
    )


def log_of_item(history: History, item: Item) -> dict[str, Any]:
    """One exercise's own entries. Gaps and expiry are the programme's; they are not asked here."""
    return {
        "ask": "dose",
        "baseline_pain": baseline(history.programme),
        "sessions": [_of_entry(one, entry) for one, entry in _entries(history, item.pk)],
    }


def log_of_step(history: History, item: Item, ask: str) -> dict[str, Any]:
    """The same for a step forward, which only what was done at the present dose and level can earn."""
    exercise, rung = load_library()[item.exercise], carrying.rung_of(item, history.programme)
    present = (item.level, item.sets, rung.amount)
    told = takewhile(lambda pair: _rung(pair[1], present) == present, reversed(_entries(history, item.pk)))
    return {
        "ask": ask,
        "presentation": history.programme.presentation,
        "open_through": history.programme.opens_through,
        "adherence_14d": history.adherence,
        "baseline_pain": baseline(history.programme),
        "at_article_dose": stepping.is_full(exercise, rung),
        "at_top_level": stepping.is_top(exercise, rung),
        "eyes_closed_forbidden": "eyes_closed_forbidden" in history.programme.cautions,
        "sessions": [_of_entry(one, entry) for one, entry in reversed(list(told))],
    }


def baseline(programme: Programme) -> int:
    return int(programme.facts.get("screening", {}).get("pain_at_rest") or 0)


def _flags(programme: Programme, *, fall: bool, red_flag: bool) -> dict[str, bool]:
    conditions = set(programme.facts.get("patient", {}).get("conditions", []))
    return {"red_flag": red_flag or (fall and bool(conditions & BRITTLE)), "fall": fall}


def _gap(history: History) -> int | None:
    """Days without practice before this one, which count on return; None where it is the first."""
    before = history.practised_before
    return (history.day - before).days if before else None


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


def _entries(history: History, item_id: UUID) -> list[tuple[Session, Entry]]:
    """What was left out for once is no practice of that exercise: neither for it nor against it."""
    return [
        (session, entry)
        for session in history.window
        for entry in session.entries.all()
        if entry.item_id == item_id and entry.completion != Completion.NOT
    ]


def _rung(entry: Entry, unknown: tuple[int, int, int]) -> tuple[int | None, int | None, int | None]:
    """Older entries do not say at which dose they were done."""
    return unknown if entry.level is None else (entry.level, entry.sets, entry.amount)


def _of_entry(session: Session, entry: Entry) -> dict[str, Any]:
    return {
        "pain": entry.pain,
        "effort": entry.effort,
        "completed": entry.completion == Completion.DONE,
        "next_morning_pain": session.next_morning_pain,
        "control_kept": entry.control_kept,
        "hold_s": entry.hold_s,
    }
