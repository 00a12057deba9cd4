"""What is done on the first day? The open stages, shortened step by step to the daily limit."""

from dataclasses import dataclass, field

from exercises.engine.case import Case
from exercises.engine.plan import LeftOut, LeftOutBecause
from exercises.protocols.protocol import LimitStep


@dataclass(slots=True)
class Day:
    """`today` shows the first of an alternate pair, and nothing of what is done every other day from tomorrow."""

    today: tuple[str, ...]
    alternate: tuple[tuple[str, ...], ...] = ()
    left_out: list[LeftOut] = field(default_factory=list)

    def without(self, exercise: str) -> None:
        self.today = tuple(each for each in self.today if each != exercise)


def limit_day(case: Case, opened: list[str]) -> Day:
    """Each step only while there are still too many."""
    day = Day(tuple(opened))
    for step in case.protocol.daily_limit.steps:
        if len(day.today) > case.protocol.daily_limit.exercises and case.meets(step.when):
            _shorten(day, step)
    return day


def _shorten(day: Day, step: LimitStep) -> None:
    for exercise in [each for each in day.today if each in step.drop]:
        day.without(exercise)
        because = step.wording.said()
        day.left_out.append(LeftOut(exercise, LeftOutBecause.DAILY_LIMIT, step.id, because, step.basis))
    if step.alternate and set(step.alternate) <= set(day.today):
        day.alternate += (step.alternate,)
        day.without(step.alternate[1])
    if step.every_other_day in day.today:
        day.alternate += ((step.every_other_day,),)
        day.without(step.every_other_day)
