"""How does a physiotherapist read the protocol, top to bottom? Each entry with its figures, sentences, mark, source."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.bands import Band, Thresholds
from assessments.words import Basis, Wording, plain
from exercises import library
from exercises.engine.gates import worded
from exercises.protocols.conditions import When
from exercises.protocols.page.findings import BOUNDS
from exercises.protocols.page.layout import when as in_words
from exercises.protocols.protocol import Dose, Ladder, LevelReason, Protocol, Reason

SILENT = Wording("", "", "")


@dataclass(frozen=True)
class Entry:
    """One default: when it applies, what it does, what each reader is told, and what it rests on."""

    id: str
    when: str
    does: str
    clinician: str
    patient: str
    basis: Basis | None


@dataclass(frozen=True)
class Group:
    title: str | Promise
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return self.entries[0].id


def read(protocol: Protocol) -> tuple[Group, ...]:
    """In the protocol's own order."""
    parts = (
        (gettext_lazy("What the article claims"), _claims),
        (gettext_lazy("What each observation reads as"), _readings),
        (gettext_lazy("From findings to a decision"), _rules),
        (gettext_lazy("The four stages, and what stands in them"), _stages),
        (gettext_lazy("What opens on the first day"), _openings),
        (gettext_lazy("The length of a day, and runners"), _days),
        (gettext_lazy("Substitutions and cautions, in this order"), _adjustments),
        (gettext_lazy("What is questioned when chosen by hand"), _objections),
        (gettext_lazy("Doses"), _doses),
        (gettext_lazy("Levels"), _ladders),
        (gettext_lazy("From session to session"), _steps),
        (gettext_lazy("From stage to stage"), _gates),
    )
    return tuple(Group(title, tuple(entries(protocol))) for title, entries in parts)


def _entry(name: str, when: When | None, does: str, wording: Wording, basis: Basis | None) -> Entry:
    circumstance = in_words(when) if when and not when.always else ""
    return Entry(name, circumstance, does, wording.clinician, wording.patient, basis)


def _claims(protocol: Protocol) -> Iterator[Entry]:
    for claim in protocol.claims:
        yield Entry(claim.id, "", claim.claim, claim.say, "", claim.basis)


def _readings(protocol: Protocol) -> Iterator[Entry]:
    thresholds = protocol.thresholds
    for kind, bands in thresholds.bands.items():
        for band in bands:
            yield _band(str(kind), thresholds.units[kind], band)
    yield from _ratings(thresholds)


def _band(kind: str, unit: str, band: Band) -> Entry:
    bound = f"{BOUNDS[band.bound]} {plain(band.limit)} {unit}" if "{limit}" in band.wording.clinician else ""
    says = Wording(
        band.wording.id, _filled(band.wording.clinician, band), _filled(band.wording.patient, band)
    )
    does = f"{kind.replace('_', ' ')}: {str(band.reads).replace('_', ' ')}"
    return _entry(f"{kind}.{band.reads}", None, f"{does}, {bound}" if bound else does, says, band.basis)


def _filled(text: str, band: Band) -> str:
    """The limit as it stands; what is measured is left open."""
    filled = text.replace("{limit}", plain(band.limit))
    return filled.replace("{value}", "\N{HORIZONTAL ELLIPSIS}").replace("{side}", _("right or left"))


def _ratings(thresholds: Thresholds) -> Iterator[Entry]:
    for rating, wording in thresholds.core.wordings.items():
        yield _entry(f"core.{rating}", None, "", wording, thresholds.core.basis)
    for glutes, wording in thresholds.glutes.wordings.items():
        yield _entry(f"glutes.{glutes}", None, "", wording, thresholds.glutes.basis)
    change = thresholds.change
    figures = _("%(good)s, at the hip %(hip)s, at the knee %(knee)s degrees") % {
        "good": plain(change.repeatable_deg),
        "hip": plain(change.hip_deg),
        "knee": plain(change.knee_deg),
    }
    told = (change.real.clinician, change.real.patient)
    opened = [text.replace("{value}", "\N{HORIZONTAL ELLIPSIS}").replace("{limit}", figures) for text in told]
    yield _entry("change.real", None, figures, Wording("", opened[0], opened[1]), change.basis)


def _rules(protocol: Protocol) -> Iterator[Entry]:
    for rule in protocol.rules:
        follows = f"{rule.status} / {rule.presentation}" if rule.presentation else str(rule.status)
        said = rule.wording.said(side=_("right or left"))
        says = Wording(rule.wording.id, said.clinician.text, said.patient.text)
        yield _entry(rule.id, rule.when, follows.replace("_", " "), says, rule.basis)


def _stages(protocol: Protocol) -> Iterator[Entry]:
    for stage, words in protocol.stages.items():
        yield _entry(f"stage.{stage}", None, str(stage), words.wording, words.basis)
    for content in protocol.contents:
        where = f"{_named(content.exercise)}: {', '.join(sorted(content.presentations))}, {content.stage}"
        yield _entry(content.id, content.when, where, content.wording, content.basis)


def _openings(protocol: Protocol) -> Iterator[Entry]:
    for each in protocol.openings:
        does = _("opens through %(stage)s") % {"stage": each.opens}
        yield _entry(each.id, each.when, does, each.wording, each.basis)


def _days(protocol: Protocol) -> Iterator[Entry]:
    limit, runner = protocol.daily_limit, protocol.runner
    yield _entry(
        "daily_limit", None, _("%(n)s exercises") % {"n": limit.exercises}, limit.wording, limit.basis
    )
    for step in limit.steps:
        named = [*step.drop, *step.alternate, *([step.every_other_day] if step.every_other_day else [])]
        yield _entry(step.id, step.when, ", ".join(map(_named, named)), step.wording, step.basis)
    yield _entry("runner", runner.when, _all_named(runner.stretches), runner.wording, runner.basis)
    before = runner.before_run
    yield _entry(before.id, before.when, _named(before.exercise), before.wording, before.basis)


def _adjustments(protocol: Protocol) -> Iterator[Entry]:
    for each in protocol.adjustments:
        does = [_("leaves out %(names)s") % {"names": _all_named(each.remove)}] if each.remove else []
        does += [
            _("%(old)s becomes %(new)s") % {"old": _named(old), "new": _named(new)}
            for old, new in each.replace.items()
        ]
        does += [protocol.cautions[each.caution].clinician] if each.caution else []
        yield _entry(each.id, each.when, "; ".join(does), each.wording, each.basis)


def _objections(protocol: Protocol) -> Iterator[Entry]:
    for each in protocol.objections:
        yield _entry(each.id, each.when, _all_named(each.exercises), each.wording, each.basis)


def _doses(protocol: Protocol) -> Iterator[Entry]:
    yield _reason("starter", protocol.starter, "")
    for dose in protocol.doses.values():
        yield _entry(f"dose.{dose.exercise}", None, _amount(dose), SILENT, dose.basis)
        if dose.starter:
            yield _reason(f"dose.{dose.exercise}.starter", dose.starter, _named(dose.exercise))
    primer, release = protocol.primer, protocol.release_before_bridge
    yield _entry("primer", None, f"{primer.sets} x {primer.hold_s} s", primer.wording, primer.basis)
    often = _("%(n)s times a day") % {"n": release.times_per_day}
    yield _entry("release_before_bridge", None, often, release.wording, release.basis)


def _amount(dose: Dose) -> str:
    full = f"{dose.full}-{dose.full_max}" if dose.full_max else str(dose.full)
    unit = str(dose.unit).replace("hold_s", "s").replace("distance_m", "m")
    often = _("%(n)s a day") % {"n": dose.times_per_day}
    steps = ", ".join(map(str, dose.steps))
    said = f"{_named(dose.exercise)}: {dose.sets} x {full} {unit}, {often}"
    return _("%(dose)s; in steps of %(steps)s") % {"dose": said, "steps": steps} if dose.steps[1:] else said


def _ladders(protocol: Protocol) -> Iterator[Entry]:
    for ladder in protocol.ladders:
        yield _entry(ladder.id, ladder.when, _climb(ladder), SILENT, ladder.basis)
        for part, change in (("lower_start", ladder.lower_start), ("cap", ladder.cap)):
            if change:
                yield _level(f"{ladder.id}.{part}", change, ladder)


def _climb(ladder: Ladder) -> str:
    levels = {"name": _named(ladder.exercise), "start": ladder.start, "top": ladder.top}
    return _("%(name)s: from level %(start)s to level %(top)s") % levels


def _level(name: str, change: LevelReason, ladder: Ladder) -> Entry:
    does = _("%(name)s: level %(n)s") % {"name": _named(ladder.exercise), "n": change.level}
    return _reason(name, change.reason, does)


def _reason(name: str, reason: Reason, does: str) -> Entry:
    return _entry(name, reason.when, does, reason.wording, reason.basis)


def _steps(protocol: Protocol) -> Iterator[Entry]:
    yield _entry("session", None, "", protocol.session.wording, protocol.session.basis)
    for step in protocol.steps:
        does = ", ".join(str(action).replace("_", " ") for action in step.actions)
        told = _("%(actions)s, and the clinic is told") % {"actions": does} if step.alert else does
        yield _entry(step.id, step.when, told, step.wording, step.basis)


def _gates(protocol: Protocol) -> Iterator[Entry]:
    for gate in protocol.gates:
        does = _("%(days)s days, %(sessions)s sessions") % {"days": gate.days, "sessions": gate.sessions}
        said = worded(gate, protocol)
        told = Wording(gate.id, said.clinician.text, said.patient.text)
        yield _entry(gate.id, gate.when, does, told, gate.basis)
    yield _entry("programme", None, "", protocol.programme.wording, protocol.programme.basis)


def _named(exercise: str) -> str:
    return library.load()[exercise].name


def _all_named(exercises: frozenset[str]) -> str:
    return ", ".join(sorted(map(_named, exercises)))
