"""What has to be looked at again? At a first visit everything; later what last visit's findings rest on."""

from enum import StrEnum

from assessments.bands import Reads
from assessments.observed import Facts
from assessments.reading import Reading
from assessments.visits import Visit
from assessments.vocabulary import GluteRating, Posture

NORMAL_STRENGTH = 5


class Part(StrEnum):
    """A part of the page. Safety and the Thomas test are always due, and so is the core: without it nothing opens."""

    HISTORY = "history"
    CORE = "core"
    GLUTES = "glutes"
    BALANCE = "balance"
    POSTURE = "posture"
    STRENGTH = "strength"


def due(last: Visit | None) -> frozenset[Part]:
    """The parts that open by themselves. What stays closed is one press away, and counts as not tested."""
    return again(last.facts, last.read) if last else frozenset(Part)


def again(facts: Facts, read: Reading) -> frozenset[Part]:
    """Whatever decided something last time. Left out, it would be decided from nothing."""
    holds_short = any(note.reads is Reads.POOR and note.kind == "trendelenburg_hold" for note in read.notes)
    wanted = {
        Part.CORE: True,
        Part.GLUTES: read.glutes is GluteRating.POOR or holds_short,
        Part.BALANCE: bool(facts.stance_s.values()),
        Part.POSTURE: facts.posture is not Posture.NEUTRAL,
        Part.STRENGTH: any(grade < NORMAL_STRENGTH for grade in facts.strength.values()),
    }
    return frozenset(part for part, is_due in wanted.items() if is_due)
