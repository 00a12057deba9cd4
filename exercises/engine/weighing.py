"""What does a log say to each question? An absent key never fires a step back and never satisfies a gate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from exercises.engine.log import Log, Session
from exercises.protocols.conditions import Question, Streak, Value
from exercises.protocols.protocol import Gate, Protocol, SessionBands
from exercises.protocols.questions import AboutLog
from exercises.protocols.vocabulary import SessionColour


@dataclass(frozen=True, slots=True)
class Weighed:
    log: Log
    protocol: Protocol

    def answer(self, question: Question) -> bool:
        return ANSWERS[cast(AboutLog, question.about)](self, question.value)

    @property
    def bands(self) -> SessionBands:
        return self.protocol.session

    def red(self, session: Session) -> bool:
        pains = (session.pain, session.next_morning_pain)
        return any(pain is not None and pain >= self.bands.red_from for pain in pains)

    def amber(self, session: Session) -> bool:
        pain, baseline = session.pain, self.log.baseline_pain
        if pain is None or baseline is None:
            return False
        return self.bands.amber_from <= pain <= self.bands.amber_to and pain > baseline

    def flare(self, session: Session) -> bool:
        morning, baseline = session.next_morning_pain, self.log.baseline_pain
        return morning is not None and baseline is not None and morning > baseline + self.bands.flare_above

    def clean(self, session: Session, effort_at_most: float) -> bool:
        easy = session.effort is not None and session.effort <= effort_at_most
        calm = not self.red(session) and not self._may_have_flared(session)
        return session.completed is True and self._little_pain(session) and easy and calm

    def last(self, count: int) -> tuple[Session, ...] | None:
        """The last sessions in a row; None when there were fewer."""
        return self.log.sessions[-count:] if len(self.log.sessions) >= count else None

    def last_all(self, count: float, test: Callable[[Session], bool]) -> bool:
        sessions = self.last(int(count))
        return sessions is not None and all(test(session) for session in sessions)

    def _little_pain(self, session: Session) -> bool:
        baseline = self.log.baseline_pain or 0
        allowed = max(self.bands.clean_to, min(baseline, self.bands.clean_to_at_most))
        return session.pain is not None and session.pain <= allowed

    def _may_have_flared(self, session: Session) -> bool:
        """Without a baseline, only a morning that would be no flare over any baseline passes."""
        baseline = self.log.baseline_pain or 0
        morning = session.next_morning_pain
        return morning is not None and morning > baseline + self.bands.flare_above


def gate_of(log: Log, protocol: Protocol) -> Gate | None:
    weighed = Weighed(log, protocol)
    return next((gate for gate in protocol.gates if gate.when.holds(weighed.answer)), None)


def _gate_passed(weighed: Weighed) -> bool:
    log, gate = weighed.log, gate_of(weighed.log, weighed.protocol)
    if gate is None or log.sessions_in_stage is None:
        return False
    waited = gate.days == 0 or (log.days_in_stage is not None and log.days_in_stage >= gate.days)
    return waited and log.sessions_in_stage >= gate.sessions


def _hard(session: Session, effort: float) -> bool:
    return session.completed is False or (session.effort is not None and session.effort >= effort)


def _held(session: Session, seconds: float) -> bool:
    return session.hold_s is not None and session.hold_s >= seconds


def _last_colour(weighed: Weighed, colours: Value) -> bool:
    tests = {SessionColour.RED: weighed.red, SessionColour.AMBER: weighed.amber}
    return any(weighed.last_all(1, tests[SessionColour(colour)]) for colour in cast(frozenset[str], colours))


def _control_kept(weighed: Weighed, count: Value) -> bool:
    sessions = weighed.last(int(cast(float, count)))
    kept = [session.control_kept for session in sessions or ()]
    return True in kept and False not in kept


def _streak(value: Value) -> Streak:
    return cast(Streak, value)


def _figure(value: Value) -> float:
    return cast(float, value)


def _at_least(given: float | None, value: Value) -> bool:
    return given is not None and given >= _figure(value)


ANSWERS: Mapping[AboutLog, Callable[[Weighed, Value], bool]] = {
    AboutLog.RED_FLAG_ANSWERED: lambda weighed, value: weighed.log.red_flag is value,
    AboutLog.FALL_ANSWERED: lambda weighed, value: weighed.log.fall is value,
    AboutLog.ASK: lambda weighed, value: weighed.log.ask in cast(frozenset[str], value),
    AboutLog.PRESENTATION: lambda weighed, value: weighed.log.presentation in cast(frozenset[str], value),
    AboutLog.OPEN_THROUGH: lambda weighed, value: weighed.log.open_through in cast(frozenset[str], value),
    AboutLog.RED_SESSIONS_AT_LEAST: lambda weighed, value: (
        sum(weighed.red(session) for session in weighed.log.sessions) >= _figure(value)
    ),
    AboutLog.LAST_SESSION: _last_colour,
    AboutLog.LAST_AMBER: lambda weighed, value: weighed.last_all(_figure(value), weighed.amber),
    AboutLog.LAST_HARD: lambda weighed, value: weighed.last_all(
        _streak(value).sessions, lambda session: _hard(session, _streak(value).figure)
    ),
    AboutLog.LAST_CLEAN: lambda weighed, value: weighed.last_all(
        _streak(value).sessions, lambda session: weighed.clean(session, _streak(value).figure)
    ),
    AboutLog.LAST_HOLDS: lambda weighed, value: weighed.last_all(
        _streak(value).sessions, lambda session: _held(session, _streak(value).figure)
    ),
    AboutLog.FLARE_AFTER_LAST: lambda weighed, value: weighed.last_all(1, weighed.flare) is value,
    AboutLog.CONTROL_LOST_IN_LAST: lambda weighed, value: (
        weighed.last_all(1, lambda session: session.control_kept is False) is value
    ),
    AboutLog.CONTROL_KEPT_IN_LAST: _control_kept,
    AboutLog.DAYS_SINCE_ASSESSMENT_OVER: lambda weighed, value: (
        (weighed.log.days_since_assessment or 0) > _figure(value)
    ),
    AboutLog.DAYS_SINCE_LAST_SESSION_AT_LEAST: lambda weighed, value: _at_least(
        weighed.log.days_since_last_session, value
    ),
    AboutLog.ADHERENCE_UNDER: lambda weighed, value: (
        weighed.log.adherence_14d is not None and weighed.log.adherence_14d < _figure(value)
    ),
    AboutLog.ADHERENCE_AT_LEAST: lambda weighed, value: _at_least(weighed.log.adherence_14d, value),
    AboutLog.GATE_PASSED: lambda weighed, value: _gate_passed(weighed) is value,
    AboutLog.AT_TOP_LEVEL: lambda weighed, value: weighed.log.at_top_level is value,
    # The contract's own example leaves this key out and expects the dose to grow: not said is not reached.
    AboutLog.AT_FULL_DOSE: lambda weighed, value: bool(weighed.log.at_article_dose) is value,
    AboutLog.EYES_CLOSED_FORBIDDEN: lambda weighed, value: weighed.log.eyes_closed_forbidden is value,
}
