"""How does a story become records? Chapter by chapter, through the actions that the pages call."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from assessments import actions as assessing
from assessments.models import Assessment
from clinic.people.actions import change_patient
from exercises import closing, editing, issuing, proposing
from exercises.demo import practising
from exercises.demo.course import CORRECTION, DECISION, VISIT, Course
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
from exercises.models import Decision, Urgency


def tell(course: Course, chapters: tuple[Chapter, ...]) -> None:
    for chapter in chapters:
        HAPPENS[type(chapter)](course, chapter)
    for programme in course.patient.programmes.live():
        closing.look(programme.clinic_id, programme.pk, course.now)


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


def _propose(course: Course, proposal: Proposal) -> None:
    moment = course.moment(proposal.days_ago, DECISION)
    proposing.propose(by=course.therapist, assessment=_newest(course), now=moment)


def _issue(course: Course, issue: Issue) -> None:
    moment = course.moment(issue.days_ago, DECISION)
    _answer_all(course, moment)
    _, draft = proposing.propose(
        by=course.therapist, assessment=_newest(course), open_through=issue.open_through, now=moment
    )
    assert draft is not None, f"Nothing may be prescribed for {course.patient.full_name}."
    for exercise, reason in issue.without.items():
        editing.remove_item(by=course.therapist, item=draft.items.get(exercise=exercise), reason=reason)
    issuing.issue(by=course.therapist, programme=draft, today=course.day(issue.days_ago), now=moment)


def _answer(course: Course, answer: Answer) -> None:
    _answer_all(course, course.moment(answer.days_ago, DECISION))


def _answer_all(course: Course, moment: datetime) -> None:
    for decision in Decision.objects.waiting().filter(patient=course.patient):
        with_ = "confirmed" if decision.urgency == Urgency.STAGE else "seen"
        issuing.answer(by=course.therapist, decision=decision, with_=with_, now=moment)


def _discharge(course: Course, discharge: Discharge) -> None:
    moment = course.moment(discharge.days_ago, DECISION)
    _answer_all(course, moment)
    issuing.end(by=course.therapist, programme=course.live_programme(), now=moment)
    change_patient(by=course.therapist, patient=course.patient, ended_at=moment)


HAPPENS: Mapping[type[Chapter], Callable[[Course, Any], None]] = {
    Visit: _visit,
    Correction: _correct,
    Proposal: _propose,
    Issue: _issue,
    Practice: practising.practise,
    Told: practising.tell,
    Answer: _answer,
    Discharge: _discharge,
}
