"""Which circumstances of a person does the library's own list see? The last that does not count, and the first."""

import pytest

from assessments.facts import parse
from exercises.engine.contraindications import circumstances
from tests.exercises.engine.people import CLEARED, assessment, thomas


def operated(kind, **more):
    return {"patient__surgery": CLEARED | {"kind": kind, **more}}


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({}, set()),
        ({"patient__conditions": ["vertigo", "labral_tear"]}, {"vertigo", "labral_tear"}),
        ({"patient__pregnancy_weeks": 12}, set()),
        ({"patient__pregnancy_weeks": 13}, {"pregnant_13_weeks"}),
        ({"thomas__left": thomas(pain=3)}, set()),
        ({"thomas__left": thomas(pain=4)}, {"pain_in_thomas_test"}),
        ({"balance__single_leg_stance_s": {"left": 5, "right": 30}}, set()),
        ({"balance__single_leg_stance_s": {"left": 4.9, "right": 30}}, {"unsteady"}),
        (operated("other"), set()),
        (operated("arthroscopy", extension_cleared=False), {"extension_not_cleared"}),
        (operated("replacement_anterior"), {"any_hip_replacement"}),
        (operated("replacement_posterior"), {"any_hip_replacement", "posterior_hip_replacement"}),
    ],
)
def test_what_is_seen(changes, seen):
    assert circumstances(parse(assessment(**changes))) == seen
