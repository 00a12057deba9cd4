"""Does the loop close? Steps back at once, steps forward when the day has closed, each a row that can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.people import tenancy
from clinic.people.models import Patient
from exercises import carrying, closing, logging, mornings
from exercises.library import load
from exercises.models import Completion, Decision, Item, ProgrammeState, Session, Urgency
from exercises.refusing import NotPossible
from exercises.told import Logged, Told
from tests import make
from tests.committed import own_database

ZONE = ZoneInfo("Europe/London")
# Older than 65 begins with the starter dose, which leaves room to grow.
ELDER = {"age": 70}


class Days:
    """A patient's days, one after the other; the first comes after the day of issue."""

    def __init__(self, back=20, **details):
        self.pair = make.a_pair(**(ELDER | details))
        self.first = timezone.localdate() - timedelta(days=back)
        self.programme = self.pair.programme(on=self.first - timedelta(days=1))

    def at(self, day, hour=9):
        return datetime.combine(self.first + timedelta(days=day), time(hour), ZONE)

    def told(self, day, slot=1, key=None, how=None, hour=8, **all_alike):
        """`how` names exercises that went differently."""
        with tenancy.within(self.pair.clinic.pk):
            items = list(
                self.programme.items.open().filter(times_per_day__gte=slot).exclude(when="before_run")
            )
        alike = {"completion": Completion.DONE, "pain": 0, "effort": 2} | all_alike
        entries = tuple(Logged(item.pk, **(alike | (how or {}).get(item.exercise, {}))) for item in items)
        return make.a_session(
            self.programme,
            self.pair.user,
            on=self.first + timedelta(days=day),
            slot=slot,
            client_key=key,
            telling=Told(entries),
            now=self.at(day, hour + 10 * (slot - 1)),
        )

    def look(self, day, hour=13):
        return closing.look(self.pair.clinic.pk, self.programme.pk, self.at(day, hour))

    def morning(self, day, pain, hour=8):
        with tenancy.within(self.pair.clinic.pk):
            patient = Patient.objects.select_related("clinic").get(pk=self.pair.patient.pk)
            return mornings.answer_morning(
                by=self.pair.user,
                patient=patient,
                programme=self.programme,
                pain=pain,
                now=self.at(day, hour),
            )

    def item(self, exercise="bridge"):
        with tenancy.within(self.pair.clinic.pk):
            return Item.objects.get(programme=self.programme, exercise=exercise)

    def decisions(self, **wanted):
        with tenancy.within(self.pair.clinic.pk):
            return list(Decision.objects.filter(programme=self.programme, **wanted).order_by("made_at"))


@pytest.fixture
def days(db):
    return Days()


# -- Forward -------------------------------------------------------------------------------------------------------
def test_a_dose_grows_once_when_the_day_has_closed(days):
    before = days.item().reps
    days.told(0)
    days.told(0, slot=2)
    assert days.item().reps == before
    days.look(0, hour=22)
    days.look(1, hour=9)  # the morning is not known, and noon has not passed
    assert days.item().reps == before
    days.look(1, hour=12)
    days.look(1, hour=13)
    days.look(2, hour=13)
    assert (before, days.item().reps) == (10, 15)
    (step,) = days.decisions(item=days.item())
    assert (step.actions, step.urgency, step.about) == (["increase_dose"], None, days.first)
    assert step.effect["items"][0]["before"]["reps"] == 10


@pytest.mark.slow
def test_the_morning_s_answer_closes_the_day(days):
    days.told(0)
    days.told(0, slot=2)
    days.morning(1, 0)
    assert days.item().reps == 15


@pytest.mark.slow
def test_a_sore_morning_steps_back_and_nothing_grows(days):
    days.told(0)
    days.told(0, slot=2)
    _, made = days.morning(1, 5)  # more than two above the two at rest
    assert {tuple(one.actions) for one in made} == {("reduce_dose",)}
    assert days.item().sets == 1


@pytest.mark.slow
def test_the_second_step_needs_practices_at_the_new_dose(days):
    days.told(0)
    days.told(0, slot=2)
    days.look(1)
    days.told(1)
    days.look(2)
    assert days.item().reps == 15
    days.told(2)
    days.look(3)
    assert days.item().reps == 20


@pytest.mark.slow
def test_a_level_tells_the_therapist(days):
    with tenancy.within(days.pair.clinic.pk):
        Item.objects.filter(programme=days.programme, exercise="bridge").update(reps=30, max_level=2)
    for day in range(3):
        days.told(day, how={"bridge": {"control_kept": True}})
        days.told(day, slot=2, how={"bridge": {"control_kept": True}})
    days.look(3)
    assert (days.item().level, days.item().reps) == (2, 10)
    (step,) = days.decisions(ask="level")
    assert step.urgency == Urgency.NOTE


@pytest.mark.slow
def test_a_next_stage_is_proposed_once_and_changes_nothing(days):
    for day in range(8):
        days.told(day)
        days.told(day, slot=2)
    days.look(8)
    days.look(9)
    (proposed,) = days.decisions(rule="next_stage")
    assert (proposed.urgency, proposed.effect) == (Urgency.STAGE, {})


# -- Back ----------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "level", "reps"),
    [
        ({"control_kept": False}, 0, 10),
        ({"pain": 7}, 0, 10),
        ({"pain": 5}, 1, 10),
        ({"completion": Completion.NOT, "pain": None, "effort": None}, 1, 10),
    ],
)
def test_a_step_back_happens_as_it_is_told(days, how, level, reps):
    days.told(0, how={"bridge": how})
    assert (days.item().level, days.item().reps) == (level, reps)
    assert days.item("lunge-hip-flexor-stretch").sets == 2


def test_a_slip_of_the_finger_is_put_right(days):
    key = uuid4()
    days.told(0, key=key, how={"bridge": {"control_kept": False}})
    assert days.item().level == 0
    days.told(0, key=key, how={"bridge": {"control_kept": True}})
    assert days.item().level == 1
    assert days.decisions() == []


@pytest.mark.slow
def test_telling_the_same_twice_steps_back_once(days):
    key = uuid4()
    for _ in range(3):
        days.told(0, key=key, how={"bridge": {"pain": 7}})
    days.told(0, key=uuid4(), how={"bridge": {"pain": 8}})
    assert days.item().level == 0
    assert days.item().reps == 10


@pytest.mark.slow
def test_a_fall_goes_back_to_support(days):
    with tenancy.within(days.pair.clinic.pk):
        Item.objects.filter(programme=days.programme, exercise="balance").update(level=2, hold_s=15)
        telling = make.told(days.programme, fall=True)
    make.a_session(days.programme, days.pair.user, on=days.first, telling=telling, now=days.at(0))
    balance = days.item("balance")
    assert (balance.level, balance.hold_s, balance.max_level) == (0, 10, min(2, balance.max_level))
    assert {"hand_support", "eyes_closed_forbidden"} <= set(make.as_it_is(days.programme).cautions)


@pytest.mark.slow
def test_a_fall_with_brittle_bones_is_a_warning_sign(db):
    days = Days(history={"conditions": ["osteoporosis"]})
    telling = make.told(days.programme, fall=True)
    make.a_session(days.programme, days.pair.user, on=days.first, telling=telling, now=days.at(0))
    assert make.as_it_is(days.programme).state == ProgrammeState.STOPPED


# -- Away ----------------------------------------------------------------------------------------------------------
def test_a_gap_is_found_once_and_leads_lower(days):
    with tenancy.within(days.pair.clinic.pk):
        Item.objects.filter(programme=days.programme, exercise="bridge").update(reps=30)
    days.told(0, effort=6)
    days.look(6)
    assert days.item().reps == 30
    days.look(7)
    days.look(8)
    assert days.item().reps == 20
    days.told(9, effort=6)
    assert days.item().reps == 20
    assert len(days.decisions(rule="short_gap")) == 1


@pytest.mark.slow
def test_three_weeks_away_wait_for_the_therapist(db):
    days = Days(back=30)
    days.told(0, effort=6)
    for day in (7, 21, 22):
        days.look(day)
    (gap,) = days.decisions(rule="long_gap")
    assert gap.urgency == Urgency.NOTE


@pytest.mark.slow
def test_two_weeks_in_the_therapist_sees_how_it_goes(days):
    days.told(0, effort=6)
    days.told(13, effort=6)
    days.look(14)
    days.look(15)
    (check,) = days.decisions(ask="check")
    assert "Two weeks in: 2 practices" in check.reason["clinician"]["text"]


@pytest.mark.slow
def test_it_runs_out_once(db):
    days = Days(back=50)
    days.told(40, effort=6)
    for day in (42, 43, 44):
        days.look(day)
    assert len(days.decisions(rule="assessment_expired")) == 1


@pytest.mark.slow
def test_the_tick_finds_whose_noon_has_passed(days):
    days.told(0)
    days.told(0, slot=2)
    assert closing.look_at_all(days.at(1, 12)) == 1
    assert closing.look_at_all(days.at(1, 13)) == 0
    assert days.item().reps == 15
    assert closing.look_at_all(days.at(2, 12)) == 1


# -- Taken back ----------------------------------------------------------------------------------------------------
def test_the_therapist_takes_it_back(days):
    days.told(0, how={"bridge": {"control_kept": False}})
    (step,) = days.decisions()
    with tenancy.within(days.pair.clinic.pk):
        back = carrying.carry_back(by=days.pair.therapist, decision=step, now=days.at(1))
        with pytest.raises(carrying.NoLongerStands):
            carrying.carry_back(by=days.pair.therapist, decision=step, now=days.at(1))
    assert days.item().level == 1
    step = make.as_it_is(step)
    assert (step.reversed_by_id, step.answer) == (back.pk, "reversed")
    assert "decision.reversed" in make.audited(days.pair.clinic)


@pytest.mark.slow
def test_what_later_steps_rest_on_stays(days):
    days.told(0)
    days.told(0, slot=2)
    days.look(1)
    (grown,) = days.decisions(item=days.item())
    days.told(1, how={"bridge": {"control_kept": False}})
    with tenancy.within(days.pair.clinic.pk):
        Item.objects.filter(pk=grown.item_id).update(reps=20)
        with pytest.raises(carrying.NoLongerStands):
            carrying.carry_back(by=days.pair.therapist, decision=grown, now=days.at(2))


# -- In parts, late, and refused -----------------------------------------------------------------------------------
def a_part(days, item, key, **how):
    told = Told((Logged(item.pk, Completion.DONE, 1, 3),), is_part=True)
    return make.a_session(
        days.programme, days.pair.user, on=days.first, client_key=key, telling=told, now=days.at(0), **how
    )


def test_parts_come_together(days):
    key = uuid4()
    with tenancy.within(days.pair.clinic.pk):
        items = list(days.programme.items.open().exclude(when="before_run"))
    for item in [*items, items[0]]:
        session = a_part(days, item, key).session
    with tenancy.within(days.pair.clinic.pk):
        assert Session.objects.get(programme=days.programme).pk == session.pk
        assert session.entries.count() == len(items)
    assert make.as_it_is(session).completed


@pytest.mark.slow
def test_one_part_is_not_the_whole(days):
    assert not a_part(days, days.item(), uuid4()).session.completed


@pytest.mark.slow
def test_a_practice_before_the_plan_changed_is_kept_late(days):
    make.issued(days.pair.proposal(), days.pair.therapist)
    days.told(1)
    assert days.told(1).session.local_date == days.first + timedelta(days=1)


def test_a_warning_in_what_cannot_be_kept_calls_the_therapist(days):
    newer = make.issued(days.pair.proposal(), days.pair.therapist)
    sent = {
        "by": days.pair.user,
        "programme": days.programme,
        "local_date": timezone.localdate(),
        "slot": 1,
        "client_key": uuid4(),
        "told": make.told(days.programme, red_flag=True),
        "now": timezone.now(),
    }
    with tenancy.within(days.pair.clinic.pk):
        patient = Patient.objects.select_related("clinic").get(pk=days.pair.patient.pk)
        for _ in range(2):
            with pytest.raises(NotPossible, match="ended"):
                logging.log_session(patient=patient, **sent)
        assert Decision.objects.filter(programme=newer, alert=True).count() == 1
    assert make.as_it_is(newer).state == ProgrammeState.STOPPED
    assert len(make.mails(days.pair.clinic, template="alert")) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("pain", "stands"), [(0, 0), (7, 7)])
def test_when_the_day_is_over_only_worse_counts(days, pain, stands):
    days.told(0)
    with tenancy.within(days.pair.clinic.pk):
        items = list(days.programme.items.open())
    late = Told(tuple(Logged(item.pk, Completion.DONE, pain, 3) for item in items), note="Late")
    kept = make.a_session(days.programme, days.pair.user, on=days.first, telling=late, now=days.at(2))
    assert kept.session.pain == stands
    assert kept.stood is (pain == 0)


def test_undo_brings_back_what_was_told_and_then_nothing(days):
    days.told(0)
    session = days.told(0, pain=2).session
    with tenancy.within(days.pair.clinic.pk):
        patient = Patient.objects.select_related("clinic").get(pk=days.pair.patient.pk)
        undo = {"by": days.pair.user, "patient": patient, "now": days.at(0, 20)}
        assert logging.undo(session=session, **undo).pain == 0
        Session.objects.filter(pk=session.pk).update(told_before=None)
        assert logging.undo(session=session, **undo) is None
        assert not Session.objects.filter(programme=days.programme).exists()
    assert make.as_it_is(days.programme).last_session_on is None


def test_undo_remembers_who_had_typed_it_in_from_paper(days):
    days.told(0)
    by = {"entered_by": days.pair.therapist.pk}
    typed_in, told_anew = (
        make.told(days.programme, pain=pain, **given) for pain, given in ((1, by), (2, {}))
    )
    for telling in (typed_in, told_anew):
        session = make.a_session(
            days.programme, days.pair.user, on=days.first, telling=telling, now=days.at(0)
        ).session
    assert session.entered_by_id is None
    with tenancy.within(days.pair.clinic.pk):
        patient = Patient.objects.select_related("clinic").get(pk=days.pair.patient.pk)
        back = logging.undo(by=days.pair.user, patient=patient, session=session, now=days.at(0, 20))
    assert back.entered_by_id == days.pair.therapist.pk


@pytest.mark.slow
def test_what_called_a_person_is_not_unsaid(days):
    session = days.told(0, pain=8).session
    with tenancy.within(days.pair.clinic.pk):
        patient = Patient.objects.select_related("clinic").get(pk=days.pair.patient.pk)
        with pytest.raises(NotPossible, match="already_answered"):
            logging.undo(by=days.pair.user, patient=patient, session=session, now=days.at(0, 20))


@pytest.mark.slow
def test_fifty_at_once_are_one_session(django_db_blocker):
    """The phone sends, and sends again, and the answers cross."""
    with django_db_blocker.unblock(), own_database():
        days = Days(back=1)
        key, told = uuid4(), make.told(days.programme)
        sent = {"on": timezone.localdate(), "client_key": key, "now": timezone.now(), "telling": told}

        def send(_):
            try:
                return make.a_session(days.programme, days.pair.user, **sent).session.pk
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as many:
            answers = set(many.map(send, range(50)))
        with tenancy.within(days.pair.clinic.pk):
            assert answers == set(Session.objects.values_list("pk", flat=True))
        assert len(answers) == 1


# -- A patient made up by chance -----------------------------------------------------------------------------------
A_DAY = st.lists(
    st.tuples(
        st.sampled_from(["done", "done", "done", "partly", "not"]),
        st.sampled_from([0, 0, 1, 2, 4, 5, 7]),
        st.integers(1, 9),
        st.sampled_from([True, True, None, False]),
    ),
    max_size=2,
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(course=st.lists(st.tuples(A_DAY, st.sampled_from([None, 0, 1, 3, 6])), min_size=5, max_size=18))
def test_whatever_is_told_the_programme_stays_within_its_bounds(db, course):
    """Doses stay on their ladders, every change is a row, and the rows add up to what stands there."""
    with transaction.atomic():
        days = Days()
        with tenancy.within(days.pair.clinic.pk):
            begun = {str(one.pk): _standing(one) for one in Item.objects.filter(programme=days.programme)}
        for day, (slots, morning) in enumerate(course):
            _live(days, day, slots, morning)
        with tenancy.within(days.pair.clinic.pk):
            for item in Item.objects.filter(programme=days.programme):
                exercise = load()[item.exercise]
                assert 1 <= item.sets <= max(exercise.dose.sets, begun[str(item.pk)]["sets"])
                assert carrying.amount_of(item) in {*exercise.dose.steps, begun[str(item.pk)]["amount"]}
                assert item.level <= item.max_level
                _replay(begun[str(item.pk)], days.decisions(), str(item.pk))
                assert begun[str(item.pk)] == _standing(item)
        transaction.set_rollback(True)


def _live(days, day, slots, morning):
    if morning is not None:
        with suppress(mornings.NotAsked):
            days.morning(day, morning, hour=6)
    for slot, (completion, pain, effort, kept) in enumerate(slots, 1):
        is_done = completion != "not"
        told = (
            {"pain": pain, "effort": effort, "control_kept": kept}
            if is_done
            else {"pain": None, "effort": None}
        )
        with suppress(NotPossible):
            days.told(day, slot=slot, completion=Completion(completion), **told)
    days.look(day, hour=12)


def _standing(item):
    return {"level": item.level, "sets": item.sets, "amount": carrying.amount_of(item)}


def _replay(standing, decisions, item_id):
    for decision in decisions:
        for change in decision.effect.get("items", []):
            if change["id"] == item_id:
                after = change["after"]
                amount = after.get("reps") or after.get("hold_s")
                standing |= {name: after[name] for name in ("level", "sets") if name in after}
                standing |= {"amount": amount} if amount else {}
