"""How is a dose said to a person on the floor? In rounds, seconds and sides, never in symbols."""

import pytest

from exercises import wording
from exercises.models import Item


def an_item(exercise="bridge", **fields):
    given = {"level": 1, "max_level": 3, "sides": "midline", "sets": 2, "times_per_day": 1, "when": "any"}
    return Item(exercise=exercise, reason={"patient": {"text": ""}}, **{**given, **fields})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reps": 10}, "2 rounds of 10 times"),
        ({"reps": 30, "times_per_day": 2}, "2 rounds of 30 times, twice a day"),
        ({"reps": 5, "sides": "alternating"}, "2 rounds of 5 times, right and left count as one"),
        ({"reps": 10, "sides": "both"}, "2 rounds of 10 times each side"),
        ({"hold_s": 15, "sides": "both"}, "2 rounds of 15 seconds each side"),
        ({"hold_s": 15, "sides": "both", "sets": 1}, "1 round of 15 seconds each side"),
        ({"hold_s": 15, "hold_max_s": 20, "sides": "both"}, "2 rounds of 15 to 20 seconds each side"),
        (
            {"hold_s": 30, "sides": "both", "times_per_day": 2},
            "2 rounds of 30 seconds each side, twice a day",
        ),
        ({"distance_m": 10}, "10 metres, once"),
    ],
)
def test_a_dose_in_words(fields, said):
    assert wording.dose(an_item(**fields)) == said


@pytest.mark.parametrize(
    ("sides", "focus", "said"),
    [
        ("both", ["right"], "Right side first"),
        ("both", ["left"], "Left side first"),
        ("both", ["right", "left"], "Both sides alike"),
        ("both", [], "Both sides alike"),
        ("midline", [], ""),
        ("alternating", [], ""),
    ],
)
def test_which_side_first(sides, focus, said):
    assert wording.sides(an_item(sides=sides, focus=focus)) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("any", ""),
        ("before_run", "Before each run"),
        ("later_in_day", "Not before a run: later the same day"),
    ],
)
def test_when_in_the_day(when, said):
    assert wording.when(an_item(when=when)) == said


def test_both_sides_take_twice_as_long():
    one = wording.minutes([an_item(hold_s=120, sides="midline")])
    both = wording.minutes([an_item(hold_s=120, sides="both")])
    assert both == one + 4


def test_nothing_takes_less_than_a_minute():
    assert wording.minutes([an_item(hold_s=1, sets=1)]) == 1


@pytest.mark.parametrize(("equipment", "variant"), [(["wobble_board"], "board"), ([], "no_board")])
def test_balance_has_two_ladders(equipment, variant):
    assert wording.variant_of(an_item("balance", equipment=equipment)) == variant
    assert wording.variant_of(an_item(equipment=equipment)) is None
