"""Does the engine agree with the second writing on every point of the grid? Slow: some sixty thousand people."""

from itertools import combinations, product

import pytest

from assessments.vocabulary import Condition
from tests.exercises.engine import plain
from tests.exercises.engine.people import CLEARED, assessment, prescribed, thomas
from tests.exercises.engine.test_always import FLEXOR_STRETCHES, given_exercises

pytestmark = pytest.mark.slow
CONDITIONS = [str(condition) for condition in Condition]
SINGLES = [[], *([condition] for condition in CONDITIONS)]
PAIRS = [*SINGLES, *(list(pair) for pair in combinations(CONDITIONS, 2))]
OPENINGS = [None, "inhibit", "glutes", "core", "balance"]
FINDINGS = {
    "iliopsoas": {"thomas__right": thomas(8)},
    "quad": {"thomas__left": thomas(-11, knee_flexion_deg=58)},
    "tfl, the other hip very mobile": {"thomas__left": thomas(-20, j_sign=True)},
    "all three": {"thomas__right": thomas(8, knee_flexion_deg=58, abduction_deg=20)},
    "tone": {"core__overall": "poor"},
    "tone, glutes poor": {"core__overall": "poor", "glutes__overall": "poor"},
    "long": {"posture": "sway_back"},
    "long, quad, strong": {
        "posture": "flat_back",
        "thomas__left": thomas(-11, knee_flexion_deg=58),
        "hip_flexor_strength": {"left": 5, "right": 5},
    },
    "glutes": {"glutes__overall": "poor", "core__overall": "fair"},
    "nothing": {},
    "contradiction": {"posture": "sway_back", "thomas__right": thomas(8)},
}
SURGERIES = [
    None,
    *(
        {**CLEARED, "kind": kind, "extension_cleared": cleared}
        for kind in ("replacement_anterior", "replacement_posterior", "arthroscopy")
        for cleared in (True, False)
    ),
]


def check(person):
    plan = prescribed(person)
    assert plain.comparable(plan) == plain.Plan(person).expected()
    if plan["presentation"] == "long":
        assert not given_exercises(plan) & (FLEXOR_STRETCHES | {"pigeon-stretch"})


@pytest.mark.parametrize("found", FINDINGS.values(), ids=FINDINGS)
def test_every_pair_of_conditions_at_every_opening(found):
    for conditions, opening, weeks in product(PAIRS, OPENINGS, (None, 13)):
        check(
            assessment(
                **found, patient__conditions=conditions, patient__pregnancy_weeks=weeks, open_through=opening
            )
        )


@pytest.mark.parametrize("found", FINDINGS.values(), ids=FINDINGS)
def test_every_condition_with_surgery_pregnancy_stance_and_running(found):
    for conditions, surgery, weeks, stance, activities in product(
        SINGLES, SURGERIES, (None, 12, 13), (None, 3, 7, 30), ([], ["runner"])
    ):
        person = assessment(
            **found,
            patient__conditions=conditions,
            patient__surgery=surgery,
            patient__pregnancy_weeks=weeks,
            patient__activities=activities,
            patient__equipment=["wobble_board"],
            balance__single_leg_stance_s={"left": 30, "right": stance},
        )
        check({**person, "open_through": "balance"})


@pytest.mark.parametrize("found", FINDINGS.values(), ids=FINDINGS)
def test_every_age_pain_and_grade(found):
    for age, pain, grade, stance in product((14, 15, 16, 30, 64, 65), range(11), range(6), (4, 9, 10)):
        check(
            assessment(
                **{"hip_flexor_strength": {"left": grade, "right": 5}, **found},
                patient__age=age,
                screening__pain_at_rest=pain,
                balance__single_leg_stance_s={"left": stance, "right": 30},
            )
        )
