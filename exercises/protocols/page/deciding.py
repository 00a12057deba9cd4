"""Sections 3 and 4 on paper: from findings to a prescription, and what changes it."""

from collections.abc import Iterator

from exercises.protocols.page.layout import Row, basis, ids, line, names, section, table, when
from exercises.protocols.protocol import Adjustment, Content, LimitStep, Protocol, Rule, Runner


def deciding(protocol: Protocol) -> Iterator[str]:
    yield from section("3. From findings to a prescription")
    for urgency, flags in protocol.red_flags.items():
        yield f"Red flags, {urgency}: {ids(flags)}."
        yield ""
    yield "The first rule that applies decides."
    yield ""
    yield from table(("rule", "when", "what follows", "why", "mark", "source"), map(_rule, protocol.rules))
    stages = (
        (f"`{stage}`", words.wording.clinician, *basis(words.basis))
        for stage, words in protocol.stages.items()
    )
    yield from table(("stage", "its place", "mark", "source"), stages)
    yield from table(
        ("content", "where", "when", "exercise", "mark", "source"), map(_content, protocol.contents)
    )
    openings = (
        (f"`{each.id}`", when(each.when), f"opens through {each.opens}", *basis(each.basis))
        for each in protocol.openings
    )
    yield from table(("opening", "when", "what follows", "mark", "source"), openings)
    yield from _shortening(protocol)
    yield from table(("runners", "when", "what follows", "mark", "source"), _running(protocol.runner))
    yield from _unobserved(protocol)


def _rule(rule: Rule) -> Row:
    follows = f"`{rule.status}` / `{rule.presentation}`" if rule.presentation else f"`{rule.status}`"
    why = rule.wording.said(side="right or left").clinician.text
    return (f"`{rule.id}`", when(rule.when), follows, why, *basis(rule.basis))


def _content(each: Content) -> Row:
    where = f"{names(sorted(each.presentations))}, {each.stage}"
    return (f"`{each.id}`", where, when(each.when), f"`{each.exercise}`", *basis(each.basis))


def _shortening(protocol: Protocol) -> Iterator[str]:
    limit = protocol.daily_limit
    yield f"Daily limit: {limit.exercises} exercises ({line(limit.basis)})."
    yield ""
    steps = ((f"`{each.id}`", when(each.when), _shorter(each), *basis(each.basis)) for each in limit.steps)
    yield from table(("while there are too many", "when", "what follows", "mark", "source"), steps)


def _shorter(step: LimitStep) -> str:
    if step.drop:
        return f"drop {ids(step.drop)}"
    return (
        f"alternate days: {ids(step.alternate)}"
        if step.alternate
        else f"every other day: `{step.every_other_day}`"
    )


def _running(runner: Runner) -> Iterator[Row]:
    later = f"`{runner.caution}`: {ids(runner.stretches)} later in the day"
    yield ("`runner`", when(runner.when), later, *basis(runner.basis))
    before = runner.before_run
    circumstances = f"beside {ids(before.beside)}, and {when(before.when)}"
    yield (f"`{before.id}`", circumstances, f"`{before.exercise}` before the run", *basis(before.basis))


def _unobserved(protocol: Protocol) -> Iterator[str]:
    missing = ((f"`{code}`", words.clinician) for code, words in protocol.missing.items())
    yield from table(("missing", "what to do"), missing)
    untested = (
        (f"`{code}`", when(each), words.clinician) for code, (each, words) in protocol.not_tested.items()
    )
    yield from table(("not tested", "when", "what it may hide"), untested)


def adjusting(protocol: Protocol) -> Iterator[str]:
    yield from section("4. Substitutions and cautions, in this order")
    rows = (
        (f"`{each.id}`", when(each.when), _effect(each), each.wording.clinician, *basis(each.basis))
        for each in protocol.adjustments
    )
    yield from table(("row", "when", "effect", "why", "mark", "source"), rows)
    objections = (
        (f"`{each.id}`", when(each.when), ids(each.exercises), each.wording.clinician, *basis(each.basis))
        for each in protocol.objections
    )
    yield "What is questioned when a therapist chooses it by hand, beside what these rows remove or replace and"
    yield "what the exercise's own file says:"
    yield ""
    yield from table(("objection", "when", "exercises", "why", "mark", "source"), objections)
    cautions = ((f"`{code}`", words.clinician, words.patient) for code, words in protocol.cautions.items())
    yield from table(("caution", "clinician", "patient"), cautions)


def _effect(each: Adjustment) -> str:
    parts = [f"remove {ids(sorted(each.remove))}"] if each.remove else []
    parts += [f"`{old}` becomes `{new}`" for old, new in each.replace.items()]
    parts += [f"caution `{each.caution}`"] if each.caution else []
    return "; ".join(parts)
