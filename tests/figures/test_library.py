"""Has every exercise, every level and every test its drawing, in words that fit?"""

import tomllib

from clinic.figures.anatomy import MUSCLES
from exercises.library import EXERCISE_IDS, FOLDER

from .conftest import LIBRARY, TESTS

WANTED_TESTS = {
    "thomas-test": {"set-up", "hip-angle", "knee-angle", "tape"},
    "posture": {"neutral", "lordotic", "sway-back", "flat-back"},
    "balance-and-glutes": {
        "single-leg-stance", "trendelenburg-held", "trendelenburg-dropped", "single-leg-bridge",
    },
    "core": {"active-straight-leg-raise", "dead-bug", "prone-bridge", "side-bridge", "double-leg-lowering"},
    "control": {"sahrmann", "pressure-cuff"},
    "strength": {"hip-flexor"},
}  # fmt: skip


def levels(identity):
    data = tomllib.loads((FOLDER / f"{identity}.toml").read_text(encoding="utf-8"))
    return {(level["number"], level.get("variant")) for level in data["level"]}


def test_every_exercise_and_level_has_a_figure():
    missing = {(one, *key) for one in EXERCISE_IDS for key in levels(one) - set(LIBRARY.get(one, {}))}
    assert missing == set()


def test_every_drawing_of_the_library_belongs_to_an_exercise():
    assert set(LIBRARY) == set(EXERCISE_IDS)


def test_every_test_is_drawn():
    drawn = {name: {variant for _, variant in file} for name, file in TESTS.items()}
    assert drawn == WANTED_TESTS


def test_tints_are_muscles_the_body_has(figure):
    assert {tint.muscle for tint in figure.tints} <= set(MUSCLES)
    assert {tint.does for tint in figure.tints} <= {"works", "stretches"}


def test_stretched_and_working_muscles_are_those_of_the_exercise(figure):
    path = FOLDER / f"{figure.id}.toml"
    if not path.exists():
        return
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {
        "stretches": set(text["stretches"]),
        "works": set(text["works"]) | {"gluteus_maximus", "iliopsoas"},
    }
    for tint in figure.tints:
        assert tint.muscle in known[tint.does], f"{tint.muscle} {tint.does}"


def test_a_repetition_takes_as_long_as_the_exercise_says(figure):
    path = FOLDER / f"{figure.id}.toml"
    seconds = (
        tomllib.loads(path.read_text(encoding="utf-8")).get("seconds_per_rep") if path.exists() else None
    )
    if seconds is not None:
        assert abs(figure.round_s - seconds) <= 0.2
