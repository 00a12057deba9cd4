"""Does everything that matters leave its line in the trail, and nothing without it? And what does a line say?"""

import ast
import contextlib
from datetime import date, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import actions as assessing
from clinic import agreeing, digest, discharging, invitations, transferring
from clinic.mail import actions as mailing
from clinic.mail.models import OutboxMail, State
from clinic.people import actions, codes, listing, tenancy
from clinic.people.importing import Line
from clinic.people.models import AgreedBy, AuditEvent, Patient
from exercises import (
    calendar_feed,
    choosing,
    confirming,
    editing,
    issuing,
    logging,
    mornings,
    proposing,
    protocols,
    reminder_settings,
    reminding_later,
    sign_off,
    taking_along,
    templating,
    undoing,
)
from exercises.refusing import NotPossible
from tests import make
from tests.people.catalogue import ask, tables_with_a_clinic

ROOT = Path(__file__).resolve().parent.parent.parent


# -- Every action, ready to be done --------------------------------------------------------------------------------
# Each makes what it needs and returns the deed, to be done within the clinic.
def register_patient(people):
    born = people.record.date_of_birth
    details = {"given_name": "Ilse", "family_name": "Roth", "date_of_birth": born, "time_zone": "UTC"}
    return lambda by: actions.register_patient(by=by, clinic=people.clinic, consented=True, **details)


def change_patient(people):
    return lambda by: actions.change_patient(by=by, patient=people.record, phone="01632 960000")


def invite(people):
    return lambda by: invitations.invite(by=by, patient=people.record)


def accept_invitation(people):
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse")
    secret = make.an_invitation(newcomer, people.own_therapist)[1]
    return lambda by: invitations.accept_invitation(secret=secret, signed_in=None)


def print_code(people):
    return lambda by: invitations.print_code(by=by, patient=people.record)


def accept_code(people):
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse", email="")
    with tenancy.within(people.clinic.pk):
        code = codes.read(invitations.print_code(by=people.own_therapist, patient=newcomer).code)
    return lambda by: invitations.accept_code(code=code, signed_in=None)


def discharge(people):
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse")
    return lambda by: discharging.discharge(by=by, patient=newcomer)


def reopen(people):
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse")
    with tenancy.within(people.clinic.pk):
        discharging.discharge(by=people.own_therapist, patient=newcomer)
    return lambda by: discharging.reopen(by=by, patient=newcomer)


def agree(people):
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse", consented=False)
    return lambda by: agreeing.agree(by=by, patient=newcomer)


def no_longer_agree(people):
    return lambda by: agreeing.no_longer_agree(by=by, patient=people.record)


def offer(people):
    consent = transferring.Consent(AgreedBy.PATIENT, "", timezone.localdate())
    return lambda by: transferring.offer(by=by, patient=people.record, consent=consent)


def take_back(people):
    make.a_transfer(people.record, people.own_therapist)
    return lambda by: transferring.take_back(by=by, patient=people.record)


def _coming(people):
    """From the other clinic."""
    newcomer = make.a_patient(people.other_clinic, people.colleague_elsewhere, given_name="Ilse")
    return make.a_transfer(newcomer, people.colleague_elsewhere)


def look(people):
    """Its line is in the trail of the clinic that was looked into."""
    code = make.a_transfer(people.record, people.own_therapist)
    return lambda by: transferring.look(by=by, clinic=people.other_clinic, code=code)


def receive(people):
    code = _coming(people)
    return lambda by: transferring.receive(by=by, clinic=people.clinic, code=code, consented=True)


A_LINE = Line(2, "Ilse", "Roth", date(1984, 3, 9))


def keep(people):
    return lambda by: listing.keep(by=by, clinic=people.clinic, lines=[A_LINE])


def register_all(people):
    with tenancy.within(people.clinic.pk):
        kept = listing.keep(by=people.own_therapist, clinic=people.clinic, lines=[A_LINE])
    return lambda by: listing.register_all(by=by, clinic=people.clinic, list_id=kept.pk)


def put_aside(people):
    with tenancy.within(people.clinic.pk):
        kept = listing.keep(by=people.own_therapist, clinic=people.clinic, lines=[A_LINE])
    return lambda by: listing.put_aside(by=by, clinic=people.clinic, list_id=kept.pk)


def begin(people):
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse")
    return lambda by: assessing.begin(by=by, patient=newcomer, on=timezone.localdate())


def save(people):
    draft = make.a_draft_assessment(people.record, people.own_therapist)
    what = make.recorded(make.changed(make.SHORT, posture="lordotic"))
    return lambda by: assessing.save(by=by, assessment=draft, recorded=what, edition=draft.edition)


def keep_draft(people):
    """By itself, the first time that this person's page does."""
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse")
    with tenancy.within(people.clinic.pk):
        draft = assessing.begin(by=people.own_therapist, patient=newcomer, on=timezone.localdate())
    window, what = assessing.Window(uuid4(), 1), make.recorded(make.SHORT)
    return lambda by: assessing.keep_draft(
        by=by, assessment=draft, recorded=what, edition=draft.edition, window=window
    )


def sign(people):
    draft = make.a_draft_assessment(people.record, people.own_therapist)
    return lambda by: assessing.sign(by=by, assessment=draft)


def correct(people):
    signed = make.an_assessment(people.record, people.own_therapist)
    return lambda by: assessing.correct(by=by, assessment=signed, reason="The sides were swapped")


def propose(people):
    signed = make.an_assessment(people.record, people.own_therapist)
    return lambda by: proposing.propose(by=by, assessment=signed)


def withhold(people):
    case = make.changed(make.SHORT, screening__red_flags=["chest_pain"])
    signed = make.an_assessment(people.record, people.own_therapist, case)
    return lambda by: proposing.propose(by=by, assessment=signed)


def issue(people):
    draft = make.a_draft(people.record, people.own_therapist)
    day = timezone.localdate()
    return lambda by: issuing.issue(by=by, programme=draft, today=day, now=timezone.now())


def discard(people):
    draft = make.a_draft(people.record, people.own_therapist)
    return lambda by: issuing.discard(by=by, programme=draft)


def resume(people):
    programme = make.a_programme(people.record, people.own_therapist)
    make.a_session(programme, people.own_patient, red_flag=True)
    return lambda by: issuing.resume(by=by, programme=programme)


def end(people):
    programme = make.a_programme(people.record, people.own_therapist)
    return lambda by: issuing.end(by=by, programme=programme)


def in_touch(people):
    programme = make.a_programme(people.record, people.own_therapist)
    return lambda by: issuing.in_touch(by=by, programme=programme)


def undo_in_touch(people):
    programme = make.a_programme(people.record, people.own_therapist)
    with tenancy.within(people.clinic.pk):
        after = issuing.in_touch(by=people.own_therapist, programme=programme)
    talk = undoing.Talk(people.record.pk, programme.pk, None, after)
    return lambda by: undoing.undo_in_touch(by=by, programme=programme, talk=talk)


def change_clinic(people):
    return lambda by: actions.change_clinic(by=by, clinic=people.clinic, paper="us-letter")


def answer(people):
    programme = make.a_programme(people.record, people.own_therapist)
    decision = make.a_session(programme, people.own_patient, pain=7).decisions[0]
    return lambda by: issuing.answer(by=by, decision=decision, with_="seen")


def _item(people, place=0):
    draft = make.a_draft(people.record, people.own_therapist)
    with tenancy.within(people.clinic.pk):
        return list(draft.items.select_related("stage", "programme").order_by("stage__position", "position"))[
            place
        ]


def change_item(people):
    item = _item(people)
    how = {"step": item.hold_s, "level": item.level, "times_per_day": 1, "reason": "Asked for less"}
    return lambda by: editing.change_item(by=by, item=item, **how)


def remove_item(people):
    item = _item(people)
    return lambda by: editing.remove_item(by=by, item=item, reason="Not this week")


def add_item(people):
    stage = _item(people).stage
    return lambda by: choosing.add_item(
        by=by, stage=stage, exercise_id="hamstring-stretch", reason="Asked for it"
    )


def swap_item(people):
    item = _item(people)
    return lambda by: choosing.swap_item(
        by=by, item=item, exercise_id="standing-hip-flexor-stretch", reason="Cannot get to the floor"
    )


def move_item(people):
    item = _item(people, 1)
    return lambda by: editing.move_item(by=by, item=item, earlier=True)


def save_template(people):
    draft = make.a_draft(people.record, people.own_therapist)
    return lambda by: templating.save_template(by=by, programme=draft, name="To begin with")


def retire_template(people):
    template = make.a_template(make.a_draft(people.record, people.own_therapist), people.own_therapist)
    return lambda by: templating.retire_template(by=by, template=template)


def start_from(people):
    draft = make.a_draft(people.record, people.own_therapist)
    template = make.a_template(draft, people.own_therapist)
    return lambda by: templating.start_from(by=by, draft=draft, template=template)


def take_along(people):
    live = make.issued(_item(people).programme, people.own_therapist)
    with tenancy.within(people.clinic.pk):
        live.items.filter(exercise="bridge").update(reps=15)
        draft = proposing.propose(by=people.own_therapist, assessment=live.assessment, open_through="core")[1]
    return lambda by: taking_along.take_along(by=by, live=live, draft=draft)


def confirm_stage(people):
    decision = make.a_stage_to_confirm(make.a_programme(people.record, people.own_therapist))
    when = {"today": timezone.localdate(), "now": timezone.now()}
    return lambda by: confirming.confirm_stage(by=by, decision=decision, **when)


def undo(people):
    decision = make.a_stage_to_confirm(make.a_programme(people.record, people.own_therapist))
    confirmed_at = timezone.now()
    with tenancy.within(people.clinic.pk):
        issuing.answer(by=people.own_therapist, decision=decision, with_="seen", now=confirmed_at)
    return lambda by: undoing.undo(by=by, decision=decision, now=confirmed_at)


def log_session(people):
    programme = make.a_programme(people.record, people.own_therapist)
    telling = make.told(programme, pain=7, red_flag=True)

    def deed(by):
        given = {"local_date": timezone.localdate(), "slot": 1, "client_key": uuid4(), "now": timezone.now()}
        patient = Patient.objects.select_related("clinic").get(pk=people.record.pk)
        return logging.log_session(by=by, patient=patient, programme=programme, told=telling, **given)

    return deed


def _told_of(people, *, days_ago=0, **how):
    """A session of a new programme that began that many days ago."""
    day = timezone.localdate() - timedelta(days=days_ago)
    newcomer = make.a_patient(people.clinic, people.own_therapist, given_name="Ilse")
    programme = make.a_programme(newcomer, people.own_therapist, on=day)
    session = make.a_session(programme, people.own_therapist, on=day, **how).session
    return newcomer, programme, session


def undo_session(people):
    patient, _, session = _told_of(people)
    return lambda by: logging.undo(by=by, patient=patient, session=session, now=timezone.now())


def plan_run(people):
    patient, programme, _ = _told_of(people)
    today = timezone.localdate()
    return lambda by: logging.plan_run(by=by, patient=patient, programme=programme, day=today)


def answer_morning(people):
    patient, programme, _ = _told_of(people, days_ago=1)
    given = {"patient": patient, "programme": programme, "pain": 2, "now": timezone.now()}
    return lambda by: mornings.answer_morning(by=by, **given)


def heed(people):
    """What cannot be kept, and is a warning all the same."""
    programme = make.a_programme(people.record, people.own_therapist)
    with tenancy.within(people.clinic.pk):
        issuing.end(by=people.own_therapist, programme=programme)
        patient = Patient.objects.select_related("clinic").get(pk=people.record.pk)
    given = {"local_date": timezone.localdate(), "slot": 1, "client_key": uuid4(), "now": timezone.now()}
    told = make.told(programme, pain=9, red_flag=True)

    def deed(by):
        with contextlib.suppress(NotPossible):
            logging.log_session(by=by, patient=patient, programme=programme, told=told, **given)

    return deed


def save_preferences(people):
    given = {"enabled": True, "weekdays": [0, 2]}
    return lambda by: reminder_settings.save_preferences(
        patient=people.record, by=by, now=timezone.now(), **given
    )


def stop(people):
    return lambda by: reminder_settings.stop(patient=people.record, by=by, now=timezone.now())


def remind_later(people):
    noon = timezone.now().replace(hour=12)
    with tenancy.within(people.clinic.pk):
        reminder_settings.save_preferences(
            patient=people.record, by=people.own_therapist, now=noon, enabled=True
        )
    return lambda by: reminding_later.remind_later(patient=people.record, by=by, now=noon, hours=1)


def make_address(people):
    return lambda by: calendar_feed.make_address(patient=people.record, by=by)


def withdraw_address(people):
    with tenancy.within(people.clinic.pk):
        calendar_feed.make_address(patient=people.record, by=people.own_therapist)
    return lambda by: calendar_feed.withdraw_address(patient=people.record, by=by)


def wish(people):
    return lambda by: digest.wish(
        by=by, clinic=people.clinic, wanted=True, at=time(7, 30), now=timezone.now()
    )


def _mail(people, state):
    make.an_invitation(people.record, people.own_therapist)
    with tenancy.within(people.clinic.pk):
        mail = OutboxMail.objects.filter(patient=people.record, state=State.DUE).latest("made_at")
        mail.state = state
        mail.save(update_fields=["state"])
    return mail


def send_again(people):
    mail = _mail(people, State.DEAD)
    return lambda by: mailing.send_again(mail=mail, by=by, now=timezone.now())


def withdraw(people):
    mail = _mail(people, State.DUE)
    return lambda by: mailing.withdraw(mail=mail, by=by)


def lay_aside(people):
    mail = _mail(people, State.EXPIRED)
    with tenancy.within(people.clinic.pk):
        OutboxMail.objects.filter(pk=mail.pk).update(expires_at=timezone.now(), reason="too_late")
    return lambda by: mailing.lay_aside(mail=mail, by=by, now=timezone.now())


def sign_protocol(people):
    how = {"version": protocols.load().version, "settings": {"stage_days": 9}}
    who = {"signer_name": "Oona Grieve", "registration_number": "PH 104 882"}
    return lambda by: sign_off.sign_protocol(by=by, clinic=people.clinic, **how, **who)


ACTIONS = [
    register_patient,
    change_patient,
    invite,
    accept_invitation,
    print_code,
    accept_code,
    discharge,
    reopen,
    agree,
    no_longer_agree,
    offer,
    take_back,
    look,
    receive,
    keep,
    register_all,
    put_aside,
    begin,
    save,
    keep_draft,
    sign,
    correct,
    propose,
    withhold,
    issue,
    discard,
    resume,
    end,
    in_touch,
    undo_in_touch,
    change_clinic,
    answer,
    change_item,
    remove_item,
    add_item,
    swap_item,
    move_item,
    save_template,
    retire_template,
    start_from,
    take_along,
    confirm_stage,
    undo,
    log_session,
    heed,
    undo_session,
    plan_run,
    answer_morning,
    save_preferences,
    stop,
    remind_later,
    make_address,
    withdraw_address,
    wish,
    send_again,
    withdraw,
    lay_aside,
    sign_protocol,
]


ABOUT_NO_PATIENT = {
    "protocol.signed",
    "clinic.changed",
    "list.read",
    "list.put_aside",
    "digest.changed",
    "template.saved",
    "template.retired",
}


def test_every_action_is_in_the_list():
    """Whatever opens a transaction by decorator writes something that matters; the demo's filling uses the rest."""
    found = {
        node.name
        for room in ("clinic", "assessments", "exercises")
        for file in (ROOT / room).rglob("*.py")
        if "demo" not in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(mark) == "transaction.atomic" for mark in node.decorator_list)
    }
    by_another_name = {"log_session": "_log", "heed": "_heed", "undo_session": "undo"}
    assert found == {by_another_name.get(one.__name__, one.__name__) for one in ACTIONS} - {"withhold"}


class Broken(Exception):
    """The trail could not be written."""


@pytest.mark.slow
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_without_its_line_in_the_trail_nothing_is_left(people, monkeypatch, action):
    deed = action(people)
    before = everything(people)

    def refuse(*args, **kwargs):
        raise Broken

    monkeypatch.setattr(AuditEvent, "save", refuse)
    with pytest.raises(Broken), tenancy.within(people.clinic.pk):
        deed(people.own_therapist)
    assert everything(people) == before


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_it_leaves_one_line_of_its_own(people, action):
    """At least; with the person, the patient and no value of the record."""
    deed = action(people)
    before = set(make.audited_events(people.clinic))
    with tenancy.within(people.clinic.pk):
        deed(people.own_therapist)
        written = list(AuditEvent.objects.exclude(pk__in=before).filter(clinic=people.clinic))
    assert written
    for event in written:
        assert event.actor_id
        assert event.subjects or event.action in ABOUT_NO_PATIENT
        assert all(name.replace("_", "").isalnum() and name.islower() for name in event.fields), event.fields


def everything(people):
    """Every row of every table of both clinics, and the sign-ins."""
    with make.seeing(people.clinic, people.other_clinic):
        tables = [*tables_with_a_clinic(), "people_user", "account_emailaddress"]
        return {table: ask(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1") for table in tables}


# -- What a request leaves -----------------------------------------------------------------------------------------
def newest(people, clinic):
    with tenancy.within(clinic.pk):
        return AuditEvent.objects.filter(clinic=clinic).order_by("-at").first()


def test_a_page_that_shows_records_leaves_one_line(people):
    before = set(make.audited_events(people.clinic))
    assert make.visitor(people.own_therapist).get("/today/").status_code == 200
    with tenancy.within(people.clinic.pk):
        (event,) = AuditEvent.objects.exclude(pk__in=before).filter(clinic=people.clinic)
    assert (event.action, event.actor_id, event.outcome) == ("today.read", people.own_therapist.pk, "done")
    assert set(event.subjects) == {people.record.audit_ref, people.other_record.audit_ref}
    assert event.address == "127.0.0.1"


def test_a_denial_is_kept_though_its_request_was_rolled_back(people):
    """In the clinic of whoever asked, with the id that was asked for; the other clinic's trail stays silent."""
    silent = len(make.audited(people.clinic))
    answer = make.visitor(people.colleague_elsewhere).get(f"/patients/{people.record.pk}/")
    assert answer.status_code == 404
    event = newest(people, people.other_clinic)
    assert (event.action, event.outcome) == ("denied.patient", "denied")
    assert (event.actor_id, event.object_id) == (people.colleague_elsewhere.pk, people.record.pk)
    assert event.subjects == []
    assert len(make.audited(people.clinic)) == silent


def test_a_denial_is_committed(committed_people):
    """With real transactions: the request's is rolled back, the line is there for everybody."""
    people = committed_people
    make.visitor(people.colleague_elsewhere).get(f"/patients/{people.record.pk}/")
    assert newest(people, people.other_clinic).outcome == "denied"


def test_a_page_that_breaks_leaves_nothing(committed_people, monkeypatch):
    """What it wrote before it broke is gone."""
    people = committed_people
    browser = make.visitor(people.own_therapist)
    browser.raise_request_exception = False
    before = everything(people)

    def broken(**given):
        actions.change_patient(by=people.own_therapist, patient=people.record, phone="01632 960000")
        raise Broken

    monkeypatch.setattr(invitations, "invite", broken)
    answer = browser.post(f"/patients/{people.record.pk}/invite/")
    assert answer.status_code == 500
    assert everything(people) == before
