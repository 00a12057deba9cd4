"""One mail for each slot, whoever plans, however often it is edited; and none to somebody who withdrew in time."""

import itertools
import random
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from clinic import agreeing, discharging
from clinic.mail import checks, leases, outbox
from clinic.mail.models import Stream
from clinic.people import tenancy
from exercises.reminder_settings import save_preferences, stop
from exercises.reminder_times import Wishes, next_slot, slot_now
from exercises.reminders import plan
from tests.drills.machinery import Crew, arrived, is_over, of, said, sized, until
from tests.mail import make
from tests.mail.make import NOW

EXAMPLES, INTERLEAVINGS, PATIENTS = 2_000, 1_000, 500
A_DAY = timedelta(days=1)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
QUICK = 2


# -- Random zones, times, weekdays and edits over two years ------------------------------------------------------
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
TIMES = st.lists(
    st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    min_size=1,
    max_size=2,
    unique=True,
).map(lambda times: tuple(sorted(times)))
DAYS = st.frozensets(st.integers(0, 6), min_size=1)
EDITS = st.lists(st.tuples(st.integers(1, 730), DAYS, TIMES), max_size=4).map(sorted)


def planned(zone, days, times, edits):
    """What the planner would put into the outbox, tick by tick: each slot once, as `slot` is unique there."""
    wishes, moment, end = Wishes(days, times, time(0), time(0), zone), BEGIN, BEGIN + 730 * A_DAY
    changes = [(BEGIN + day * A_DAY, days, times) for day, days, times in edits]
    slots, known = [], set()
    while True:
        slot = next_slot(wishes, moment)
        following = slot.at if slot else end
        if changes and changes[0][0] <= following:  # also where none would have come any more
            moment, days, times = changes.pop(0)
            wishes = Wishes(days, times, time(0), time(0), zone)
            continue
        if following >= end:
            return slots
        moment = following
        come = slot_now(wishes, moment)
        if come and (come.day, come.number) not in known:
            known.add((come.day, come.number))
            slots.append(come)


def check_slots(zone, days, times, edits):
    slots = planned(zone, days, times, edits)
    assert len({(slot.day, slot.number) for slot in slots}) == len(slots)
    edited = {(BEGIN + day * A_DAY).astimezone(zone).date() for day, _, _ in edits}
    by_day = {slot.day for slot in slots}
    bounds = sorted([BEGIN, *(BEGIN + day * A_DAY for day, _, _ in edits), BEGIN + 730 * A_DAY])
    chosen = [days, *(days for _, days, _ in edits)]
    for (start, end), wanted in zip(itertools.pairwise(bounds), chosen, strict=True):
        day, last = start.astimezone(zone).date() + A_DAY, end.astimezone(zone).date()
        while day < last:
            if day not in edited:
                is_there = (
                    datetime.combine(day, time(12), zone).astimezone(UTC).astimezone(zone).date() == day
                )
                assert (day in by_day) is (day.weekday() in wanted and is_there), (zone, day)
            day += A_DAY


@given(ZONES, DAYS, TIMES, EDITS)
@with_settings(max_examples=QUICK, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_few_patients_of_two_years(zone, days, times, edits):
    check_slots(zone, days, times, edits)


@pytest.mark.slow
@pytest.mark.drill
def test_one_slot_for_each_chosen_date():
    @given(ZONES, DAYS, TIMES, EDITS)
    @with_settings(max_examples=sized(EXAMPLES), deadline=None, suppress_health_check=list(HealthCheck))
    def every(zone, days, times, edits):
        check_slots(zone, days, times, edits)

    every()
    said("random wishes", examples=sized(EXAMPLES))


# -- Between plan and send ---------------------------------------------------------------------------------------
def off(patient, by):
    stop(patient=patient, by=by, now=NOW)


def another_time(patient, by):
    save_preferences(patient=patient, by=by, now=NOW, first_time=time(9))


def another_time_then_back(patient, by):
    another_time(patient, by)
    save_preferences(patient=patient, by=by, now=NOW, first_time=time(8), weekdays=[2])


def discharged(patient, by):
    discharging.discharge(by=by, patient=patient, now=NOW)


def no_longer_agrees(patient, by):
    agreeing.no_longer_agree(by=by, patient=patient, now=NOW)


def erased(patient, by):
    outbox.erase(patient, NOW)
    type(patient).objects.filter(pk=patient.pk).update(ended_at=NOW, email="")


CHANGES = (off, another_time, another_time_then_back, discharged, no_longer_agrees, erased)


def interleaved(patient, by, change, at):
    """A sender's steps, with the change between any two of them; which mails began to be sent after it?"""
    owner, begun, claimed = uuid4(), [], []

    def claim():
        claimed.extend(leases.claim(owner, NOW, stream=Stream.REMINDER, size=50))

    def ask():
        leases.turn_away(checks.unwanted(claimed), owner)

    def begin():
        begun.extend(mail for mail in claimed if leases.begin(mail, owner, NOW))

    for number, step in enumerate((lambda: plan(NOW), claim, ask, begin)):
        if number == at:
            with tenancy.within(patient.clinic_id):
                change(patient, by)
        step()
    for mail in begun:
        leases.sent(mail, owner, NOW)
    return begun


def run_interleavings(many):
    clinic = make.a_clinic()
    therapist = make.a_user(clinic)
    chance = random.Random(7)
    for number in range(many):
        patient = make.a_reminded_patient(clinic, therapist)
        change = CHANGES[number % len(CHANGES)]
        at = chance.randrange(4)
        assert interleaved(patient, therapist, change, at) == [], (change.__name__, at)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.drill
@pytest.mark.rehearsed
def test_nobody_who_withdrew_in_time_is_written_to():
    run_interleavings(sized(INTERLEAVINGS))
    said("interleavings", many=sized(INTERLEAVINGS))


@pytest.mark.django_db
def test_a_few_who_withdrew_in_time():
    run_interleavings(len(CHANGES))


# -- Two beats, two planners ---------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.drill
@pytest.mark.rehearsed
def test_two_beats_and_two_planners_make_one_mail_a_slot(env, post, redis, tmp_path):
    clinic = make.a_clinic()
    therapist = make.a_user(clinic)
    now = timezone.now()
    hour = now.astimezone(UTC).time().replace(second=0, microsecond=0)
    patients = [make.a_patient(clinic, time_zone="UTC") for _ in range(sized(PATIENTS))]
    for patient in patients:
        make.a_programme(patient, therapist, starts_on=now.date() - A_DAY, expires_on=None)
        with tenancy.within(clinic.pk):
            save_preferences(patient=patient, by=therapist, now=now - timedelta(minutes=2), enabled=True,
                             first_time=hour, second_time=None, quiet_from=hour, quiet_until=hour)  # fmt: skip
    with Crew({**env, "REDIS_URL": redis.url}, tmp_path, workers=2, beats=2):
        until(lambda: len(of()) == len(patients) and is_over())
    said("two beats", patients=len(patients), mails=len(of()), arrived=sum(arrived(post).values()))
    assert {mail.patient_id for mail in of()} == {patient.pk for patient in patients}
    assert set(arrived(post).values()) == {1}
