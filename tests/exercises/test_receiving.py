"""What becomes of a practice that a phone sends later? Kept once, under the right day, or answered in a sentence."""

import json
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from clinic.people import tenancy
from exercises import issuing
from exercises.models import Decision, Entry, ProgrammeState, Session
from exercises.receiving import days_off
from tests import make

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Europe/London"))
NIGHT = NOW.replace(hour=1)
SUNDAY, SATURDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 21), date(2026, 11, 23)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("named", "age", "now", "off"),
    [
        (SUNDAY, 0 * HOUR, NOW, 0),
        (SATURDAY, 20 * HOUR, NOW, 0),
        (SATURDAY, 1 * HOUR, NOW, -1),  # the page of yesterday, practised this morning
        (MONDAY, 1 * HOUR, NOW, 1),  # a clock that is a day ahead
        (MONDAY + timedelta(days=1), 0 * HOUR, NOW, 0),  # no clock explains it: it is refused as it is
        (SATURDAY, 0 * HOUR, NIGHT, 0),  # begun before midnight
        (SATURDAY, 0 * HOUR, NIGHT.replace(hour=3), -1),
        (SUNDAY, -5 * HOUR, NOW, 0),  # the clock was put back meanwhile
        (date(2026, 11, 8), 14 * 24 * HOUR, NOW, 0),
    ],
)
def test_the_servers_clock_decides_the_day(named, age, now, off):
    assert days_off(named, age, now) == timedelta(days=off)


# -- Over the wire -----------------------------------------------------------------------------------------------
def answers(programme, pain=1, items=None, **more):
    with tenancy.within(programme.clinic_id):
        told = items or [str(one.pk) for one in programme.items.open()]
    day = timezone.localdate(timezone=ZoneInfo("Europe/London"))
    given = {"programme": str(programme.pk), "day": day.isoformat(), "slot": "1", "age_s": "0"}
    given["client_key"] = str(uuid4())
    for item in told:
        given |= {f"{item}-completion": "done", f"{item}-pain": str(pain), f"{item}-effort": "3"}
    return given | more


def send(user, given):
    sent = given if isinstance(given, str) else json.dumps(given)
    return make.visitor(user).post("/my/sessions/", sent, content_type="application/json")


def kept(pair):
    with tenancy.within(pair.clinic.pk):
        return list(Session.objects.filter(patient=pair.patient))


def test_the_door_says_whose_it_is_and_gives_a_token(pair):
    pair.programme()
    door = make.visitor(pair.user).get("/my/sessions/").json()
    page = make.visitor(pair.user).get("/my/practice/")
    assert door["account"] == page.headers["Plumb-Account"]
    assert door["token"]


def test_the_same_practice_sent_twice_is_one(pair):
    given = answers(pair.programme())
    first, second = send(pair.user, given), send(pair.user, given)
    assert first.json() == second.json()
    assert first.json()["state"] == "kept"
    assert len(kept(pair)) == 1


def test_what_was_told_early_is_completed_later(pair):
    programme = pair.programme()
    whole = answers(programme)
    item = next(name for name in whole if name.endswith("-completion")).removesuffix("-completion")
    envelope = {name: whole[name] for name in ("programme", "day", "slot", "age_s", "client_key")}
    early = send(pair.user, envelope | {"part": "on", f"{item}-completion": "not", f"{item}-pain": "6"})
    assert early.json()["state"] == "kept"
    assert send(pair.user, whole | {f"{item}-pain": "6"}).json()["state"] == "kept"
    (session,) = kept(pair)
    with tenancy.within(pair.clinic.pk):
        assert session.entries.count() == programme.items.open().count()
    assert (session.pain, session.completed) == (6, True)


def test_a_second_phone_is_told_kindly_and_counts_nothing_twice(pair):
    programme = pair.programme()
    send(pair.user, answers(programme, pain=2))
    second = send(pair.user, answers(programme, pain=3))
    assert second.status_code == 422
    assert "counts once" in second.json()["sentence"]
    assert [session.pain for session in kept(pair)] == [2]


def test_a_second_phone_that_tells_of_pain_is_heard(pair):
    programme = pair.programme()
    send(pair.user, answers(programme, pain=2, note="Fine"))
    given = answers(programme, note="It caught me on the stairs")
    item = next(name for name in given if name.endswith("-pain"))
    again = [send(pair.user, given | {item: "7"}).json()["state"] for _ in range(2)]
    assert again == ["kept", "kept"]
    (session,) = kept(pair)
    assert session.pain == 7
    assert session.note == "Fine\nIt caught me on the stairs"
    with tenancy.within(pair.clinic.pk):
        assert sorted(Entry.objects.filter(session=session).values_list("pain", flat=True))[:2] == [2, 2]


def test_a_hold_that_the_phone_measured_is_kept(pair):
    programme = pair.programme()
    with tenancy.within(pair.clinic.pk):
        item = programme.items.get(exercise="lunge-hip-flexor-stretch")
    send(pair.user, answers(programme, **{f"{item.pk}-hold_s": "12"}))
    with tenancy.within(pair.clinic.pk):
        assert Entry.objects.get(item=item).hold_s == 12


def ended(pair, programme):
    with tenancy.within(pair.clinic.pk):
        programme.refresh_from_db()
        issuing.end(by=pair.therapist, programme=programme, now=timezone.now())


def stopped(pair, programme):
    with tenancy.within(pair.clinic.pk):
        programme.state = ProgrammeState.STOPPED
        programme.save()


@pytest.mark.parametrize(("how", "said"), [(ended, "has ended or changed"), (stopped, "is paused")])
def test_a_practice_of_a_plan_that_is_over_is_answered_with_what_to_do(pair, how, said):
    programme = pair.programme()
    given, painful = answers(programme), answers(programme, pain=9)
    how(pair, programme)
    assert said in send(pair.user, given).json()["sentence"]
    warning = send(pair.user, painful).json()["sentence"]
    assert said in warning
    assert pair.clinic.phone in warning
    assert kept(pair) == []


def alerts(pair):
    with tenancy.within(pair.clinic.pk):
        called = Decision.objects.waiting().filter(patient=pair.patient, alert=True).count()
    return called, len(make.mails(pair.clinic, template="alert"))


def stage_closed(pair, programme):
    with tenancy.within(pair.clinic.pk):
        programme.stages.update(is_open=False)


@pytest.mark.parametrize(
    ("how", "warning"),
    [
        (ended, {"fall": "on"}),
        (ended, {"pain": 8}),
        (stopped, {"red_flag": "on"}),
        (stage_closed, {"pain": 8}),
        (ended, None),
    ],
)
def test_a_warning_that_comes_too_late_to_be_kept_calls_the_therapist_once(pair, how, warning):
    programme = pair.programme()
    given = answers(programme, **(warning or {}))
    how(pair, programme)
    assert [send(pair.user, given).status_code for _ in range(2)] == [422, 422]
    assert kept(pair) == []
    assert alerts(pair) == ((1, 1) if warning else (0, 0))
    assert ("session.warned" in make.audited(pair.clinic)) == bool(warning)


def test_after_weeks_away_every_page_says_to_wait_for_the_therapist(pair):
    """Today, the form and the phone's queue: nothing new is taken, and what hurts is heard all the same."""
    programme = pair.programme(on=timezone.localdate() - timedelta(days=30))
    pair.session(programme, on=timezone.localdate() - timedelta(days=25))
    before, browser = answers(programme), make.visitor(pair.user)
    for page in ("/my/practice/", "/my/log/"):
        assert browser.get(page).headers["Location"] == "/my/"
    assert "your therapist would like to see where you are" in browser.get("/my/").content.decode()
    late = send(pair.user, before)
    typed = browser.post("/my/log/", before)
    assert (late.status_code, typed.status_code) == (422, 422)
    for said in (late.json()["sentence"], typed.content.decode()):
        assert "your therapist would like to see where you are" in said
    assert len(kept(pair)) == 1
    assert send(pair.user, answers(programme, fall="on")).status_code == 422
    assert "session.warned" in make.audited(pair.clinic)


def test_what_was_practised_before_the_wait_is_still_taken(pair):
    programme = pair.programme(on=timezone.localdate() - timedelta(days=30))
    given = answers(programme)
    make.visitor(pair.user).get("/my/")
    day = timezone.localdate() - timedelta(days=3)
    given |= {"day": day.isoformat(), "age_s": str(3 * 86400)}
    assert send(pair.user, given).json()["state"] == "kept"


def test_nobody_tells_of_what_is_not_theirs(pair):
    other = make.a_pair()
    mine, theirs = pair.programme(), other.programme()
    with tenancy.within(other.clinic.pk):
        item = str(theirs.items.open().first().pk)
    strange = [answers(theirs), answers(mine, items=[item])]
    for given in strange:
        answer = send(pair.user, given)
        assert answer.status_code == 422
        assert "plan" in answer.json()["sentence"]
    assert kept(pair) == kept(other) == []


BAD = [
    "{bad",
    "[]",
    json.dumps({"programme": 3}),
    lambda given: given | {"slot": "3"},
    lambda given: given | {"age_s": "soon"},
    lambda given: given | {"client_key": "x"},
    lambda given: given | {"programme": str(uuid4())},
    lambda given: given | {"day": "2099-01-01"},
    lambda given: given | {"not-an-item-completion": "done"},
    lambda given: given | {next(name for name in given if name.endswith("-pain")): "11"},
]


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_read_is_answered_in_a_sentence(pair, bad):
    given = answers(pair.programme())
    answer = send(pair.user, bad if isinstance(bad, str) else bad(given))
    assert answer.status_code == 422
    assert answer.json()["state"] == "refused"
    assert answer.json()["sentence"].endswith(".")
    assert kept(pair) == []


def test_a_clock_that_is_a_day_ahead_is_told(pair):
    given = answers(pair.programme())
    given["day"] = (date.fromisoformat(given["day"]) + timedelta(days=1)).isoformat()
    assert "seems to be wrong" in send(pair.user, given).json()["sentence"]
    assert len(kept(pair)) == 1


def test_the_kept_page_holds_no_history_and_no_note(pair):
    yesterday = timezone.localdate() - timedelta(days=1)
    programme = pair.programme(on=yesterday)
    pair.session(programme, on=yesterday, note="About my knee", pain=5)
    page = make.visitor(pair.user).get("/my/practice/")
    assert page.status_code == 200
    assert "About my knee" not in page.content.decode()
    assert int(page.headers["Plumb-Until"]) > timezone.now().timestamp() * 1000
