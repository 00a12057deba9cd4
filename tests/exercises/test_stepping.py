"""Where does an exercise go from here?"""

import pytest

from exercises import stepping
from exercises.library import load
from exercises.stepping import Rung

LIBRARY = load()
BOARD, FLOOR = {"variant": "board"}, {"variant": "no_board"}


def rung(level=1, top=3, sets=2, amount=10, **more):
    return Rung(level, top, sets, amount, **more)


@pytest.mark.parametrize(
    ("exercise", "action", "before", "after"),
    [
        ("bridge", "increase_dose", rung(amount=10), rung(amount=15)),
        ("bridge", "increase_dose", rung(amount=30), None),
        ("bridge", "increase_dose", rung(amount=10, sets=1), rung(amount=10)),
        ("dead-bug", "increase_dose", rung(amount=5), rung(amount=10)),
        ("balance", "increase_dose", rung(amount=10, **FLOOR), rung(amount=15, **FLOOR)),
        ("balance", "increase_dose", rung(amount=15, **FLOOR), None),
        # A primer stands beside its ladder and never grows.
        ("half-kneeling-quad-stretch", "increase_dose", rung(1, 1, 2, 15), None),
        ("half-kneeling-quad-stretch", "increase_dose", rung(1, 1, 2, 30), rung(1, 1, 3, 30)),
        ("bridge", "reduce_dose", rung(amount=30), rung(amount=20)),
        ("bridge", "reduce_dose", rung(amount=10), rung(amount=10, sets=1)),
        ("bridge", "reduce_dose", rung(amount=10, sets=1), None),
        ("lunge-hip-flexor-stretch", "reduce_dose", rung(1, 1, 2, 15), rung(1, 1, 1, 15)),
        ("bridge", "progress_level", rung(1, amount=30), rung(2, amount=10)),
        ("bridge", "progress_level", rung(1, 1, amount=30), None),
        ("bridge", "progress_level", rung(2, amount=30), None),
        (
            "bridge",
            "progress_level",
            rung(2, amount=30, owns=frozenset({"step"})),
            rung(3, amount=10, owns=frozenset({"step"})),
        ),
        ("balance", "progress_level", rung(2, 3, amount=15, **FLOOR), rung(3, 3, amount=10, **FLOOR)),
        ("balance", "progress_level", rung(2, 2, amount=15, **FLOOR), None),
        ("balance", "progress_level", rung(2, 2, amount=15, **BOARD), None),
        ("bridge", "regress_level", rung(2, amount=20), rung(1, amount=20)),
        ("bridge", "regress_level", rung(0, amount=20), rung(0, amount=15)),
        ("pigeon-stretch", "regress_level", rung(1, 1, 2, 30), rung(1, 1, 1, 30)),
        ("bridge", "restart_lower", rung(2, amount=20), rung(2, amount=15)),
        ("bridge", "restart_lower", rung(2, amount=10), rung(1, amount=10)),
        ("bridge", "restart_lower", rung(0, amount=10, sets=1), None),
    ],
)
def test_one_rung(exercise, action, before, after):
    assert stepping.STEPS[action](LIBRARY[exercise], before) == after


@pytest.mark.parametrize(
    ("exercise", "at", "full", "top"),
    [
        ("bridge", rung(1, amount=30), True, False),
        ("bridge", rung(1, amount=20), False, False),
        ("bridge", rung(2, amount=30), True, True),
        ("bridge", rung(1, 1, amount=30), True, True),
        ("balance", rung(2, 3, amount=15, **FLOOR), True, True),
        ("balance", rung(1, 3, amount=10, **FLOOR), False, False),
        ("half-kneeling-quad-stretch", rung(1, 1, 2, 15), True, True),
        ("half-kneeling-quad-stretch", rung(1, 1, 2, 30), False, True),
    ],
)
def test_where_a_ladder_ends(exercise, at, full, top):
    assert stepping.is_full(LIBRARY[exercise], at) is full
    assert stepping.is_top(LIBRARY[exercise], at) is top


def test_no_chain_of_steps_leaves_the_ladder():
    for exercise in LIBRARY.values():
        variants = {one.variant for one in exercise.levels}
        for variant in variants:
            numbers = [one.number for one in exercise.levels if one.variant == variant]
            at = Rung(numbers[0], numbers[-1], exercise.dose.sets, exercise.dose.steps[0], variant)
            for action in ("increase_dose", "progress_level", "regress_level", "restart_lower") * 8:
                at = stepping.STEPS[action](exercise, at) or at
                assert at.level in numbers
                assert at.amount in exercise.dose.steps
                assert 1 <= at.sets <= exercise.dose.sets
