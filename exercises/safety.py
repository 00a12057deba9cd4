"""What speaks against what a therapist chooses for this person? The engine's own rules, asked by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments import facts
from exercises import engine, library, sign_off
from exercises.models import Item, Programme, Rhythm, Stage
from exercises.models.programme import When


@dataclass(frozen=True)
class Objection:
    """One reason not to, for the therapist. `when` is the rule, or the circumstance, that raises it."""

    exercise: str
    when: str
    because: str

    @property
    def token(self) -> str:
        """By which a form says that this very reason was read."""
        return f"{self.exercise}/{self.when}"


class Objected(Exception):
    """The rules speak against it; it may still be given, by whoever has read why not and says why."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        super().__init__(", ".join(one.when for one in objections))
        self.objections = objections


def advice_for(programme: Programme) -> engine.Advice | None:
    """The engine's word on any exercise for this person; None where it prescribes nothing."""
    return engine.advise(facts.parse(dict(programme.facts)), sign_off.protocol_of(programme), library.load())


def against(advice: engine.Advice, exercise: str) -> tuple[Objection, ...]:
    """What is against the exercise itself, wherever it stands."""
    return _worded(exercise, advice.against(exercise))


def against_adding(advice: engine.Advice, stage: Stage, exercise: str) -> tuple[Objection, ...]:
    """What is against the exercise, and the length of the day where the stage is open."""
    raised = advice.against(exercise)
    if stage.is_open and exercise != advice.case.protocol.runner.before_run.exercise:
        raised += advice.against_count(count_daily(list(stage.programme.items.open())) + 1)
    return _worded(exercise, raised)


def against_change(advice: engine.Advice, item: Item, *, step: int, level: int) -> tuple[Objection, ...]:
    """Its contraindications, and a level or an amount beyond what this person begins with."""
    exercise = item.exercise
    raised = advice.against(exercise) + advice.against_level(exercise, level)
    if step > (item.reps or item.hold_s or item.distance_m or 0):
        raised += advice.against_amount(exercise, step)
    return _worded(exercise, raised)


def warnings(advice: engine.Advice | None, item: Item) -> tuple[Objection, ...]:
    """What speaks against an item as it stands in a draft."""
    return against_change(advice, item, step=0, level=item.level) if advice else ()


def count_daily(items: list[Item]) -> int:
    """How many on the longer of two days running; what stands before a run is outside the limit."""
    daily = [one.rhythm for one in items if one.when != When.BEFORE_RUN]
    taking_turns = max(daily.count(Rhythm.ODD_DAYS), daily.count(Rhythm.EVEN_DAYS))
    return daily.count(Rhythm.EVERY_DAY) + taking_turns


def _worded(exercise: str, raised: Iterable[engine.Objection]) -> tuple[Objection, ...]:
    return tuple(Objection(exercise, one.rule, _sentence(one)) for one in raised)


def _sentence(objection: engine.Objection) -> str:
    if objection.instead is None:
        return objection.text
    name = library.load()[objection.instead].name
    return _("%(why)s In its place: %(name)s.") % {"why": objection.text, "name": name}
