"""Sections 5 and 6 on paper: doses and ladders, and what happens from session to session."""

from collections.abc import Iterator

from exercises.protocols.page.layout import Row, basis, line, section, table, when
from exercises.protocols.protocol import Dose, Ladder, Programme, Protocol, ReviewStep, SessionBands


def dosing(protocol: Protocol) -> Iterator[str]:
    yield from section("5. Dose and ladders")
    yield f"The starter dose goes to: {when(protocol.starter.when)} ({line(protocol.starter.basis)})."
    yield ""
    yield from table(
        ("exercise", "dose", "starter also when", "mark", "source"), map(_dose, protocol.doses.values())
    )
    yield from table(("special", "dose", "when", "mark", "source"), _special(protocol))
    yield "An exercise that has no ladder is at level 1 of 1."
    yield ""
    yield from table(("ladder", "when", "start", "top", "mark", "source"), map(_ladder, protocol.ladders))


def _special(protocol: Protocol) -> Iterator[Row]:
    primer, release = protocol.primer, protocol.release_before_bridge
    yield ("`primer`", f"{primer.sets} x {primer.hold_s} s", primer.wording.clinician, *basis(primer.basis))
    often = f"{release.times_per_day} times a day"
    yield ("`release_before_bridge`", often, release.wording.clinician, *basis(release.basis))


def _dose(dose: Dose) -> Row:
    full = f"{dose.full}-{dose.full_max}" if dose.full_max else str(dose.full)
    steps = ", ".join(map(str, dose.steps))
    text = f"{dose.sets} x {full} ({dose.unit}), {dose.times_per_day} a day; steps {steps}"
    return (f"`{dose.exercise}`", text, when(dose.starter.when) if dose.starter else "", *basis(dose.basis))


def _ladder(ladder: Ladder) -> Row:
    start, top = str(ladder.start), str(ladder.top)
    if ladder.lower_start:
        start += f"; {ladder.lower_start.level} when {when(ladder.lower_start.reason.when)}"
    if ladder.cap:
        top += f"; {ladder.cap.level} when {when(ladder.cap.reason.when)}"
    return (f"`{ladder.id}`", when(ladder.when), start, top, *basis(ladder.basis))


def moving_on(protocol: Protocol) -> Iterator[str]:
    yield from section("6. Moving on, holding, stepping back")
    yield _colours(protocol.session)
    yield ""
    yield from table(("step", "when", "actions", "alert", "mark", "source"), map(_step, protocol.steps))
    gates = (
        (f"`{gate.id}`", when(gate.when), f"{gate.days} days, {gate.sessions} sessions", *basis(gate.basis))
        for gate in protocol.gates
    )
    yield from table(("gate", "when", "at least", "mark", "source"), gates)
    yield _programme(protocol.programme)
    yield ""


def _colours(bands: SessionBands) -> str:
    return (
        f"Red: pain, now or next morning, of {bands.red_from} or more. Amber: pain {bands.amber_from}-{bands.amber_to}"
        f" and above baseline. Clean: completed, pain at most {bands.clean_to} or at most the baseline (up to"
        f" {bands.clean_to_at_most}), effort within the limit, no flare. Flare: a next morning more than"
        f" {bands.flare_above} above baseline ({line(bands.basis)})."
    )


def _step(step: ReviewStep) -> Row:
    actions = ", ".join(f"`{action}`" for action in step.actions)
    return (f"`{step.id}`", when(step.when), actions, "yes" if step.alert else "no", *basis(step.basis))


def _programme(programme: Programme) -> str:
    few, many = programme.maintenance_per_week
    return (
        f"Retest on day {programme.retest_day}; the programme expires on day {programme.expires_day}. Maintenance"
        f" {few}-{many} times a week once a retest shows the iliopsoas at or below"
        f" {programme.maintenance_at_most_deg:g} with a real change; no lengthening at"
        f" {programme.stop_lengthening_at_deg:g} ({line(programme.basis)})."
    )
