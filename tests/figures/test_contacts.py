"""Do bodies keep to what bodies can do: joints within limits, contacts that hold, nothing that floats or sinks?"""

from clinic.figures.contacts import heights, planted, slid
from clinic.figures.loading import problems

SLIDE_ALLOWED = 0.6  # percent of body height: a centimetre
SINK_ALLOWED = 0.8
FLOAT_ALLOWED = 0.6


def surfaces(figure):
    """The heights of everything in the room a body can lie, sit or stand on."""
    return [0.0, *(prop["box"][3] for prop in figure.props if "box" in prop)]


def test_joints_stay_within_their_limits_on_the_way_too(figure):
    for clock, solved, _ in figure.moments:
        assert [f"{clock:.1f} s: {problem}" for problem in problems(solved) if "misses" not in problem] == []


def test_what_is_planted_in_two_poses_does_not_slide_between_them(figure):
    for start, end, on_the_way in changes(figure):
        for side, part in planted(start, end):
            furthest = max((slid(part, side, start, moment) for moment in on_the_way), default=0.0)
            assert furthest <= SLIDE_ALLOWED, f"{side} {part} slides {furthest:.2f}"


def changes(figure):
    """Each change of pose: its two ends and the moments between."""
    keys = [pose.solved for pose in figure.poses]
    found, start = [], None
    for _, solved, _ in figure.moments:
        if any(solved is key for key in keys):
            if start is not None and solved is not start[0]:
                found.append((start[0], solved, start[1]))
            start = (solved, [])
        else:
            start[1].append(solved)
    return found


def test_nothing_sinks_into_the_floor(figure):
    for clock, solved, _ in figure.moments:
        low = {part: round(high, 1) for part, high in heights(solved.frames).items() if high < -SINK_ALLOWED}
        assert low == {}, f"at {clock:.1f} s"


def test_every_moment_rests_on_something(figure):
    for clock, solved, _ in figure.moments:
        gaps = [abs(high - top) for high in heights(solved.frames).values() for top in surfaces(figure)]
        assert min(gaps) <= FLOAT_ALLOWED, f"floats at {clock:.1f} s"


def test_who_lies_on_the_back_lies_with_trunk_and_head(figure):
    for pose in figure.poses:
        posture = pose.solved.posture
        if posture.anchor.part in ("trunk", "back") and posture.pelvis[0] > 45:
            surface = posture.anchor.at[1]
            trunk = min(
                high for part, high in heights(pose.solved.frames).items() if part[:6] in ("thorax", "pelvis")
            )
            assert abs(trunk - surface) <= FLOAT_ALLOWED, f"{pose.name}: trunk {trunk - surface:+.1f}"
            assert posture.head.rest is not None, f"{pose.name}: the head rests on nothing"
            assert abs(heights(pose.solved.frames)["head"] - posture.head.rest) <= FLOAT_ALLOWED, pose.name
