"""How did the practices of a story go? Each is logged as the patient would have, on its day."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from exercises import closing, logging, wording
from exercises.demo.course import EVENING, MORNING, Course
from exercises.demo.story import Practice, Told
from exercises.library import load as load_library
from exercises.models import Completion, Item, Programme, Session
from exercises.models.programme import When
from exercises.told import Logged
from exercises.told import Told as TakenDown

HOURS = {1: MORNING, 2: EVENING}
# The last two practices are what a review looks at: they go exactly as the story says.
AS_TOLD = 2
# One more, twice in a row, and the review asks for a smaller dose: no story wants that by chance.
HARDEST = 7


def practise(course: Course, practice: Practice) -> None:
    """Day after day; now and then one is missed, or a little harder than the one before."""
    programme = course.live_programme()
    items = list(programme.items.open().exclude(when=When.BEFORE_RUN))
    kept = list(_kept(course, practice, programme, items))
    sessions = []
    for place, (days_ago, slot) in enumerate(kept):
        told = Told(
            days_ago, _between(practice.pain, place, kept), _effort(course, practice, place, kept), slot
        )
        sessions.append(_log(course, programme, items, told))
    if practice.mornings:
        _ask_the_morning_after(sessions)


def tell(course: Course, told: Told) -> None:
    """One practice that is not like the others."""
    programme = course.live_programme()
    _log(course, programme, list(programme.items.open().exclude(when=When.BEFORE_RUN)), told)


def _kept(
    course: Course, practice: Practice, programme: Programme, items: Iterable[Item]
) -> Iterator[tuple[int, int]]:
    for days_ago in range(practice.first, practice.last - 1, -1):
        due = _due(items, programme, course.day(days_ago))
        for slot in range(1, max((item.times_per_day for item in due), default=0) + 1):
            if days_ago in (practice.first, practice.last) or course.random.random() < practice.kept:
                yield days_ago, slot


def _due(items: Iterable[Item], programme: Programme, day: date) -> list[Item]:
    return [item for item in items if wording.is_due_on(item, programme, day)]


def _between(ends: tuple[int, int], place: int, kept: list[tuple[int, int]]) -> int:
    first, last = ends
    return round(first + (last - first) * place / max(1, len(kept) - 1))


def _effort(course: Course, practice: Practice, place: int, kept: list[tuple[int, int]]) -> int:
    harder = course.random.random() < 0.3 and place < len(kept) - AS_TOLD
    return min(_between(practice.effort, place, kept) + harder, HARDEST)


def _log(course: Course, programme: Programme, items: list[Item], told: Told) -> Session:
    day = course.day(told.days_ago)
    _close(programme, course.moment(told.days_ago, HOURS[told.slot]))
    due = [item for item in _due(items, programme, day) if told.slot <= item.times_per_day]
    return logging.log_session(
        by=course.practises_as,
        patient=course.patient,
        programme=programme,
        local_date=day,
        slot=told.slot,
        client_key=UUID(int=course.random.getrandbits(128), version=4),
        told=TakenDown(
            entries=tuple(_entry(item, place, told) for place, item in enumerate(due)),
            note=told.note,
            fall=told.fall,
            red_flag=told.red_flag,
        ),
        now=course.moment(told.days_ago, HOURS[told.slot]),
    ).session


def _close(programme: Programme, now: datetime) -> None:
    """What the noons since the last practice would have closed."""
    programme.refresh_from_db(fields=["next_look_at", "state"])
    if closing.is_due(programme, now):
        closing.look(programme.clinic_id, programme.pk, now)


def _entry(item: Item, place: int, told: Told) -> Logged:
    """The first exercise of a practice is the one that is felt most."""
    is_controlled = bool(load_library()[item.exercise].control_question)
    return Logged(
        item_id=item.pk,
        completion=Completion(told.completion),
        pain=max(0, told.pain - place),
        effort=max(1, told.effort - place % 2),
        control_kept=item.exercise != told.control_lost_in if is_controlled else None,
    )


def _ask_the_morning_after(sessions: list[Session]) -> None:
    """How it was next morning, where that was asked: no worse than while they practised."""
    asked = sessions[1::3]
    for session in asked:
        session.next_morning_pain = max(0, session.pain - 1)
    Session.objects.bulk_update(asked, ["next_morning_pain"])
