"""Do the drawings show what their cues say: a straight line, a knee over its ankle, a level thigh?"""

from math import atan2, degrees

import pytest

from clinic.figures.contacts import heights
from clinic.figures.marks import joint

from .conftest import FIGURES


def named(identity, level=1, variant=None):
    return next(f for f in FIGURES if f.id == identity and f.key == (level, variant))


def sagittal_angle(frames, a, middle, b):
    """The angle at the middle joint, seen from the side."""
    (ax, ay, _), (mx, my, _), (bx, by, _) = (joint(name, frames) for name in (a, middle, b))
    return abs((degrees(atan2(ay - my, ax - mx) - atan2(by - my, bx - mx)) + 180) % 360 - 180)


@pytest.mark.parametrize("key", [(1, None), (2, None), (3, None), (3, "weight")])
def test_the_bridge_is_straight_from_shoulder_to_knee(key):
    frames = named("bridge", *key).pose("top").solved.frames
    assert sagittal_angle(frames, "right_shoulder", "right_hip", "right_knee") > 175


def test_the_thighs_are_side_by_side_in_the_single_leg_bridge():
    angles = named("bridge", 2).pose("top").solved.angles
    assert abs(angles["right hip.bend"] - angles["left hip.bend"]) < 4


@pytest.mark.parametrize(
    ("identity", "pose", "side"),
    [
        ("lunge-hip-flexor-stretch", "press", "left"),
        ("lunge-hip-flexor-stretch", "fold", "left"),
        ("half-kneeling-quad-stretch", "press", "left"),
        ("walking-lunge", "left step", "left"),
        ("walking-lunge", "right step", "right"),
    ],
)
def test_the_front_knee_stays_above_its_ankle_or_behind(identity, pose, side):
    frames = named(identity).pose(pose).solved.frames
    assert joint(f"{side}_knee", frames)[0] <= joint(f"{side}_ankle", frames)[0] + 1.0


def test_the_back_knee_of_the_walking_lunge_stays_well_off_the_ground():
    frames = named("walking-lunge").pose("left step").solved.frames
    assert joint("right_knee", frames)[1] > 10


def test_the_pigeons_shin_crosses_the_middle_of_the_body():
    for pose in ("cross", "fold"):
        frames = named("pigeon-stretch").pose(pose).solved.frames
        assert joint("right_knee", frames)[2] > 5 > -5 > joint("right_ankle", frames)[2]


@pytest.mark.parametrize(
    ("identity", "key"), [("dead-bug", (1, None)), ("dead-bug", (2, None)), ("core", (1, "dead-bug"))]
)
@pytest.mark.parametrize(("arm", "leg"), [("right", "left"), ("left", "right")])
def test_the_dead_bug_moves_the_opposite_arm_and_leg(identity, key, arm, leg):
    angles = named(identity, *key).pose(arm).solved.angles
    assert angles[f"{leg} hip.bend"] < 20 < 85 < angles[f"{arm} hip.bend"]
    assert angles[f"{arm} shoulder.bend"] > 150 > 100 > angles[f"{leg} shoulder.bend"]


def test_the_resting_arm_of_the_dead_bug_presses_the_thigh_that_stays():
    for level in (1, 2):
        for pose, hand, thigh in (("right", "left", "right"), ("left", "right", "left")):
            assert (
                named("dead-bug", level).pose(pose).solved.posture.limbs[f"{hand}_arm"].on == f"{thigh}_thigh"
            )


def test_the_marching_thigh_is_never_above_the_hip():
    frames = named("hip-flexor-march").pose("right").solved.frames
    assert joint("right_knee", frames)[1] <= joint("right_hip", frames)[1] + 0.5


def test_the_side_lying_leg_is_no_higher_than_the_top_shoulder():
    frames = named("side-lying-glute-lift").pose("up").solved.frames
    assert joint("right_ankle", frames)[1] <= joint("right_shoulder", frames)[1] + 3


@pytest.mark.parametrize(
    ("key", "pose"),
    [
        ((0, "no_board"), "one"),
        ((1, "no_board"), "one"),
        ((2, "no_board"), "arms"),
        ((3, "no_board"), "closed"),
        ((2, "board"), "one"),
    ],
)
def test_the_lifted_foot_is_just_clear_of_the_floor(key, pose):
    found = heights(named("balance", *key).pose(pose).solved.frames)
    assert 1.5 < min(found[f"left {part}"] for part in ("heel", "ball", "toes")) < 7


def test_the_side_bridge_is_on_the_side_it_is_named_after():
    frames = named("core", 1, "side-bridge").pose("hold").solved.frames
    assert joint("right_shoulder", frames)[1] < joint("left_shoulder", frames)[1] - 10


def test_the_held_pelvis_rises_on_the_lifted_side():
    frames = named("balance-and-glutes", 1, "trendelenburg-held").poses[0].solved.frames
    assert joint("left_hip", frames)[1] > joint("right_hip", frames)[1]


def test_the_dropped_pelvis_drops_on_the_lifted_side():
    frames = named("balance-and-glutes", 1, "trendelenburg-dropped").poses[0].solved.frames
    assert joint("left_hip", frames)[1] < joint("right_hip", frames)[1] - 1


def test_the_thomas_drawings_show_a_plus_above_level():
    frames = named("thomas-test", 1, "hip-angle").poses[0].solved.frames
    assert joint("right_knee", frames)[1] > joint("right_hip", frames)[1]
