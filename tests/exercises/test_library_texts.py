"""Does the library hold every exercise of the contract, and does a mistake in one stop the start and name its place?"""

import shutil

import pytest

from exercises import library
from exercises.library import EXERCISE_IDS, LibraryError


def test_every_exercise_of_the_contract_is_there():
    assert list(library.load()) == list(EXERCISE_IDS)
    assert len(EXERCISE_IDS) == 17


@pytest.mark.parametrize("exercise", library.load().values(), ids=lambda each: each.id)
def test_each_says_what_it_must(exercise):
    for text in (
        exercise.name,
        exercise.aim_patient,
        exercise.aim_clinician,
        exercise.felt,
        *exercise.stop_if,
    ):
        assert text
    assert exercise.sources
    for level in exercise.levels:
        roles = [step.role for step in level.steps]
        assert roles[0] == "set_up"
        assert "move" in roles


def test_both_ladders_of_balance():
    balance = library.load()["balance"]
    assert balance.level(0, "board").equipment == ("wobble_board",)
    assert balance.level(0, "no_board").equipment == ()
    assert library.load()["bridge"].level(2).number == 2


@pytest.fixture
def folder(tmp_path):
    for file in library.exercise_files():
        shutil.copy(file, tmp_path)
    return tmp_path


def test_a_copy_loads(folder):
    assert library.load(folder) == library.load()


def test_a_missing_exercise(folder):
    (folder / "pigeon-stretch.toml").unlink()
    with pytest.raises(LibraryError, match=r"pigeon-stretch\.toml: id: this exercise is missing"):
        library.load(folder)


def test_an_exercise_nobody_knows(folder):
    text = (folder / "bridge.toml").read_text().replace('id = "bridge"', 'id = "plank"')
    (folder / "plank.toml").write_text(text)
    with pytest.raises(LibraryError, match="'plank' is not an exercise of the contract"):
        library.load(folder)


MISTAKES = [
    ('id = "bridge"', 'id = "balance"', "must be the file's name"),
    ('origin = "article"', 'origin = "substitute"', "does not agree with the contract's list"),
    ('kind = "strength"', 'kind = "strenght"', "kind: 'strenght' is not known here"),
    ('sides = "midline"', 'sides = "middle"', "sides: 'middle' is not known here"),
    ("rest_s = 45", "rest_s = ", "Invalid value"),
    ("rest_s = 45", "rest = 45", "rest_s: is missing"),
    ("rest_s = 45", 'rest_s = "45"', "rest_s: must be int"),
    ("rest_s = 45", "rest_s = 45\nrset_s = 4", "rset_s: is not known here"),
    ("seconds_per_rep = 4", "", "repetitions take time"),
    ('name.en = "Bridge"', 'name.de = "Brücke"', "name.en: is missing"),
    ('when = "pregnant_13_weeks"', 'when = "pregnant"', "'pregnant' is not known here"),
    ('"gluteus_maximus"', '"glutes"', "'glutes' is not known here"),
    ("steps = [10, 15, 20, 30]", "steps = [10, 20, 15, 30]", "dose.steps: must go up"),
    ("steps = [10, 15, 20, 30]", "steps = [10, 15, 20]", "dose.full: is off the ladder"),
    ("full = 30", "full = 20", "dose.steps: go on past the full dose"),
    ("number = 2", "number = 4", "numbers must start at 0 or 1 and leave no gap"),
    ('role = "set_up"', 'role = "start"', "'start' is not known here"),
    ('equipment = ["step", "weight"]', 'equipment = ["bench"]', "'bench' is not known here"),
    ('mark = "article"', 'mark = "story"', "'story' is not known here"),
]


@pytest.mark.parametrize(("right", "wrong", "reason"), MISTAKES)
def test_a_mistake_names_its_place(right, wrong, reason, folder):
    file = folder / "bridge.toml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(LibraryError, match=r"bridge\.toml: ") as raised:
        library.load(folder)
    assert reason in str(raised.value)
