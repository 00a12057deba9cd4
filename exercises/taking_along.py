"""What of a running programme comes along when another follows it from the same assessment?

The dose and the level the patient has come to, and what the therapist chose; each asked of the rules anew. What may not
come along is named, so that somebody looks before it is issued.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.people.models import User
from exercises import engine, safety
from exercises.drafts import dose_and_level, keep, locked
from exercises.library import load as load_library
from exercises.models import ChangeKind, Item, Programme

COPIED = (
    *(
        "exercise",
        "level",
        "max_level",
        "sides",
        "focus",
        "sets",
        "reps",
        "hold_s",
        "hold_max_s",
        "distance_m",
    ),
    *("times_per_day", "when", "rhythm", "equipment", "rule", "reason", "mark", "source"),
)
DOSE = ("sets", "reps", "hold_s", "hold_max_s", "distance_m")
THERAPIST = "therapist"


@transaction.atomic
def take_along(*, by: User, live: Programme, draft: Programme) -> tuple[str, ...]:
    """Lay it onto the draft; the sentences say what could not come. Raises NotADraft, Outdated."""
    programme, advice = locked(draft)
    taking = _Taking(by, live, programme, advice)
    left = [said for item in taking.before for said in taking.take(item)]
    taking.leave_out()
    daily = safety.count_daily(list(programme.items.open()))
    left += [one.text for one in advice.against_count(daily)]
    return tuple(dict.fromkeys(left))


class _Taking:
    """From one programme to one draft."""

    def __init__(self, by: User, live: Programme, draft: Programme, advice: engine.Advice) -> None:
        self.by, self.draft, self.advice = by, draft, advice
        self.before = list(live.items.kept().select_related("stage"))
        self.changes = list(live.changes.select_related("item__stage"))
        self.stages = {stage.name: stage for stage in draft.stages.all()}
        self.there = {
            (item.stage.name, item.exercise): item for item in draft.items.kept().select_related("stage")
        }
        self.read = {f"{one['exercise']}/{one['when']}" for change in self.changes for one in change.warnings}

    def take(self, before: Item) -> list[str]:
        """The same exercise goes on where it was; one of the therapist's own comes too, if it still may."""
        now = self.there.get((before.stage.name, before.exercise))
        if now is not None:
            return self._go_on(before, now)
        return self._bring(before) if before.rule == THERAPIST else []

    def _go_on(self, before: Item, now: Item) -> list[str]:
        was, left = dose_and_level(now), []
        for name in DOSE:
            setattr(now, name, getattr(before, name))
        if self._was_chosen(before, "times_per_day"):
            now.times_per_day = before.times_per_day
        against = safety.against_change(self.advice, now, step=0, level=before.level)
        if before.level <= now.max_level or not self._unread(against):
            now.level, now.max_level = before.level, max(before.level, now.max_level)
        else:
            now.level = now.max_level
            left = [one.because for one in self._unread(against)]
        if dose_and_level(now) != was:
            now.save()
            self._keep(now, ChangeKind.LEVEL if was["level"] != now.level else ChangeKind.DOSE, before=was)
        return left

    def _bring(self, before: Item) -> list[str]:
        against = safety.against(self.advice, before.exercise)
        unread = self._unread(against)
        if unread:
            name = load_library()[before.exercise].name
            return [f"{name}: {one.because}" for one in unread]
        copied = {name: getattr(before, name) for name in COPIED}
        stage = self.stages[before.stage.name]
        item = Item(
            clinic_id=stage.clinic_id,
            patient_id=stage.patient_id,
            programme=self.draft,
            stage=stage,
            position=before.position,
            **copied,
        )
        item.save(force_insert=True)
        self._keep(item, ChangeKind.ADDED, against=against)
        return []

    def leave_out(self) -> None:
        """What the therapist took out, or swapped for another, stays out."""
        kept = {(item.stage.name, item.exercise) for item in self.before}
        for change in self.changes:
            if change.kind not in {ChangeKind.REMOVED, ChangeKind.SWAPPED}:
                continue
            gone = (change.item.stage.name, change.before["exercise"])
            item = self.there.pop(gone, None)
            if item is not None and gone not in kept:
                item.removed_at = timezone.now()
                item.save(update_fields=["removed_at"])
                self._keep(item, ChangeKind.REMOVED, before=dose_and_level(item))

    def _was_chosen(self, item: Item, name: str) -> bool:
        mine = [one for one in self.changes if one.item_id == item.pk and one.before and one.after]
        return any(one.before.get(name) != one.after.get(name) for one in mine)

    def _unread(self, against: tuple[safety.Objection, ...]) -> list[safety.Objection]:
        return [one for one in against if one.token not in self.read]

    def _keep(
        self,
        item: Item,
        kind: ChangeKind,
        before: dict[str, object] | None = None,
        against: tuple[safety.Objection, ...] = (),
    ) -> None:
        after = {} if kind == ChangeKind.REMOVED else dose_and_level(item)
        reason = _("As in the programme before")
        keep(self.by, self.draft, item, kind, reason, before=before, after=after, against=against)
