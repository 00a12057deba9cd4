"""What holds for every plan, whoever comes?"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.facts import parse
from assessments.vocabulary import Condition, RedFlag
from exercises import library, protocols
from exercises.engine import prescribe
from exercises.engine.contraindications import contraindications
from tests.exercises.engine.people import anyone, measured, prescribed, treatable

pytestmark = pytest.mark.thorough
FLEXOR_STRETCHES = {each.id for each in library.load().values() if each.kind == "flexor_stretch"}
SUBSTITUTES = {to for row in protocols.load().adjustments for to in row.replace.values()}
everyone = st.one_of(anyone, treatable, measured)
ready = st.one_of(treatable, measured)


def given_exercises(plan):
    return {item["exercise"] for stage in plan["stages"] for item in stage["items"]} | set(plan["before_run"])


def days(plan):
    """Each day of the alternation: today as shown, and the day after."""
    today, tomorrow = list(plan["today"]), list(plan["today"])
    for entry in plan["alternate"]:
        if len(entry) == 2:
            tomorrow[tomorrow.index(entry[0])] = entry[1]
    return today, tomorrow


@given(everyone)
def test_nothing_is_prescribed_unless_ready(person):
    plan = prescribed(person)
    if plan["status"] == "ready":
        assert plan["today"]
    else:
        empty = ("stages", "today", "before_run", "before_run_items", "alternate", "left_out", "cautions")
        assert not any(plan[key] for key in empty)
        assert plan["presentation"] is plan["opens_through"] is None


@given(ready)
def test_the_order_of_stages_and_four_a_day(person):
    plan = prescribed(person)
    assume(plan["status"] == "ready")
    assert [stage["stage"] for stage in plan["stages"]] == ["inhibit", "glutes", "core", "balance"]
    opened = [stage["open"] for stage in plan["stages"]]
    assert opened == sorted(opened, reverse=True)
    order = [item["exercise"] for stage in plan["stages"] if stage["open"] for item in stage["items"]]
    for day in days(plan):
        assert len(day) <= 4
        assert sorted(day, key=order.index) == day
    assert all((stage["unlocks_when"] is None) == stage["open"] for stage in plan["stages"])


@given(ready)
def test_a_long_presentation_never_stretches_the_hip_flexors(person):
    plan = prescribed({**person, "posture": "sway_back"})
    assume(plan["presentation"] == "long")
    assert not given_exercises(plan) & (FLEXOR_STRETCHES | {"pigeon-stretch", "walking-lunge"})


@given(ready)
def test_no_exercise_for_whom_it_is_not_for(person):
    facts = parse(person)
    for exercise in given_exercises(prescribed(person)):
        assert not contraindications(facts, library.load()[exercise])


@given(ready)
def test_every_item_has_a_rule_a_source_and_two_sentences(person):
    plan = prescribe(parse(person), protocols.load(), library.load())
    for item in (*plan.items, *plan.before_run_items):
        assert item.rule
        assert item.basis.source
        assert item.basis.mark in {"article", "evidence", "default"}
        assert item.because_clinician
        assert item.because_patient
        assert "{" not in item.because_clinician + item.because_patient
        assert item.level <= item.max_level


@given(ready, st.sampled_from(list(RedFlag)))
def test_one_red_flag_more_prescribes_nothing(person, flag):
    person["screening"]["red_flags"] = [str(flag)]
    assert prescribed(person)["status"].startswith("refer_")


@given(ready, st.sampled_from(list(Condition)))
def test_one_condition_more_only_takes_away_or_substitutes(person, condition):
    before = prescribed(person)
    conditions = person["patient"].get("conditions") or []
    assume(condition not in conditions)
    after = prescribed(
        {**person, "patient": {**person["patient"], "conditions": [*conditions, str(condition)]}}
    )
    assert after["status"] == before["status"]
    _only_substitutes(before, after)


@given(ready, st.sampled_from([1, 12, 13, 42]))
def test_pregnancy_only_takes_away_or_substitutes(person, weeks):
    before = prescribed({**person, "patient": {**person["patient"], "pregnancy_weeks": None}})
    _only_substitutes(
        before, prescribed({**person, "patient": {**person["patient"], "pregnancy_weeks": weeks}})
    )


@given(
    ready,
    st.sampled_from(["replacement_anterior", "replacement_posterior", "arthroscopy", "other"]),
    st.booleans(),
)
def test_surgery_only_takes_away_or_substitutes(person, kind, cleared):
    surgery = {"kind": kind, "weeks_ago": 20, "surgeon_cleared": True, "extension_cleared": cleared}
    before = prescribed({**person, "patient": {**person["patient"], "surgery": None}})
    _only_substitutes(before, prescribed({**person, "patient": {**person["patient"], "surgery": surgery}}))


def _only_substitutes(before, after):
    for old, new in zip(before["stages"], after["stages"], strict=True):
        had = {item["exercise"] for item in old["items"]}
        has = {item["exercise"] for item in new["items"]}
        assert has - had <= SUBSTITUTES
        assert len(has - had) <= len(had - has)
    assert set(after["before_run"]) <= set(before["before_run"])


@pytest.mark.parametrize("side", ["left", "right"])
@given(person=ready)
def test_the_other_side_never_decides_the_focus(person, side):
    plan = prescribed(person)
    short = {each["side"] for each in plan["findings"]}
    for stage in plan["stages"]:
        for item in stage["items"]:
            assert (side in item["focus"]) == (stage["stage"] == "inhibit" and side in short)
