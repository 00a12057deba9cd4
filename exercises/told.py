"""What does a patient tell of a practice, and how does it compare with what was told of it before?"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from exercises.models import Completion, Entry, Session


@dataclass(frozen=True)
class Logged:
    """One exercise as the patient told of it. Pain and effort are 0-10; None when it was not done."""

    item_id: UUID
    completion: Completion
    pain: int | None = None
    effort: int | None = None
    control_kept: bool | None = None
    hold_s: int | None = None


@dataclass(frozen=True)
class Told:
    """A session as the patient told of it.

    Whole: what it does not name was not told. `is_part`: some exercises only; they are put beside what this session
    holds already, each in the place of its former telling, and the note is left alone unless a new one is given.
    """

    entries: tuple[Logged, ...]
    note: str = ""
    fall: bool = False
    red_flag: bool = False
    is_part: bool = False
    # Who typed in what the patient had written on paper; None where they told it themselves.
    entered_by: UUID | None = None


def says_the_same(session: Session, told: Told) -> bool:
    entries = {entry.item_id: _logged(entry) for entry in session.entries.all()}
    news = {one.item_id: one for one in told.entries}
    if not told.is_part and told.entries and entries.keys() != news.keys():
        return False
    same_whole = (session.fall, session.red_flag) == (told.fall, told.red_flag) and (
        session.note == told.note or (told.is_part and not told.note)
    )
    return same_whole and all(entries.get(key) == one for key, one in news.items())


def is_worse(session: Session, told: Told) -> bool:
    pain = max((one.pain or 0 for one in told.entries), default=0)
    return pain > session.pain or told.fall > session.fall or told.red_flag > session.red_flag


def _logged(entry: Entry) -> Logged:
    return Logged(
        item_id=entry.item_id,
        completion=Completion(entry.completion),
        pain=entry.pain,
        effort=entry.effort,
        control_kept=entry.control_kept,
        hold_s=entry.hold_s,
    )


def kept_of(session: Session, entries: list[Entry]) -> dict[str, Any]:
    """As it can be told again, should the change be undone: plain JSON."""
    return {
        "entries": [
            {
                "item_id": str(one.item_id),
                "completion": one.completion,
                "pain": one.pain,
                "effort": one.effort,
                "control_kept": one.control_kept,
                "hold_s": one.hold_s,
            }
            for one in entries
        ],
        "note": session.note,
        "fall": session.fall,
        "red_flag": session.red_flag,
        "entered_by": str(session.entered_by_id) if session.entered_by_id else None,
    }


def again(kept: dict[str, Any]) -> Told:
    entries = tuple(
        Logged(**{**one, "item_id": UUID(one["item_id"]), "completion": Completion(one["completion"])})
        for one in kept["entries"]
    )
    by = kept.get("entered_by")
    return Told(entries, kept["note"], kept["fall"], kept["red_flag"], entered_by=UUID(by) if by else None)
