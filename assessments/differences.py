"""What is different between two records? Line by line, in the page's words: two windows, or two versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.kinds import BY_NAME, Kind, with_unit
from assessments.models import (
    CoreRating,
    EndFeel,
    GlutesRating,
    Instrument,
    Outcome,
    Posture,
    RedFlag,
    Side,
    Variant,
)
from assessments.recorded import Recorded, Seen
from clinic.people.models import Activity, Condition, Equipment, Surgery

NOTHING = "\N{EN DASH}"
WORDS: Mapping[str, Any] = {
    "posture": Posture,
    "core_overall": CoreRating,
    "glutes_overall": GlutesRating,
    "red_flags": RedFlag,
    "variant": Variant,
    "instrument": Instrument,
    "end_feel": EndFeel,
    "activities": Activity,
    "conditions": Condition,
    "equipment": Equipment,
    "surgery_kind": Surgery,
}


@dataclass(frozen=True)
class Difference:
    """One line: what it is, how it stands in the first, how in the second."""

    what: str
    first: str
    second: str


def between(first: Recorded, second: Recorded) -> list[Difference]:
    """In the page's order; what is alike in both is left out."""
    ones, others = dict(_lines(first)), dict(_lines(second))
    places = [*ones, *(place for place in others if place not in ones)]
    made = [(place, ones.get(place, ""), others.get(place, "")) for place in places]
    return [
        Difference(_named(*place), one or NOTHING, other or NOTHING)
        for place, one, other in made
        if one != other
    ]


def _lines(recorded: Recorded) -> Iterator[tuple[tuple[str, str], str]]:
    for name, value in [*recorded.fields.items(), *recorded.history.items()]:
        yield (name, ""), _said(name, value)
    for side in ("right", "left"):
        for name, value in recorded.tests.get(side, {}).items():
            yield (name, side), _said(name, value)
    for seen in sorted(recorded.seen, key=lambda one: (list(BY_NAME).index(one.kind), one.side != "right")):
        yield (seen.kind, seen.side), observed(seen)


def observed(seen: Seen) -> str:
    """One observation in words: its value, or why there is none."""
    if seen.outcome != Outcome.MEASURED or seen.value is None:
        return str(Outcome(seen.outcome).label)
    said = with_unit(seen.value, BY_NAME[seen.kind])
    return _("%(value)s, copied") % {"value": said} if seen.copied else said


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, list):
        return ", ".join(str(WORDS[name](one).label) for one in sorted(value))
    if value and name in WORDS:
        return str(WORDS[name](value).label)
    return date_format(value) if hasattr(value, "year") else str(value or "").strip()


def _named(name: str, side: str) -> str:
    what = str(Kind(name).label) if name in BY_NAME else _names()[name]
    return f"{Side(side).label}: {what}" if side in ("right", "left") else what


def _names() -> dict[str, str]:
    return {
        "red_flags_asked": _("Safety questions asked"),
        "red_flags": _("Safety questions answered yes"),
        "posture": _("Posture"),
        "core_overall": _("Core, own rating"),
        "glutes_overall": _("Glutes, own rating"),
        "note": _("Note"),
        "variant": _("Variant"),
        "instrument": _("Instrument"),
        "pelvis_controlled": _("Pelvis controlled"),
        "j_sign": _("J sign"),
        "end_feel": _("End feel"),
        "activities": _("Activities"),
        "conditions": _("Conditions"),
        "equipment": _("Has at home"),
        "pregnancy_due_on": _("Pregnancy, due"),
        "surgery_kind": _("Surgery"),
        "surgery_on": _("Date of the surgery"),
        "surgeon_cleared": _("Surgeon has cleared exercise"),
        "extension_cleared": _("Extension cleared"),
    }
