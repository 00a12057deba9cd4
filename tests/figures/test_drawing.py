"""Is every drawing clean SVG that a strict page accepts, and does its mirror image name the right side?"""

import gzip
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache

import pytest

from clinic.figures import alt_text, animated, spoken, still, strip, thumbnail, title
from clinic.figures.sheet import sheet

SVG = "{http://www.w3.org/2000/svg}"
MOVING_KB, STILL_KB = 15, 6  # compressed: what a phone on a poor line can wait for
ALLOWED = {"svg", "title", "desc", "g", "path", "circle", "text", "animate", "animateTransform"}


@cache
def drawings(figure):
    """Every rendering of a figure, parsed."""
    drawn = [thumbnail(figure), still(figure, "left", "dark"), *strip(figure, "left")]
    return [ET.fromstring(drawing) for drawing in drawn] + list(moving(figure))


@cache
def moving(figure):
    return [ET.fromstring(animated(figure, side)) for side in ("right", "left")]


def test_every_drawing_is_well_formed_and_named(figure):
    """But for the small one of a list, which says nothing: its name stands beside it."""
    small, *others = drawings(figure)
    assert (small.tag, small.find(f"{SVG}title")) == (f"{SVG}svg", None)
    for root in others:
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text


def test_every_drawing_is_small_enough_for_a_phone(figure):
    for side in ("right", "left"):
        assert weight(animated(figure, side)) < MOVING_KB
        for drawing in (still(figure, side), *strip(figure, side)):
            assert weight(drawing) < STILL_KB


def weight(drawing):
    return len(gzip.compress(drawing.encode())) / 1024


def test_no_drawing_holds_what_a_strict_page_refuses(figure):
    for drawing in drawings(figure):
        for element in drawing.iter():
            assert element.tag.removeprefix(SVG) in ALLOWED
            assert not {"id", "style", "href", "onload"} & set(element.attrib)


def test_an_animation_closes_its_round_and_its_lists_agree(figure):
    for part in moving(figure)[0].iter(f"{SVG}animate"):
        times = [float(t) for t in part.get("keyTimes").split(";")]
        values = part.get("values").split(";")
        assert len(times) == len(values)
        assert times == sorted(times)
        assert (times[0], times[-1]) == (0.0, 1.0)
        if "keySplines" in part.attrib:
            splines = [spline.split() for spline in part.get("keySplines").split(";")]
            assert len(splines) == len(times) - 1
            assert all(len(spline) == 4 and 0 <= float(n) <= 1 for spline in splines for n in spline)
        if part.get("attributeName") == "d" and not figure.travel:
            assert values[0] == values[-1]


def test_all_moments_of_a_part_are_drawn_with_the_same_strokes(figure):
    for part in moving(figure)[0].iter(f"{SVG}animate"):
        if part.get("attributeName") == "d":
            strokes = {"".join(c for c in value if c.isalpha()) for value in part.get("values").split(";")}
            assert len(strokes) == 1


def test_the_strip_has_two_to_four_frames_where_something_moves(figure):
    assert (2 if figure.moves else 1) <= len(strip(figure)) <= 4


def test_the_mirror_image_swaps_the_sides_words(figure):
    for say in (title, alt_text, spoken):
        right, left = (say(figure, side).replace("right angle", "square") for side in ("right", "left"))
        swapped = re.sub(r"\bright\b", "\0", right)
        swapped = re.sub(r"\bleft\b", "right", swapped).replace("\0", "left")
        assert left in (swapped, right)
        assert "{" not in right
        if figure.sided and say is title:
            assert right != left


def test_the_mirror_image_shows_the_other_letter(any_figure):
    assert ">R</text>" in still(any_figure, "right")
    assert ">L</text>" in still(any_figure, "left")


def test_the_mirror_image_is_the_mirror_image(any_figure):
    at = [
        float(re.search(r'<circle cx="(\d+)"', still(any_figure, side)).group(1))
        for side in ("right", "left")
    ]
    assert abs(sum(at) - 640) <= 1


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_each_theme_has_its_own_colours(any_figure, theme):
    others = {still(any_figure, theme=name) for name in ("light", "dark", "print") if name != theme}
    assert still(any_figure, theme=theme) not in others


def test_print_is_black_and_grey(figure):
    for drawing in strip(figure):
        for element in ET.fromstring(drawing).iter():
            for colour in (element.get("fill"), element.get("stroke")):
                if colour and colour.startswith("#"):
                    digits = colour[1:] * (2 if len(colour) == 4 else 1)
                    assert len({digits[i : i + 2] for i in (0, 2, 4)}) == 1 or len(set(digits)) == 1


def test_every_pose_says_something_or_repeats_an_earlier_one(figure):
    assert figure.poses[0].says
    assert len(spoken(figure)) > 30 or not figure.moves


def test_the_sheet_shows_every_figure(any_figure):
    page = sheet({"One": {"bridge": {any_figure.key: any_figure}}})
    assert page.count("<svg") == 3 + 2 + 2 * len(any_figure.poses) + 2 * len(any_figure.strip_poses)


def test_the_module_needs_nothing_but_python():
    code = "import sys; sys.modules['django'] = None; import clinic.figures.sheet; print('fine')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "fine", done.stderr
