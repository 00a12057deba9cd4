"""What did the patient report? The log of a review, read as strictly as an assessment. None is "not said"."""

from dataclasses import dataclass

from assessments.facts import FactsError
from assessments.strict import Strict
from assessments.vocabulary import Stage
from exercises.protocols.vocabulary import Ask, Presentation


@dataclass(frozen=True, slots=True)
class Session:
    pain: int | None = None
    effort: int | None = None
    completed: bool | None = None
    next_morning_pain: int | None = None
    control_kept: bool | None = None
    hold_s: float | None = None


@dataclass(frozen=True, slots=True)
class Log:
    presentation: Presentation | None = None
    open_through: Stage | None = None
    ask: Ask = Ask.DOSE
    days_since_assessment: int | None = None
    days_since_last_session: int | None = None
    days_in_stage: int | None = None
    sessions_in_stage: int | None = None
    adherence_14d: float | None = None
    baseline_pain: int | None = None
    red_flag: bool | None = None
    fall: bool | None = None
    at_article_dose: bool | None = None
    at_top_level: bool | None = None
    eyes_closed_forbidden: bool | None = None
    sessions: tuple[Session, ...] = ()


def parse_log(data: object) -> Log:
    """The log in a JSON object; FactsError names every field that does not fit."""
    problems: dict[str, str] = {}
    if not isinstance(data, dict):
        raise FactsError({".": "Give one JSON object for each log."})
    log = _log(Strict(data, problems))
    if problems:
        raise FactsError(problems)
    return log


def _log(form: Strict) -> Log:
    log = Log(
        presentation=form.choice("presentation", Presentation),
        open_through=form.choice("open_through", Stage),
        ask=form.choice("ask", Ask) or Ask.DOSE,
        days_since_assessment=form.whole("days_since_assessment", 0),
        days_since_last_session=form.whole("days_since_last_session", 0),
        days_in_stage=form.whole("days_in_stage", 0),
        sessions_in_stage=form.whole("sessions_in_stage", 0),
        adherence_14d=form.number("adherence_14d", 0, 1),
        baseline_pain=form.whole("baseline_pain", 0, 10),
        red_flag=form.flag("red_flag"),
        fall=form.flag("fall"),
        at_article_dose=form.flag("at_article_dose"),
        at_top_level=form.flag("at_top_level"),
        eyes_closed_forbidden=form.flag("eyes_closed_forbidden"),
        sessions=tuple(_session(each) for each in form.inner_list("sessions")),
    )
    form.close()
    return log


def _session(form: Strict) -> Session:
    session = Session(
        pain=form.whole("pain", 0, 10),
        effort=form.whole("effort", 0, 10),
        completed=form.flag("completed"),
        next_morning_pain=form.whole("next_morning_pain", 0, 10),
        control_kept=form.flag("control_kept"),
        hold_s=form.number("hold_s", 0),
    )
    form.close()
    return session
