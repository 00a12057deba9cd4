"""Does the engine agree with a second writing of the protocol, whatever the contract lets in?"""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.engine.command import prescribed as printed
from tests.exercises.engine import plain
from tests.exercises.engine.people import any_log, anyone, calm_log, measured, prescribed, reviewed, treatable

pytestmark = pytest.mark.slow

often = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


@often
@given(anyone)
def test_anyone(person):
    assert plain.comparable(prescribed(person)) == plain.Plan(person).expected()


@often
@given(treatable)
def test_the_treatable(person):
    assert plain.comparable(prescribed(person)) == plain.Plan(person).expected()


@often
@given(measured)
def test_the_measured(person):
    assert plain.comparable(prescribed(person)) == plain.Plan(person).expected()


@often
@given(st.one_of(any_log, calm_log))
def test_any_log(log):
    answer = reviewed(log)
    assert (answer["actions"], answer["alert"]) == plain.review(log)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(treatable)
def test_the_same_input_gives_the_same_bytes(person):
    assert json.dumps(printed(person)) == json.dumps(printed(json.loads(json.dumps(person))))
