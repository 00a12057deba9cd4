"""What was prescribed, and what happened next? Programmes, practice, decisions, reminders."""

from exercises.models.calendar import CalendarFeed
from exercises.models.edition import ProtocolEdition
from exercises.models.practice import Completion, Decision, Entry, Session, Urgency
from exercises.models.programme import (
    ChangeKind,
    Item,
    ItemChange,
    Programme,
    ProgrammeState,
    Rhythm,
    Stage,
    StageName,
)
from exercises.models.reminding import ReminderPreference
from exercises.models.sign_off import ProtocolReview
from exercises.models.template import ProgrammeTemplate

__all__ = [
    "CalendarFeed",
    "ChangeKind",
    "Completion",
    "Decision",
    "Entry",
    "Item",
    "ItemChange",
    "Programme",
    "ProgrammeState",
    "ProgrammeTemplate",
    "ProtocolEdition",
    "ProtocolReview",
    "ReminderPreference",
    "Rhythm",
    "Session",
    "Stage",
    "StageName",
    "Urgency",
]
