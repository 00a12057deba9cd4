"""Where two things meet: a red flag and a running programme, an old draft and today, a wrong address and the right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic import invitations
from clinic.people import actions
from exercises import editing, issuing, proposing
from exercises.models import ProgrammeState, Urgency
from tests import make

pytestmark = pytest.mark.django_db


def test_signing_a_red_flag_rests_the_running_programme(pair):
    running = make.a_programme(pair.patient, pair.therapist)
    with make.seeing(pair.clinic):
        flagged = make.changed(make.SHORT, screening__red_flags=["chest_pain"])
        assessment = make.an_assessment(pair.patient, pair.therapist, flagged)
        plan, draft = proposing.propose(by=pair.therapist, assessment=assessment)
        assert (str(plan.status), draft) == ("refer_emergency", None)
        assert make.as_it_is(running).state == ProgrammeState.STOPPED
        with pytest.raises(issuing.Outdated):
            issuing.resume(by=pair.therapist, programme=make.as_it_is(running))
    assert make.as_it_is(running).state == ProgrammeState.STOPPED


def test_a_programme_that_would_have_run_out_is_not_issued(pair):
    long_ago = timezone.localdate() - timedelta(days=43)
    draft = make.a_draft(pair.patient, pair.therapist, on=long_ago)
    with make.seeing(pair.clinic), pytest.raises(issuing.Outdated):
        issuing.issue(by=pair.therapist, programme=draft, today=timezone.localdate(), now=timezone.now())


def test_a_removed_exercise_does_not_come_back_by_a_change_in_another_window(pair):
    draft = make.a_draft(pair.patient, pair.therapist)
    with make.seeing(pair.clinic):
        item = draft.items.kept().first()
        seen_before = draft.items.get(pk=item.pk)
        editing.remove_item(by=pair.therapist, item=item, reason="Not this one")
        with pytest.raises(issuing.NotADraft):
            editing.change_item(
                by=pair.therapist,
                item=seen_before,
                step=15,
                level=1,
                times_per_day=1,
                reason="More",
                despite=(),
            )
        assert draft.items.get(pk=item.pk).removed_at is not None


def test_proposing_anew_keeps_the_stage_the_patient_came_to(pair):
    make.a_programme(pair.patient, pair.therapist, open_through="core")
    therapist = make.visitor(pair.therapist)
    therapist.post(reverse("exercises:propose_anew", args=[pair.patient.pk]))
    with make.seeing(pair.clinic):
        assert pair.patient.programmes.drafts().get().opens_through == "core"


def test_a_link_to_a_wrong_address_stops_working_when_the_address_is_corrected(pair):
    other = make.a_patient(pair.clinic, pair.therapist)
    with make.seeing(pair.clinic):
        _, secret = make.an_invitation(other, pair.therapist)
        actions.change_patient(by=pair.therapist, patient=other, email="right@home.example")
    assert invitations.invitation_for(secret) is None


def test_after_a_gap_the_return_is_lower(pair):
    today = timezone.localdate()
    programme = make.a_programme(pair.patient, pair.therapist, on=today - timedelta(days=12))
    make.a_session(programme, pair.user, on=today - timedelta(days=10))
    made = make.a_session(programme, pair.user, on=today).decisions
    assert any("restart_lower" in one.actions and one.urgency == Urgency.NOTE for one in made)
