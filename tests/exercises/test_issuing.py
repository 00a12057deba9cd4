"""What can be done with a programme, in which order? One draft, one live, the clocks started, a mute mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.people import tenancy
from exercises import editing, issuing, proposing
from exercises.models import Decision, Item, Programme, ProgrammeState, Urgency
from tests import make


def test_issuing_starts_the_clocks(pair):
    today = timezone.localdate()
    programme = pair.programme()
    assert programme.state == ProgrammeState.ISSUED
    assert (programme.starts_on, programme.issued_by) == (today, pair.therapist)
    assert programme.retest_on == today + timedelta(days=28)
    assert programme.expires_on == today + timedelta(days=42)


def test_the_clocks_count_from_the_assessment(pair):
    """Three weeks old when issued: the retest is a week away."""
    earlier = timezone.localdate() - timedelta(days=21)
    programme = make.issued(pair.proposal(on=earlier), pair.therapist)
    assert programme.retest_on == earlier + timedelta(days=28)


def test_a_newer_one_replaces_the_older(pair):
    first = pair.programme()
    second = pair.programme()
    assert make.as_it_is(first).state == ProgrammeState.REPLACED
    assert make.as_it_is(first).ended_at
    assert second.replaces_id == first.pk


def test_twice_is_refused(pair):
    draft = pair.proposal()
    make.issued(draft, pair.therapist)
    with pytest.raises(issuing.NotADraft):
        make.issued(draft, pair.therapist)


def test_an_empty_day_is_not_issued(pair):
    draft = pair.proposal()
    with tenancy.within(pair.clinic.pk):
        for item in list(draft.items.open().select_related("programme")):
            editing.remove_item(by=pair.therapist, item=item, reason="Not this week")
    with pytest.raises(issuing.NothingToIssue):
        make.issued(draft, pair.therapist)
    assert make.as_it_is(draft).is_draft


def test_the_patient_is_told_without_a_word_of_what(pair):
    programme = pair.programme()
    (mail,) = make.mails(pair.clinic, template="programme")
    assert mail.to_address == pair.patient.email
    assert set(mail.values) <= {"given_name", "link", "today_url"}
    assert str(programme.pk) not in mail.slot  # one of its kind waits, whatever was changed meanwhile


@pytest.mark.parametrize("details", [{"consented": False}])
def test_whoever_did_not_agree_is_not_mailed(db, details):
    pair = make.a_pair(**details)
    pair.programme()
    assert make.mails(pair.clinic, template="programme") == []


def test_the_snapshot_keeps_what_it_came_from(pair):
    programme = pair.programme()
    assert programme.protocol_version
    assert programme.engine_version
    assert programme.facts["thomas"]["right"]["hip_angle_deg"] == 8
    assert programme.plan["because"]["clinician"]["id"]
    assert (programme.overlay, programme.overlay_digest) == ({}, "")
    with tenancy.within(pair.clinic.pk):
        for item in Item.objects.filter(programme=programme):
            assert item.rule
            assert item.reason["clinician"]["text"]
            assert item.reason["parts"][0]["clinician"]["id"]


def test_what_was_issued_does_not_change_with_the_patient(pair):
    """A later assessment and a later history leave it as it was."""
    programme = pair.programme()
    before = make.as_it_is(programme)
    make.an_assessment(
        pair.patient, pair.therapist, make.changed(make.SHORT, thomas__right__hip_angle_deg=-9)
    )
    after = make.as_it_is(programme)
    assert (after.facts, after.plan, after.protocol_version) == (
        before.facts,
        before.plan,
        before.protocol_version,
    )


def test_discarding_leaves_what_stands(pair):
    live = pair.programme()
    draft = pair.proposal()
    with tenancy.within(pair.clinic.pk):
        issuing.discard(by=pair.therapist, programme=draft)
        assert not Programme.objects.filter(pk=draft.pk).exists()
    assert make.as_it_is(live).state == ProgrammeState.ISSUED


def test_what_is_issued_is_not_thrown_away(pair):
    live = pair.programme()
    with tenancy.within(pair.clinic.pk), pytest.raises(issuing.NotADraft):
        issuing.discard(by=pair.therapist, programme=live)


def test_after_a_stop_a_therapist_lets_go_on(pair):
    live = pair.programme()
    pair.session(live, red_flag=True)
    with tenancy.within(pair.clinic.pk):
        issuing.resume(by=pair.therapist, programme=live)
    assert make.as_it_is(live).state == ProgrammeState.ISSUED


def test_what_has_ended_does_not_go_on(pair):
    live = pair.programme()
    with tenancy.within(pair.clinic.pk):
        issuing.end(by=pair.therapist, programme=live)
        issuing.resume(by=pair.therapist, programme=live)
    assert make.as_it_is(live).state == ProgrammeState.ENDED


def test_the_first_answer_stays(pair):
    decision = pair.session(pair.programme(), pain=7).decisions[0]
    other = make.a_member(pair.clinic, name="Oona Grieve")
    with tenancy.within(pair.clinic.pk):
        issuing.answer(by=pair.therapist, decision=decision, with_="seen")
        issuing.answer(by=other, decision=decision, with_="declined")
    kept = make.as_it_is(decision)
    assert (kept.answer, kept.answered_by) == ("seen", pair.therapist)


# -- The newest assessment speaks ----------------------------------------------------------------------------------
EMERGENCY = make.changed(make.SHORT, screening__red_flags=["chest_pain"])


def test_a_proposal_from_an_older_assessment_gives_way(pair):
    """A red flag was recorded since: its Propose page shows the referral, not the plan of last week."""
    draft = pair.proposal()
    make.an_assessment(pair.patient, pair.therapist, EMERGENCY)
    page = make.visitor(pair.therapist).get(f"/patients/{pair.patient.pk}/propose/")
    assert page.templates[0].name == "exercises/withheld.html"
    with tenancy.within(pair.clinic.pk):
        assert not Programme.objects.filter(pk=draft.pk).exists()
        assert Decision.objects.waiting().get(patient=pair.patient).urgency == Urgency.ALERT


def test_a_proposal_from_an_older_assessment_is_not_issued(pair):
    draft = pair.proposal()
    make.an_assessment(pair.patient, pair.therapist, EMERGENCY)
    answer = make.visitor(pair.therapist).post(f"/patients/{pair.patient.pk}/propose/issue/")
    assert answer.status_code == 302
    with tenancy.within(pair.clinic.pk):
        assert not Programme.objects.live().filter(patient=pair.patient).exists()
    assert make.as_it_is(draft).is_draft


def test_a_proposal_from_a_corrected_assessment_is_not_issued(pair):
    draft = pair.proposal()
    make.a_correction(pair.patient, pair.therapist)
    make.visitor(pair.therapist).post(f"/patients/{pair.patient.pk}/propose/issue/")
    assert make.as_it_is(draft).is_draft


def test_a_next_stage_waits_for_the_newest_assessment(pair):
    """Confirmed after a red flag was recorded: nothing of the old assessment opens."""
    live = pair.programme()
    with tenancy.within(pair.clinic.pk):
        decision = Decision(
            clinic_id=live.clinic_id,
            patient_id=live.patient_id,
            programme=live,
            ask="stage",
            rule="r",
            actions=["propose_next_stage"],
            alert=False,
            urgency=Urgency.STAGE,
            inputs={},
            reason={"clinician": {"text": ""}, "patient": {"text": ""}},
            protocol_version="1",
            engine_version="1",
        )
        decision.save(force_insert=True)
    make.an_assessment(pair.patient, pair.therapist, EMERGENCY)
    make.visitor(pair.therapist).post(f"/patients/{pair.patient.pk}/decisions/{decision.pk}/")
    with tenancy.within(pair.clinic.pk):
        assert not Programme.objects.drafts().filter(patient=pair.patient).exists()


def test_a_next_stage_becomes_a_draft_to_look_at(pair):
    live = pair.programme()
    with tenancy.within(pair.clinic.pk):
        proposed = proposing.propose(by=pair.therapist, assessment=live.assessment, open_through="core")[1]
        assert proposed.opens_through == "core"
        assert proposed.stages.filter(is_open=True).count() > live.stages.filter(is_open=True).count()
    assert make.as_it_is(live).state == ProgrammeState.ISSUED
