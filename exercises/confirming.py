"""How is the next stage opened in one press? As the engine proposes it, with what the patient has come to, issued."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.people.models import User
from exercises import issuing, proposing
from exercises.models import Decision, Programme, ProgrammeState
from exercises.taking_along import take_along

NEXT_STAGE = {"inhibit": "glutes", "glutes": "core", "core": "balance"}


class LookFirst(Exception):
    """It wants a look at the proposal; the sentence says why. Nothing was issued."""


@transaction.atomic
def confirm_stage(*, by: User, decision: Decision, today: date, now: datetime) -> Programme | str:
    """The programme that is issued now; or why the proposal wants a look first: then it is on the table, not issued.

    Raises LookFirst where there is nothing new to put on the table.
    """
    live = _running(decision.programme)
    if live.patient.programmes.drafts().exists():
        raise LookFirst(_("A proposal lies on the table already. Look at it, then issue it."))
    assessment = live.patient.assessments.current().first() or live.assessment
    is_same = assessment.pk == live.assessment_id
    assessment.patient = live.patient
    _plan, draft = proposing.propose(
        by=by, assessment=assessment, open_through=NEXT_STAGE[live.opens_through], now=now
    )
    if draft is None:
        return _("The newest assessment lets nothing be prescribed. See why.")
    if not is_same:
        return _("A newer assessment was signed since. This is what follows from it.")
    left = take_along(by=by, live=live, draft=draft)
    if left:
        return _("Look at this before you issue it: %(why)s") % {"why": " ".join(left)}
    issued = issuing.issue(by=by, programme=draft, today=today, now=now)
    issuing.answer(by=by, decision=decision, with_="confirmed", now=now)
    return issued


def _running(programme: Programme | None) -> Programme:
    """The programme that the decision speaks of, while it runs and has a stage to open."""
    assert programme
    live = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("patient__clinic", "assessment")
        .get(pk=programme.pk)
    )
    if live.state != ProgrammeState.ISSUED or live.opens_through not in NEXT_STAGE:
        raise LookFirst(_("The programme has changed since. See how it stands now."))
    return live
