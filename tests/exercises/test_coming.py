"""What is still missing until the next stage, and until the dose grows?"""

import pytest

from exercises import protocols
from exercises.coming import Missing, for_more_dose, for_next_stage
from exercises.progress import said_of_stage, streak

CLEAN = {"pain": 1, "effort": 3, "completed": True}
HARD = {"pain": 1, "effort": 9, "completed": True}


def log(**changed):
    whole = {
        "ask": "stage",
        "presentation": "short",
        "open_through": "glutes",
        "days_in_stage": 7,
        "sessions_in_stage": 5,
        "adherence_14d": 0.7,
        "baseline_pain": 2,
        "sessions": [CLEAN, CLEAN],
    }
    return whole | changed


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, Missing(0, 0, 0, more_often=False)),
        ({"days_in_stage": 6}, Missing(1, 0, 0, more_often=False)),
        ({"sessions_in_stage": 3}, Missing(0, 2, 0, more_often=False)),
        ({"sessions": [CLEAN, HARD]}, Missing(0, 0, 2, more_often=False)),
        ({"sessions": [HARD, CLEAN]}, Missing(0, 0, 1, more_often=False)),
        ({"adherence_14d": 0.69}, Missing(0, 0, 0, more_often=True)),
        ({"open_through": "core"}, Missing(0, 1, 0, more_often=False)),
        (
            {"presentation": "tone", "open_through": "inhibit", "days_in_stage": 0},
            Missing(0, 0, 0, more_often=False),
        ),
        ({"open_through": "balance"}, None),
    ],
)
def test_what_the_next_stage_takes(changed, missing):
    assert for_next_stage(log(**changed), protocols.load()) == missing


@pytest.mark.parametrize(
    ("sessions", "full", "more"),
    [([], False, 2), ([CLEAN], False, 1), ([HARD], False, 2), ([CLEAN], True, None)],
)
def test_what_more_dose_takes(sessions, full, more):
    assert for_more_dose(log(ask="dose", sessions=sessions, at_article_dose=full), protocols.load()) == more


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (Missing(0, 2, 2, more_often=False), "2 more practices that go well until “Balance” opens."),
        (Missing(0, 0, 1, more_often=False), "1 more practice that goes well until “Balance” opens."),
        (Missing(3, 4, 1, more_often=False), "4 more practices and 3 more days until “Balance” opens."),
        (Missing(0, 0, 0, more_often=False), "Balance may open soon"),
    ],
)
def test_in_plain_words(missing, said):
    assert said in said_of_stage("Balance", missing, is_asked=False)


def test_a_streak_does_not_end_while_today_lasts():
    from datetime import date, timedelta

    today = date(2026, 11, 22)
    days = [today - timedelta(days=n) for n in (1, 2, 3, 5)]
    assert streak(days, today) == 3
    assert streak([*days, today, today], today) == 4
    assert streak(days, today + timedelta(days=1)) == 0
