"""What becomes of a session that a patient tells of? Kept once, looked at at once, and never past a stop."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from clinic.people import tenancy
from exercises import editing, issuing
from exercises.models import Completion, Decision, ProgrammeState, Session, Urgency
from exercises.refusing import NotPossible
from exercises.told import Logged, Told
from tests import make

HEALTH_WORDS = ("pain", "hip", "exercise", "stretch", "fall", "flare", "safety", "symptom", "bridge", "psoas")


@pytest.fixture
def programme(pair):
    return pair.programme()


def sessions(programme):
    with tenancy.within(programme.clinic_id):
        return list(Session.objects.filter(programme=programme).prefetch_related("entries"))


def decisions(programme):
    with tenancy.within(programme.clinic_id):
        return list(Decision.objects.filter(programme=programme))


# -- Kept once -----------------------------------------------------------------------------------------------------
def test_a_session_is_kept_with_its_entries(pair, programme):
    kept = pair.session(programme, pain=2, effort=4)
    (session,) = sessions(programme)
    assert session == kept.session
    assert (session.slot, session.pain, session.effort, session.completed) == (1, 2, 4, True)
    assert {entry.pain for entry in session.entries.all()} == {2}
    assert make.as_it_is(programme).last_session_on == timezone.localdate()


def test_the_same_key_twice_is_one_session(pair, programme):
    key = uuid4()
    first = pair.session(programme, client_key=key, pain=1)
    again = pair.session(programme, client_key=key, pain=1)
    assert again.session.pk == first.session.pk
    assert [session.changed_at for session in sessions(programme)] == [first.session.changed_at]


def test_the_same_key_with_another_answer_edits(pair, programme):
    """The page was gone back to: what hurts after all is not lost."""
    key = uuid4()
    pair.session(programme, client_key=key, pain=1)
    again = pair.session(programme, client_key=key, pain=9)
    assert [session.pain for session in sessions(programme)] == [9]
    assert again.decisions


def test_a_warning_alone_is_kept_and_leaves_what_was_told(pair, programme):
    first = pair.session(programme, pain=2)
    pair.session(programme, telling=Told(entries=(), red_flag=True))
    (session,) = sessions(programme)
    assert (session.pk, session.pain, session.red_flag) == (first.session.pk, 2, True)
    assert session.entries.count()
    assert make.as_it_is(programme).state == ProgrammeState.STOPPED


def test_the_same_key_after_the_stop_is_still_the_same_session(pair, programme):
    """The answer got lost on the way: sending it again is no new session at a stopped programme."""
    key = uuid4()
    first = pair.session(programme, client_key=key, red_flag=True)
    again = pair.session(programme, client_key=key, red_flag=True)
    assert again.session.pk == first.session.pk


def test_the_same_slot_again_edits(pair, programme):
    first = pair.session(programme, pain=1)
    second = pair.session(programme, pain=2)
    assert second.session.pk == first.session.pk
    (session,) = sessions(programme)
    assert session.pain == 2
    assert {entry.pain for entry in session.entries.all()} == {2}


def test_an_edit_is_looked_at_anew(pair, programme):
    """What waited because of a slip of the finger does not go on waiting."""
    pair.session(programme, pain=2, control_kept=False)
    assert decisions(programme)
    pair.session(programme, pain=2, control_kept=True)
    assert decisions(programme) == []


def test_an_alert_waits_for_a_person_whatever_is_told_later(pair, programme):
    pair.session(programme, fall=True)
    raised = decisions(programme)
    pair.session(programme, pain=1)
    assert [one.pk for one in decisions(programme) if one.alert] == [one.pk for one in raised if one.alert]
    pair.session(programme, fall=True)
    assert len([one for one in decisions(programme) if one.alert]) == len(
        [one for one in raised if one.alert]
    )


def test_another_slot_and_another_day_are_other_sessions(pair, programme):
    pair.session(programme, slot=1)
    pair.session(programme, slot=2)
    pair.session(programme, slot=1, on=timezone.localdate() + timedelta(days=1))
    assert len(sessions(programme)) == 3


def test_the_worst_of_the_entries_stands_for_the_session(pair, programme):
    items = make.told(programme).entries
    told = Told(
        entries=(
            Logged(items[0].item_id, Completion.DONE, pain=5, effort=2),
            Logged(items[1].item_id, Completion.PARTLY, pain=1, effort=7),
            *(Logged(one.item_id, Completion.NOT) for one in items[2:]),
        )
    )
    pair.session(programme, telling=told)
    (session,) = sessions(programme)
    assert (session.pain, session.effort, session.completed) == (5, 7, False)


def test_nothing_done_is_kept_without_pain_or_effort(pair, programme):
    pair.session(programme, completion=Completion.NOT, pain=None, effort=None)
    (session,) = sessions(programme)
    assert not session.completed
    assert {entry.pain for entry in session.entries.all()} == {None}


# -- Refused -------------------------------------------------------------------------------------------------------
def test_a_draft_takes_no_session(pair):
    with pytest.raises(NotPossible, match="not_issued"):
        pair.session(pair.proposal())


def test_a_replaced_programme_takes_no_session(pair, programme):
    newer = make.issued(pair.proposal(), pair.therapist)
    with pytest.raises(NotPossible, match="ended"):
        pair.session(programme)
    assert sessions(newer) == []


def test_a_stopped_programme_takes_no_session(pair, programme):
    pair.session(programme, red_flag=True)
    with pytest.raises(NotPossible, match="stopped"):
        pair.session(programme, slot=2)


def test_another_programmes_exercise_is_refused(pair, programme):
    foreign = make.told(make.a_pair().programme())
    with pytest.raises(NotPossible, match="not_in_programme"):
        pair.session(programme, telling=foreign)


def test_a_removed_exercise_is_refused(pair):
    draft = pair.proposal()
    with tenancy.within(pair.clinic.pk):
        item = draft.items.open().first()
        editing.remove_item(by=pair.therapist, item=item, reason="Not this week")
    programme = make.issued(draft, pair.therapist)
    with pytest.raises(NotPossible, match="not_in_programme"):
        pair.session(programme, telling=Told(entries=(Logged(item.pk, Completion.DONE, 1, 1),)))


def test_an_empty_telling_is_refused(pair, programme):
    with pytest.raises(NotPossible, match="not_in_programme"):
        pair.session(programme, telling=Told(entries=()))


def test_a_refusal_leaves_nothing(pair, programme):
    make.issued(pair.proposal(), pair.therapist)
    before = make.audited(pair.clinic)
    with pytest.raises(NotPossible):
        pair.session(programme)
    assert sessions(programme) == []
    assert make.audited(pair.clinic) == before


# -- Looked at -----------------------------------------------------------------------------------------------------
def test_an_easy_session_asks_nothing_of_the_therapist(pair, programme):
    assert pair.session(programme, pain=1, effort=3).decisions == ()
    assert make.mails(pair.clinic, template="alert") == []


@pytest.mark.parametrize("pain", [6, 7, 10])
def test_red_pain_is_a_flare_for_the_therapist(pair, programme, pain):
    """One red session: stop what hurt today, a level down, the therapist told."""
    made = pair.session(programme, pain=pain).decisions
    whole = next(decision for decision in made if decision.item_id is None)
    assert whole.urgency == Urgency.FLARE
    assert "stop_exercise_today" in whole.actions
    assert whole.alert
    assert make.as_it_is(programme).state == ProgrammeState.ISSUED


def test_pain_of_five_is_no_alert(pair, programme):
    assert not any(decision.alert for decision in pair.session(programme, pain=5).decisions)
    assert make.mails(pair.clinic, template="alert") == []


def test_the_decision_keeps_what_it_rests_on(pair, programme):
    for decision in pair.session(programme, pain=7).decisions:
        assert decision.rule
        assert decision.inputs["sessions"]
        assert decision.reason["clinician"]["id"]
        assert decision.reason["patient"]["text"]
        assert decision.protocol_version == make.as_it_is(programme).protocol_version
        assert decision.engine_version


def test_the_alert_says_nothing_of_health_and_nothing_of_whom(pair, programme):
    pair.session(programme, pain=8, note="It stabbed in the groin")
    (mail,) = make.mails(pair.clinic, template="alert")
    assert mail.to_address == pair.clinic.email
    said = str(mail.values).lower()
    assert not [word for word in HEALTH_WORDS if word in said]
    assert pair.patient.family_name.lower() not in said
    assert "groin" not in said


def test_the_alert_as_it_arrives_says_nothing_of_health(pair, programme):
    from clinic.mail.rendering import render

    pair.session(programme, pain=8)
    (mail,) = make.mails(pair.clinic, template="alert")
    with tenancy.within(pair.clinic.pk):
        message = render(mail)
    said = " ".join([message.subject, message.body, *(str(body) for body, _ in message.alternatives)]).lower()
    for word in (*HEALTH_WORDS, pair.patient.family_name.lower(), pair.patient.given_name.lower()):
        assert f" {word}" not in said, word


def test_one_alert_for_each_reason_of_a_session(pair, programme):
    pair.session(programme, pain=8)
    pair.session(programme, pain=9)
    assert len(make.mails(pair.clinic, template="alert")) == 1
    pair.session(programme, pain=9, red_flag=True)
    assert len(make.mails(pair.clinic, template="alert")) == 2


def test_after_the_talk_a_worse_telling_is_seen(pair, programme):
    """The therapist let it go on; the same evening is told again, and hurts."""
    pair.session(programme, red_flag=True)
    with make.seeing(pair.clinic):
        issuing.resume(by=pair.therapist, programme=make.as_it_is(programme))
    made = pair.session(programme, pain=9).decisions
    assert any(one.alert for one in made)


@pytest.mark.parametrize("sign", [{"red_flag": True}, {"red_flag": True, "pain": 0}])
def test_a_red_flag_stops_the_programme(pair, programme, sign):
    made = pair.session(programme, **sign).decisions
    assert any("stop_all" in decision.actions and decision.urgency == Urgency.ALERT for decision in made)
    assert make.as_it_is(programme).state == ProgrammeState.STOPPED
    assert len(make.mails(pair.clinic, template="alert")) == 1


def test_a_fall_goes_back_to_support_and_tells_the_clinic(pair, programme):
    made = pair.session(programme, fall=True).decisions
    assert any("regress_to_supported" in decision.actions for decision in made)
    assert make.mails(pair.clinic, template="alert")


def test_two_red_sessions_suspend(pair, programme):
    pair.session(programme, slot=1, pain=7)
    made = pair.session(programme, slot=2, pain=6).decisions
    assert any("suspend" in decision.actions for decision in made)
    assert make.as_it_is(programme).state == ProgrammeState.STOPPED


def test_control_lost_steps_that_exercise_back(pair, programme):
    made = pair.session(programme, control_kept=False).decisions
    assert {tuple(decision.actions) for decision in made if decision.item_id} == {("regress_level",)}


# -- On the pages --------------------------------------------------------------------------------------------------
def form_of(page, **answers):
    """What the browser would send: the hidden key, and an answer to everything that is asked."""
    fields = {}
    for entry, _ in page.context["rows"]:
        fields[f"{entry.prefix}-completion"] = "done"
        fields[f"{entry.prefix}-pain"] = answers.get("pain", 1)
        fields[f"{entry.prefix}-effort"] = 3
    fields["client_key"] = str(page.context["session"]["client_key"].value())
    return fields | {name: value for name, value in answers.items() if name != "pain"}


def test_the_page_keeps_a_session(pair, programme):
    browser = make.visitor(pair.user)
    page = browser.get("/my/log/")
    answer = browser.post("/my/log/", form_of(page))
    (session,) = sessions(programme)
    assert answer["Location"] == f"/my/done/{session.pk}/"
    assert browser.get(answer["Location"]).status_code == 200


def test_pressing_the_button_twice_is_one_session(pair, programme):
    browser = make.visitor(pair.user)
    form = form_of(browser.get("/my/log/"))
    first, second = browser.post("/my/log/", form), browser.post("/my/log/", form)
    assert first["Location"] == second["Location"]
    assert len(sessions(programme)) == 1


def test_after_a_red_flag_the_page_shows_the_stop(pair, programme):
    browser = make.visitor(pair.user)
    answer = browser.post("/my/log/", form_of(browser.get("/my/log/"), red_flag="on"), follow=True)
    said = answer.content.decode()
    assert "999" in said
    assert pair.clinic.phone in said
    today = browser.get("/my/").content.decode()
    assert "Start" not in today
    assert pair.clinic.phone in today
    assert browser.get("/my/log/")["Location"] == "/my/"


def test_a_page_opened_before_the_programme_was_replaced_says_so(pair, programme):
    """The old form names exercises that are no longer there: shown again, nothing kept, nothing broken."""
    browser = make.visitor(pair.user)
    form = form_of(browser.get("/my/log/"))
    newer = make.issued(pair.proposal(), pair.therapist)
    answer = browser.post("/my/log/", form)
    assert answer.status_code == 422
    assert sessions(programme) == sessions(newer) == []


def test_a_missing_answer_is_asked_for_beside_its_question(pair, programme):
    browser = make.visitor(pair.user)
    form = form_of(browser.get("/my/log/"), note="It went well, mostly")
    missing = next(name for name in form if name.endswith("-pain"))
    del form[missing]
    answer = browser.post("/my/log/", form)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose a number. 0 means no pain." in said
    assert "It went well, mostly" in said
    assert sessions(programme) == []


@pytest.mark.parametrize(
    "wrong", [("-pain", "11"), ("-pain", "-1"), ("-effort", "abc"), ("-completion", "sometimes")]
)
def test_an_impossible_answer_is_refused_with_a_sentence(pair, programme, wrong):
    browser = make.visitor(pair.user)
    form = form_of(browser.get("/my/log/"))
    name = next(name for name in form if name.endswith(wrong[0]))
    answer = browser.post("/my/log/", form | {name: wrong[1]})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert sessions(programme) == []


def test_a_broken_key_does_not_break_the_page(pair, programme):
    browser = make.visitor(pair.user)
    form = form_of(browser.get("/my/log/")) | {"client_key": "not-a-key"}
    assert browser.post("/my/log/", form).status_code == 422
