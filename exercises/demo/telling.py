"""How does a story become records? Chapter by chapter, through the actions that the pages call."""

from datetime import datetime

from assessments import actions as assessing
from assessments.models import Assessment
from clinic.mail.models import OutboxMail, State
from clinic.people.actions import change_patient
from exercises import issuing, proposing
from exercises.demo import practising
from exercises.demo.course import CORRECTION, DECISION, EVENING, VISIT, Course
from exercises.demo.observing import recorded
from exercises.demo.story import (
    Answer,
    Chapter,
    Correction,
    Discharge,
    Issue,
    Practice,
    Proposal,
    Told,
    Visit,
)
from exercises.models import Decision, Programme, Urgency


def tell(course: Course, chapters: tuple[Chapter, ...]) -> None:
    for chapter in chapters:
        _happen(course, chapter)
        days_ago = chapter.last if isinstance(chapter, Practice) else chapter.days_ago
        _post(course, course.moment(days_ago, EVENING))


def _happen(course: Course, chapter: Chapter) -> None:
    match chapter:
        case Visit():
            _visit(course, chapter)
        case Correction():
            _correct(course, chapter)
        case Proposal():
            _propose(course, course.moment(chapter.days_ago, DECISION))
        case Issue():
            _issue(course, chapter)
        case Practice():
            practising.practise(course, chapter)
        case Told():
            practising.tell(course, chapter)
        case Answer():
            _answer(course, course.moment(chapter.days_ago, DECISION))
        case Discharge():
            _discharge(course, chapter)


def _visit(course: Course, visit: Visit) -> None:
    day = course.day(visit.days_ago)
    draft = assessing.begin(by=course.therapist, patient=course.patient, on=day)
    _put_down(course, draft, visit, course.moment(visit.days_ago, VISIT))


def _correct(course: Course, correction: Correction) -> None:
    draft = assessing.correct(by=course.therapist, assessment=_newest(course), reason=correction.reason)
    _put_down(course, draft, correction.corrected, course.moment(correction.days_ago, CORRECTION))


def _put_down(course: Course, draft: Assessment, visit: Visit, moment: datetime) -> None:
    put_down = recorded(visit, draft.assessed_on)
    saved = assessing.save(by=course.therapist, assessment=draft, recorded=put_down, edition=draft.edition)
    course.patient.refresh_from_db()
    if visit.is_signed:
        assessing.sign(by=course.therapist, assessment=saved, now=moment)


def _newest(course: Course) -> Assessment:
    newest: Assessment = course.patient.assessments.current()[0]
    newest.patient = course.patient
    return newest


def _propose(course: Course, moment: datetime, open_through: str | None = None) -> Programme | None:
    _, draft = proposing.propose(
        by=course.therapist, assessment=_newest(course), open_through=open_through, now=moment
    )
    return draft


def _issue(course: Course, issue: Issue) -> None:
    moment = course.moment(issue.days_ago, DECISION)
    _answer(course, moment)
    draft = _propose(course, moment, issue.open_through)
    assert draft is not None, f"Nothing may be prescribed for {course.patient.full_name}."
    issuing.issue(by=course.therapist, programme=draft, today=course.day(issue.days_ago), now=moment)


def _answer(course: Course, moment: datetime) -> None:
    for decision in Decision.objects.waiting().filter(patient=course.patient):
        with_ = "confirmed" if decision.urgency == Urgency.STAGE else "seen"
        issuing.answer(by=course.therapist, decision=decision, with_=with_, now=moment)


def _discharge(course: Course, discharge: Discharge) -> None:
    moment = course.moment(discharge.days_ago, DECISION)
    _answer(course, moment)
    issuing.end(by=course.therapist, programme=course.live_programme(), now=moment)
    change_patient(by=course.therapist, patient=course.patient, ended_at=moment)


def _post(course: Course, moment: datetime) -> None:
    """What was mailed then was sent then: a demo does not begin with weeks of old mail."""
    OutboxMail.objects.filter(clinic_id=course.patient.clinic_id, state=State.DUE).update(
        state=State.SENT, made_at=moment, due_at=moment, sent_at=moment, attempts=1, values={}
    )
