"""Does a figure that cannot be drawn say which file, which pose and what is wrong?"""

import pytest

from clinic.figures import FigureError, load

STANDING = """
[[figure]]
name.en = "Standing"
alt.en = "A person stands."
[[figure.pose]]
name = "stand"
says.en = "Stand."
anchor = { part = "pelvis", at = [0, 52.6, 0] }
right_leg = { foot = [0, 5] }
left_leg = { foot = [0, -5] }
right_arm = { shoulder = 0 }
left_arm = { shoulder = 0 }
"""


def refused(tmp_path, text):
    path = tmp_path / "someone.poses.toml"
    path.write_text(text)
    with pytest.raises(FigureError) as error:
        load(path)
    return str(error.value)


def test_a_good_file_loads(tmp_path):
    path = tmp_path / "someone.poses.toml"
    path.write_text(STANDING)
    assert set(load(path)) == {(1, None)}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("right_leg = { foot = [0, 5] }", "right_leg = { knee = -20 }", ["right knee.bend", "-20 degrees"]),
        ("right_leg = { foot = [0, 5] }", "right_leg = { hip = 170 }", ["right hip.bend"]),
        ("right_arm = { shoulder = 0 }", "right_arm = { elbow = 170 }", ["right elbow.bend"]),
        ("left_leg = { foot = [0, -5] }", "left_leg = { foot = [40, -5] }", ["left_leg misses its place"]),
        ("left_leg = { foot = [0, -5] }", "left_leg = { foot = [0, -5], kne = 3 }", ["unknown key 'kne'"]),
        ('says.en = "Stand."', "wobble = 1", ["unknown key 'wobble'"]),
        ("left_arm = { shoulder = 0 }", "", ["left_arm"]),
    ],
)
def test_what_a_body_cannot_do_is_refused_by_name(tmp_path, before, after, words):
    message = refused(tmp_path, STANDING.replace(before, after))
    assert all(word in message for word in ["someone.poses.toml", "'stand'", *words]), message


def test_a_level_drawn_twice_is_refused(tmp_path):
    assert "drawn twice" in refused(tmp_path, STANDING + STANDING)


def test_an_unknown_muscle_view_or_pose_is_refused(tmp_path):
    for line, word in (('tints = [["biceps", "right", "works"]]', "biceps"), ('still = "sit"', "sit")):
        assert word in refused(tmp_path, STANDING.replace("[[figure.pose]]", line + "\n[[figure.pose]]"))
