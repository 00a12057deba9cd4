"""What does a phone need to lead somebody through today's practice? The same facts the page says in words."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clinic.figures import Picture
from exercises import pictures
from exercises.dating import STILL_YESTERDAY_UNTIL
from exercises.library import load as load_library
from exercises.models import Item
from exercises.practising import Practice

# Where the library gives no pace: a calm repetition.
PACE_S = 4


@dataclass(frozen=True)
class Led:
    """One exercise's drawings, by the side that works."""

    side: str
    picture: Picture


def drawings(item: Item) -> list[Led]:
    """One for each side where the sides take turns, in their order; else one."""
    sides = order(item) if item.sides == "both" else [pictures.side_of(item)]
    return [Led(side, pictures.picture(item, "animated", side)) for side in sides]


def order(item: Item) -> list[str]:
    """The side to begin with, then the other."""
    first = pictures.side_of(item)
    return [first, "left" if first == "right" else "right"]


def plan(practice: Practice) -> dict[str, Any]:
    """Without a word about why, about anybody, or about what was before."""
    return {
        "programme": str(practice.programme.pk),
        "day": practice.day.isoformat(),
        "slot": practice.slot,
        "slots": practice.slots,
        "exercises": [_exercise(item) | {"rests": item in practice.resting} for item in practice.items],
    }


def _exercise(item: Item) -> dict[str, Any]:
    exercise = load_library()[item.exercise]
    return {
        "id": str(item.pk),
        "sets": item.sets,
        "sides": order(item) if item.sides == "both" else [None],
        "seconds": item.hold_max_s or item.hold_s,
        "enough_s": item.hold_s if item.hold_max_s else None,
        "reps": item.reps,
        "pace_s": exercise.seconds_per_rep or PACE_S,
        "rest_s": exercise.rest_s,
        "every_practice": item.times_per_day > 1,
    }


def kept_until(practice: Practice, zone: ZoneInfo) -> datetime:
    """From then on a phone may not show it any more."""
    return datetime.combine(practice.day + timedelta(days=1), time(STILL_YESTERDAY_UNTIL), zone)
