"""What may a clinic set for itself, and which protocol comes of it? Pure; the bounds stand in settings.toml.

An overlay holds only what differs from the shipped protocol, so an empty one is the shipped protocol itself.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from assessments.bands import Band, Kind, Reads
from assessments.data import Table
from assessments.words import Basis, Wording
from exercises import library
from exercises.protocols.checking import check
from exercises.protocols.conditions import ProtocolError, Question, Streak, When
from exercises.protocols.protocol import Gate, Protocol, ReviewStep
from exercises.protocols.questions import AboutLog

Entry = TypeVar("Entry", Gate, ReviewStep)
FILE = Path(__file__).with_name("settings.toml")


class OverlayError(ValueError):
    """One sentence for each setting that does not fit."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in wrong.items()))
        self.wrong = wrong


class Place(StrEnum):
    """Where in the protocol the figure stands."""

    OBSERVATION = "observation"
    EFFORT_OF_STEP = "effort_of_step"
    HARD_EFFORT_OF_STEP = "hard_effort_of_step"
    DAYS_OF_GATE = "days_of_gate"
    SESSIONS_OF_GATE = "sessions_of_gate"


ASKED = {Place.EFFORT_OF_STEP: AboutLog.LAST_CLEAN, Place.HARD_EFFORT_OF_STEP: AboutLog.LAST_HARD}


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure that a clinic may change, in whole numbers from `least` to `most`. `of` is the entry it stands in."""

    id: str
    place: Place
    of: str
    unit: str
    least: int
    most: int
    wording: Wording
    basis: Basis


@cache
def settings(path: Path = FILE) -> tuple[Setting, ...]:
    """In the order of the protocol; a mistake in the file is a ProtocolError that names its place."""
    table = Table.of(path.name, path.read_text(encoding="utf-8"), ProtocolError)
    found = tuple(_setting(row) for row in table.inner_list("setting"))
    table.close()
    if len({one.id for one in found}) < len(found):
        raise table.wrong("setting", "an id is there twice")
    return found


def _setting(row: Table) -> Setting:
    places = [place for place in Place if row.has(place)]
    if len(places) != 1:
        raise row.wrong("", f"names one place of the protocol: {', '.join(Place)}")
    name = row.text("id")
    setting = Setting(
        id=name,
        place=places[0],
        of=row.text(places[0]),
        unit=row.text("unit"),
        least=row.take("least", int),
        most=row.take("most", int),
        wording=row.wording(f"setting.{name}"),
        basis=row.basis(),
    )
    if setting.least >= setting.most:
        raise row.wrong("least", "must be under the most")
    row.close()
    return setting


def value_of(protocol: Protocol, setting: Setting) -> int:
    """The figure as it stands in this protocol."""
    if setting.place is Place.OBSERVATION:
        return int(
            next(band.limit for band in protocol.thresholds.bands[Kind(setting.of)] if _is_short(band))
        )
    if setting.place is Place.DAYS_OF_GATE:
        return _named(protocol.gates, setting.of).days
    if setting.place is Place.SESSIONS_OF_GATE:
        return _named(protocol.gates, setting.of).sessions
    asked = _named(protocol.steps, setting.of).when.questions()
    return int(next(each.value.figure for each in asked if _is_asked(each, setting)))  # type: ignore[union-attr]


def changes(protocol: Protocol, wanted: Mapping[str, int]) -> dict[str, int]:
    """Only what differs from this protocol, in the settings' order: what an overlay holds."""
    known = {setting.id: setting for setting in settings()}
    _refuse_unfit(wanted, known)
    return {
        name: wanted[name]
        for name, setting in known.items()
        if name in wanted and wanted[name] != value_of(protocol, setting)
    }


def _refuse_unfit(wanted: Mapping[str, object], known: Mapping[str, Setting]) -> None:
    wrong = {}
    for name, value in wanted.items():
        setting = known.get(name)
        if setting is None:
            wrong[name] = "is no setting that a clinic may change"
        elif not isinstance(value, int) or isinstance(value, bool):
            wrong[name] = "must be a whole number"
        elif not setting.least <= value <= setting.most:
            wrong[name] = f"must be {setting.least} to {setting.most} {setting.unit}"
    if wrong:
        raise OverlayError(wrong)


def digest(overlay: Mapping[str, int]) -> str:
    """By which a programme names the settings it was made under; empty for the protocol as shipped."""
    if not overlay:
        return ""
    content = json.dumps(overlay, sort_keys=True, separators=(",", ":"))
    return f"clinic-{hashlib.sha256(content.encode()).hexdigest()[:16]}"


def apply(protocol: Protocol, overlay: Mapping[str, int]) -> Protocol:
    """The protocol with a clinic's figures, checked as the file is. Raises OverlayError, ProtocolError."""
    differing = changes(protocol, overlay)
    return _applied(protocol, tuple(differing.items())) if differing else protocol


@lru_cache(maxsize=64)
def restored(protocol: Protocol, overlay: tuple[tuple[str, int], ...]) -> Protocol:
    """The same for an older protocol: what was signed then is not held against the bounds of today."""
    known = {setting.id: setting for setting in settings()}
    changed = protocol
    for name, value in overlay:
        if name not in known:
            raise OverlayError({name: "is no setting that a clinic may change any more"})
        changed = _with(changed, known[name], value)
    version = f"{protocol.version}+{digest(dict(overlay))}" if overlay else protocol.version
    return replace(changed, version=version)


@lru_cache(maxsize=64)
def _applied(protocol: Protocol, overlay: tuple[tuple[str, int], ...]) -> Protocol:
    changed = restored(protocol, overlay)
    check(FILE.name, changed, library.load())
    return changed


def _with(protocol: Protocol, setting: Setting, value: int) -> Protocol:
    if setting.place is Place.OBSERVATION:
        return _with_limit(protocol, Kind(setting.of), value)
    if setting.place in ASKED:
        steps = tuple(_with_effort(step, setting, value) for step in protocol.steps)
        return replace(protocol, steps=steps)
    return replace(protocol, gates=tuple(_with_gate(gate, setting, value) for gate in protocol.gates))


def _with_limit(protocol: Protocol, kind: Kind, value: int) -> Protocol:
    bands = protocol.thresholds.bands
    changed = tuple(replace(band, limit=value) if _is_short(band) else band for band in bands[kind])
    return replace(protocol, thresholds=replace(protocol.thresholds, bands={**bands, kind: changed}))


def _with_gate(gate: Gate, setting: Setting, value: int) -> Gate:
    if gate.id != setting.of:
        return gate
    return replace(gate, days=value) if setting.place is Place.DAYS_OF_GATE else replace(gate, sessions=value)


def _with_effort(step: ReviewStep, setting: Setting, value: int) -> ReviewStep:
    if step.id != setting.of:
        return step
    asked = [
        tuple(_with_figure(each, setting, value) for each in questions)
        for questions in (step.when.any, step.when.all, step.when.none)
    ]
    return replace(step, when=When(*asked))


def _with_figure(question: Question, setting: Setting, value: int) -> Question:
    if not _is_asked(question, setting) or not isinstance(question.value, Streak):
        return question
    return replace(question, value=replace(question.value, figure=float(value)))


def _is_asked(question: Question, setting: Setting) -> bool:
    return question.about is ASKED[setting.place]


def _is_short(band: Band) -> bool:
    return band.reads is Reads.SHORT


def _named(entries: tuple[Entry, ...], name: str) -> Entry:
    return next(entry for entry in entries if entry.id == name)
