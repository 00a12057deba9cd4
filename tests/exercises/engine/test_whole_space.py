"""Does the engine agree with a second writing of the protocol, whatever the contract lets in?"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.engine.command import prescribed as printed
from tests.exercises.engine import plain
from tests.exercises.engine.people import any_log, anyone, calm_log, measured, prescribed, reviewed, treatable

pytestmark = pytest.mark.slow


@given(anyone)
def test_anyone(person):
    assert plain.comparable(prescribed(person)) == plain.Plan(person).expected()


@given(treatable)
def test_the_treatable(person):
    assert plain.comparable(prescribed(person)) == plain.Plan(person).expected()


@given(measured)
def test_the_measured(person):
    assert plain.comparable(prescribed(person)) == plain.Plan(person).expected()


@given(st.one_of(any_log, calm_log))
def test_any_log(log):
    answer = reviewed(log)
    assert (answer["actions"], answer["alert"]) == plain.review(log)


@given(treatable)
def test_the_same_input_gives_the_same_bytes(person):
    assert json.dumps(printed(person)) == json.dumps(printed(json.loads(json.dumps(person))))
