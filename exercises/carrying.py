"""How does a decision take effect, and how is it taken back? What it changes is kept in it, before and after.

`carry_out` is called where a decision is made; `carry_back` by the therapist. Both run in the caller's transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.people import audit, tenancy
from clinic.people.models import User
from exercises import stepping, wording
from exercises.drafts import dose_of
from exercises.library import load as load_library
from exercises.models import Decision, Item, Programme, ProgrammeState
from exercises.models.programme import When
from exercises.stepping import Rung

STOPPING = frozenset({"stop_all", "suspend"})
OF_ONE_EXERCISE = frozenset({"increase_dose", "reduce_dose", "progress_level", "regress_level"})
SUPPORTED = ("hand_support", "eyes_closed_forbidden")
SUPPORTED_TOP = 2
REVERSED = "reversed_by_therapist"


class NoLongerStands(Exception):
    """Something came after it that rests on it, or it was taken back already."""


def rung_of(item: Item, programme: Programme) -> Rung:
    """Where an item stands on its ladder."""
    owns = programme.facts.get("patient", {}).get("equipment", [])
    return Rung(
        level=item.level,
        max_level=item.max_level,
        sets=item.sets,
        amount=amount_of(item),
        variant=wording.variant_of(item),
        owns=frozenset(owns),
    )


def amount_of(item: Item) -> int:
    return item.reps or item.hold_s or item.distance_m or 0


# -- Out -----------------------------------------------------------------------------------------------------------
def carry_out(decision: Decision, programme: Programme, items: Iterable[Item], now: datetime) -> None:
    """Change what the decision's actions say; the decision, still unsaved, remembers. `items` are the kept ones."""
    actions = set(decision.actions)
    changes = _changes(decision, actions, programme, list(items))
    effect: dict[str, Any] = {"items": changes} if changes else {}
    if actions & STOPPING and programme.state == ProgrammeState.ISSUED:
        effect["programme"] = {"state": [ProgrammeState.ISSUED.value, ProgrammeState.STOPPED.value]}
    if "regress_to_supported" in actions and (
        added := [one for one in SUPPORTED if one not in programme.cautions]
    ):
        effect["programme"] = {"cautions": [list(programme.cautions), [*programme.cautions, *added]]}
    if effect:
        _write(programme, effect, items, after=True)
        decision.effect, decision.carried_out_at = effect, now


def _changes(
    decision: Decision, actions: set[str], programme: Programme, items: list[Item]
) -> list[dict[str, Any]]:
    if "regress_to_supported" in actions:
        return [change for item in items for change in _supported(item)]
    if "restart_lower" in actions:
        opened = [item for item in items if item.stage.is_open and item.when != When.BEFORE_RUN]
        return [change for item in opened for change in _stepped(item, programme, "restart_lower")]
    step = next((one for one in decision.actions if one in OF_ONE_EXERCISE), None)
    mine = [item for item in items if item.pk == decision.item_id]
    return [change for item in mine for change in _stepped(item, programme, step)] if step else []


def _stepped(item: Item, programme: Programme, action: str) -> Iterable[dict[str, Any]]:
    exercise, before = load_library()[item.exercise], rung_of(item, programme)
    after = stepping.STEPS[action](exercise, before)
    if after is None:
        return
    fields: dict[str, Any] = {"sets": after.sets, "level": after.level}
    if after.amount != before.amount:
        fields |= dose_of(exercise, after.amount) | {"sets": after.sets}
    yield _change(item, fields)


def _supported(item: Item) -> Iterable[dict[str, Any]]:
    """Balance goes back to holding on; long steps without support are left out."""
    if item.exercise == "balance":
        top = min(item.max_level, SUPPORTED_TOP)
        dose = dose_of(load_library()["balance"], load_library()["balance"].dose.steps[0])
        yield _change(item, {"level": 0, "max_level": top, "equipment": [], **dose})
    elif item.when == When.BEFORE_RUN:
        yield _change(item, {"is_removed": True})


def _change(item: Item, fields: dict[str, Any]) -> dict[str, Any]:
    now = {name: _value(item, name) for name in fields}
    changed = [name for name in fields if now[name] != fields[name]]
    return {
        "id": str(item.pk),
        "before": {name: now[name] for name in changed},
        "after": {name: fields[name] for name in changed},
    }


def _value(item: Item, name: str) -> Any:
    return item.removed_at is not None if name == "is_removed" else getattr(item, name)


def _write(programme: Programme, effect: dict[str, Any], items: Iterable[Item], *, after: bool) -> None:
    by_id = {str(item.pk): item for item in items}
    # A patient's answer moves what only staff may write.
    with tenancy.within(programme.clinic_id, savepoint=False):
        for change in effect.get("items", []):
            _put(by_id[change["id"]], change["after" if after else "before"])
        for name, pair in effect.get("programme", {}).items():
            setattr(programme, name, pair[1] if after else pair[0])
        if "programme" in effect:
            programme.save(update_fields=list(effect["programme"]))


def _put(item: Item, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name == "is_removed":
            item.removed_at = timezone.now() if value else None
        else:
            setattr(item, name, value)
    names = ["removed_at" if name == "is_removed" else name for name in fields]
    if names:
        item.save(update_fields=names)


def can_go_back(decision: Decision, programme: Programme) -> bool:
    """Whether the therapist may take it back. A stop is lifted on the programme's page, with a check of its own."""
    stops = "state" in (decision.effect or {}).get("programme", {})
    return bool(decision.effect) and not stops and decision.reversed_by_id is None and programme.is_live


# -- Back ----------------------------------------------------------------------------------------------------------
def restore(decision: Decision, programme: Programme) -> bool:
    """As it was before, where nothing rests on it since; says whether."""
    if not decision.effect:
        return True
    items = list(programme.items.filter(pk__in=[one["id"] for one in decision.effect.get("items", [])]))
    if not _still_so(decision, programme, items):
        return False
    _write(programme, decision.effect, items, after=False)
    return True


def carry_back(*, by: User, decision: Decision, now: datetime) -> Decision:
    """The therapist takes it back: what it changed is as before, and a decision of theirs says so and points back.

    Raises NoLongerStands where it changed nothing, was taken back, is a stop, or a later change rests on it.
    """
    programme = Programme.objects.select_for_update().select_related("patient").get(decisions=decision)
    current = Decision.objects.select_for_update().get(pk=decision.pk)
    if not can_go_back(current, programme) or not restore(current, programme):
        raise NoLongerStands
    back = Decision(
        clinic_id=current.clinic_id,
        patient_id=current.patient_id,
        programme=programme,
        item_id=current.item_id,
        ask=current.ask,
        rule=REVERSED,
        actions=["reverse"],
        alert=False,
        inputs={"decision": str(current.pk), "rule": current.rule},
        reason=_reason(current),
        protocol_version=current.protocol_version,
        engine_version=current.engine_version,
        made_at=now,
        about=current.about,
        effect=_turned(current.effect),
        carried_out_at=now,
        answered_at=now,
        answered_by=by,
        answer="seen",
    )
    back.save(force_insert=True)
    current.reversed_by = back
    if current.answered_at is None:
        current.answered_at, current.answered_by, current.answer = now, by, "reversed"
    current.save(update_fields=["reversed_by", "answered_at", "answered_by", "answer"])
    audit.record("decision.reversed", by=by, patient=programme.patient, object_id=current.pk)
    return back


def _still_so(decision: Decision, programme: Programme, items: list[Item]) -> bool:
    by_id = {str(item.pk): item for item in items}
    changes = decision.effect.get("items", [])
    return all(
        change["id"] in by_id
        and all(_value(by_id[change["id"]], name) == value for name, value in change["after"].items())
        for change in changes
    ) and all(
        getattr(programme, name) == pair[1] for name, pair in decision.effect.get("programme", {}).items()
    )


def _turned(effect: dict[str, Any]) -> dict[str, Any]:
    turned: dict[str, Any] = {}
    if "items" in effect:
        turned["items"] = [
            {"id": one["id"], "before": one["after"], "after": one["before"]} for one in effect["items"]
        ]
    if "programme" in effect:
        turned["programme"] = {name: pair[::-1] for name, pair in effect["programme"].items()}
    return turned


def _reason(decision: Decision) -> dict[str, Any]:
    was = decision.reason["clinician"]["text"]
    return {
        "clinician": {"id": REVERSED, "values": {}, "text": _("Taken back: %(was)s") % {"was": was}},
        "patient": {"id": REVERSED, "values": {}, "text": _("Your therapist has changed it back.")},
    }
