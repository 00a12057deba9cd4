"""Does a mistake in the thresholds stop the start, and name its place?"""

import pytest

from assessments import sources, thresholds
from assessments.data import DataError

TEXT = thresholds.FILE.read_text(encoding="utf-8")
MISTAKES = [
    ("above = 0\n", "abvoe = 0\n", "observation[hip_angle].band[0].abvoe: is not known here"),
    ("above = 0\n", "above = 0\nbelow = 60\n", "a band has one bound"),
    ("at_least = -10\n", "", "can never be reached"),
    ("at_most = 2\n", "at_most = 1\n", "observation[sahrmann_level].band[1]: can never be reached"),
    ("below = 60\n", "below = 20\n", "can never be reached"),
    ('id = "hip_angle"', 'id = "hip_angel"', "'hip_angel' is not known"),
    ('id = "knee_flexion"', 'id = "hip_angle"', "must be there once"),
    ('mark = "evidence"', 'mark = "rumour"', "is not article, evidence or default"),
    ('source = ["8"]\n', "source = []\n", "source: is missing"),
    ('source = ["8"]\n', 'source = ["99"]\n', "'99' is not in sources.toml"),
    ('patient.en = "The front of your {side} hip may be short."\n', "", "patient: is missing"),
    ('clinician.en = "Core control poor."', 'clinician.en = " "', "is empty"),
    ("poor_from_supporting_poor = 2", "poor_from_supporting_poor = 1", "can never be reached"),
    ('supporting = ["prone_bridge",', 'supporting = ["sahrmann_level",', "decisive or supporting, not both"),
    ("repeatable_deg = 5", 'repeatable_deg = "5"', "must be int or float"),
    ("hip_deg = 10", "hip_deg = true", "must be int or float"),
    ("above = 0\n", "above = \n", ", column 9: Invalid value"),
    (
        "{value}° with the pelvis",
        "{degrees}° with the pelvis",
        "clinician: asks for a value it cannot have: degrees",
    ),
    ("under the {limit}°", "under the {limit°", "change.within_error.clinician: has a brace by itself"),
    (
        "under the {limit}°",
        "on the {side}",
        "change.within_error.clinician: asks for a value it cannot have: side",
    ),
    ('"tape", "inclinometer"]', '"tape", "ruler"]', "unknown instrument"),
]


@pytest.mark.parametrize(("right", "wrong", "reason"), MISTAKES)
def test_a_mistake_names_its_place(right, wrong, reason, tmp_path):
    assert right in TEXT
    file = tmp_path / "thresholds.toml"
    file.write_text(TEXT.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataError, match=r"thresholds\.toml: ") as raised:
        thresholds.load(file)
    assert reason in str(raised.value)


def test_the_last_band_catches_the_rest(tmp_path):
    file = tmp_path / "thresholds.toml"
    head, tail = TEXT.split('[[observation]]\nid = "knee_flexion"')
    cut = head.rsplit("[[observation.band]]", 1)[0]
    file.write_text(cut + '[[observation]]\nid = "knee_flexion"' + tail, encoding="utf-8")
    with pytest.raises(DataError, match="no bound, or some values read as nothing"):
        thresholds.load(file)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[source]]\nid = "1"', r"sources\.toml: source\[0\]\.cite: is missing"),
        ('[[source]]\ncite = "x"', r"sources\.toml: source\[0\]\.id: is missing"),
        ("[[source", r"sources\.toml: .*: "),
    ],
)
def test_a_mistake_in_the_sources(text, reason):
    with pytest.raises(DataError, match=reason), sources.citing(text):
        pass
