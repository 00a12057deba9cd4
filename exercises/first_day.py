"""What will the patient see of a draft, on its first day?"""

from dataclasses import dataclass
from datetime import date

from exercises import wording
from exercises.models import Programme
from exercises.models.programme import When
from exercises.wording import Shown


@dataclass(frozen=True)
class FirstDay:
    shown: tuple[Shown, ...]
    before_run: tuple[Shown, ...]
    minutes: int


def first_day(draft: Programme, today: date) -> FirstDay:
    """In the patient's own words and order."""
    holds = wording.circumstances(draft)
    items = [item for item in draft.items.open() if wording.is_due_on(item, draft, today)]
    daily = [item for item in items if item.when != When.BEFORE_RUN]
    return FirstDay(
        shown=tuple(wording.shown(item, holds) for item in daily),
        before_run=tuple(wording.shown(item, holds) for item in items if item.when == When.BEFORE_RUN),
        minutes=wording.minutes(daily),
    )
