"""Do the protocol's entries fit together, and with the library? What cannot work stops the start."""

from collections.abc import Iterator, Sequence
from typing import Protocol as Shape

from assessments.bands import Kind, Reads
from assessments.vocabulary import Stage
from exercises.library import EXERCISE_IDS, Library
from exercises.protocols.conditions import ProtocolError, Question, When
from exercises.protocols.protocol import Action, Ladder, Protocol
from exercises.protocols.questions import About, AboutLog
from exercises.protocols.reachable import follows
from exercises.protocols.vocabulary import Missing, Presentation, Status, Untested


class Named(Shape):
    @property
    def id(self) -> str: ...
    @property
    def when(self) -> When: ...


def check(file: str, protocol: Protocol, library: Library) -> None:
    """Raise ProtocolError at the first thing that cannot work."""
    for problems in (_order, _completeness, _proposing, _contents, _doses, _ladders, _adjustments, _figures):
        for key, reason in problems(protocol, library):
            raise ProtocolError(file, key, reason)


Problems = Iterator[tuple[str, str]]


def _order(protocol: Protocol, library: Library) -> Problems:
    yield from _first_match("rule", protocol.rules, ends=True)
    yield from _first_match("step", protocol.steps, ends=True)
    yield from _first_match("opening", protocol.openings, ends=False)
    yield from _first_match("gate", protocol.gates, ends=False)
    for exercise in {ladder.exercise for ladder in protocol.ladders}:
        yield from _first_match(
            "ladder", [each for each in protocol.ladders if each.exercise == exercise], ends=True
        )


def _first_match(group: str, entries: Sequence[Named], *, ends: bool) -> Problems:
    for place, entry in enumerate(entries):
        for earlier in entries[:place]:
            if follows(entry.when, earlier.when):
                yield f"{group}[{entry.id}]", f"can never be reached: {earlier.id} applies first"
    if ends and not entries[-1].when.always:
        yield f"{group}[{entries[-1].id}]", "leaves a gap: the last entry must ask nothing"


def _completeness(protocol: Protocol, library: Library) -> Problems:
    wanted: list[tuple[str, set[str], set[str]]] = [
        ("rule", {*Status}, {rule.status for rule in protocol.rules}),
        ("rule", {*Presentation}, {rule.presentation for rule in protocol.rules if rule.presentation}),
        ("missing", {*Missing}, {*protocol.missing}),
        ("not_tested", {*Untested}, {*protocol.not_tested}),
        ("stage", {*Stage}, {*protocol.stages}),
        ("dose", {*EXERCISE_IDS}, {*protocol.doses}),
        ("opening", {*Presentation}, set(_opened(protocol))),
        ("gate", {*Stage}, _gated(protocol)),
        ("step", {*Action}, {action for step in protocol.steps for action in step.actions}),
    ]
    for group, whole, given in wanted:
        if whole - given:
            yield group, f"leaves a gap: nothing for {min(whole - given)}"
    if list(protocol.stages) != list(Stage):
        yield "stage", "must stand in the order of the stages"


def _opened(protocol: Protocol) -> Iterator[str]:
    """The presentations that open somewhere whatever else is found."""
    for opening in protocol.openings:
        only = opening.when.any + opening.when.all
        if len(only) == 1 and not opening.when.none and only[0].about == "presentation":
            yield from _words(only[0])
    for rule in protocol.rules:
        if rule.presentation and any(rule.when == opening.when for opening in protocol.openings):
            yield rule.presentation


def _gated(protocol: Protocol) -> set[str]:
    """The stages for which some gate asks for nothing but the stage."""
    simple = [gate.when.any for gate in protocol.gates if len(gate.when.any) == 1 and not gate.when.all]
    return {word for (only,) in simple if only.about is AboutLog.OPEN_THROUGH for word in _words(only)}


def _proposing(protocol: Protocol, library: Library) -> Problems:
    """The sentences of the gates take two figures out of the one step that proposes a next stage."""
    proposing = [step for step in protocol.steps if Action.PROPOSE_NEXT_STAGE in step.actions]
    asked = [question.about for step in proposing for question in step.when.all]
    for about in (AboutLog.LAST_CLEAN, AboutLog.ADHERENCE_AT_LEAST):
        if asked.count(about) != 1:
            yield f"step[{proposing[0].id}].all", f"must ask for {about} once, and no other step may propose"


def _words(question: Question) -> frozenset[str]:
    return question.value if isinstance(question.value, frozenset) else frozenset()


def _contents(protocol: Protocol, library: Library) -> Problems:
    seen: set[tuple[str, str]] = set()
    for content in protocol.contents:
        for presentation in sorted(content.presentations):
            if (presentation, content.exercise) in seen:
                yield f"content[{content.id}]", f"{content.exercise} is in {presentation} twice"
            seen.add((presentation, content.exercise))
    for presentation in Presentation:
        filled = {content.stage for content in protocol.contents if presentation in content.presentations}
        if not {Stage.GLUTES, Stage.CORE, Stage.BALANCE} <= filled:
            yield "content", f"leaves a gap: a stage of {presentation} after the first holds nothing"


def _doses(protocol: Protocol, library: Library) -> Problems:
    for dose in protocol.doses.values():
        ladder = library[dose.exercise].dose
        if (
            dose.unit is not ladder.unit
            or dose.sets != ladder.sets
            or dose.times_per_day != ladder.times_per_day
        ):
            yield f"dose[{dose.exercise}]", "does not agree with the exercise's own file"
        if (dose.steps, dose.full, dose.full_max) != (ladder.steps, ladder.full, ladder.full_max):
            yield f"dose[{dose.exercise}].steps", "is off the ladder of the exercise's own file"
        if dose.starter and len(dose.steps) == 1:
            yield f"dose[{dose.exercise}].starter", "can never be reached: there is one step only"
    yield from _flexor_doses(protocol, library)


def _flexor_doses(protocol: Protocol, library: Library) -> Problems:
    flexors = {each.id for each in library.values() if each.kind == "flexor_stretch"}
    for key, named in (
        ("primer.exercises", protocol.primer.exercises),
        ("release_before_bridge.exercises", protocol.release_before_bridge.exercises),
        ("runner.stretches", protocol.runner.stretches),
    ):
        if named != flexors:
            yield key, "must name every static hip-flexor stretch of the library, and nothing else"
    release = protocol.release_before_bridge
    if release.times_per_day != protocol.doses[release.bridge].times_per_day:
        yield "release_before_bridge.times_per_day", "must be as often as the bridge"


def _ladders(protocol: Protocol, library: Library) -> Problems:
    laddered = {ladder.exercise for ladder in protocol.ladders}
    for ladder in protocol.ladders:
        numbers = [each.number for each in library[ladder.exercise].levels if each.variant == ladder.variant]
        if not numbers or ladder.top != max(numbers) or _lowest(ladder) != min(numbers):
            yield f"ladder[{ladder.id}]", "does not agree with the levels of the exercise's own file"
        owned = [_words(question) for question in ladder.when.all if question.about is About.EQUIPMENT]
        if not set(ladder.equipment) <= set().union(*owned):
            yield f"ladder[{ladder.id}].equipment", "is for somebody who may not have it"
    for exercise in library.values():
        if exercise.id not in laddered and [level.number for level in exercise.levels] != [1]:
            yield "ladder", f"leaves a gap: {exercise.id} has several levels and no ladder"


def _lowest(ladder: Ladder) -> int:
    """The bridge's level 0 is never a start; it is where a step back may lead."""
    return min(0, ladder.start) if ladder.lower_start is None else ladder.lower_start.level


def _adjustments(protocol: Protocol, library: Library) -> Problems:
    given = {each.caution for each in protocol.adjustments if each.caution} | {protocol.runner.caution}
    if set(protocol.cautions) - given:
        yield f"caution[{min(set(protocol.cautions) - given)}]", "can never be reached: nothing raises it"
    for place, entry in enumerate(protocol.adjustments):
        if entry.when.always:
            yield f"adjustment[{entry.id}]", "needs its circumstance"
        for earlier in protocol.adjustments[:place]:
            if earlier.when == entry.when:
                yield f"adjustment[{entry.id}]", f"overlaps {earlier.id}: the same circumstance twice"
    reachable = {content.exercise for content in protocol.contents} | {protocol.runner.before_run.exercise}
    reachable |= {to for each in protocol.adjustments for to in each.replace.values()}
    for exercise in EXERCISE_IDS:
        if exercise not in reachable:
            yield "content", f"{exercise} can never be reached"


def _figures(protocol: Protocol, library: Library) -> Problems:
    mobile = [
        band.limit for band in protocol.thresholds.bands[Kind.HIP_ANGLE] if band.reads is Reads.VERY_MOBILE
    ]
    if mobile != [protocol.programme.stop_lengthening_at_deg]:
        yield "programme.stop_lengthening_at_deg", "must be where the thresholds call a hip very mobile"
    over = [
        question.value
        for step in protocol.steps
        for question in step.when.questions()
        if question.about is AboutLog.DAYS_SINCE_ASSESSMENT_OVER
    ]
    if (
        over != [protocol.programme.expires_day]
        or protocol.programme.retest_day >= protocol.programme.expires_day
    ):
        yield (
            "programme.expires_day",
            "must be the day after which a step asks for a new assessment, and after the retest",
        )
