"""Does every page keep to the stylesheets: no class they do not know, no style of its own, and all of it light?"""

import re
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parent.parent
STYLESHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
# E-mails carry their styles with them: no mail program fetches a stylesheet.
PAGES = [one for one in sorted((ROOT / "templates").rglob("*.html")) if "emails" not in one.parts]
AT_MOST = 9 * 1024
# Only the pages that need them fetch these.
ALONE = {
    "practice.css": 2 * 1024,
    "record.css": 3 * 1024,
    "charts.css": 1024,
    "telling.css": 512,
    "deciding.css": 1024,
    "story.css": 1024,
}
# `page--` and one of the two widths are put together in base.html.
WIDTHS = {"page", "page--", "narrow", "wide"}
TAG = r"{%.*?%}|{{.*?}}"


def classes_in(template: str) -> set[str]:
    """Every class it may write: of a choice between two, both."""
    written = re.findall(rf'\bclass="((?:{TAG}|[^"])*)"', template, re.DOTALL)
    return set(re.sub(TAG, " ", " ".join(written), flags=re.DOTALL).split())


def styled() -> set[str]:
    sheets = "".join(one.read_text(encoding="utf-8") for one in STYLESHEETS)
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)))


def own_styles_and_handlers(template: str) -> list[str]:
    """What the security policy would refuse."""
    markup = re.sub(rf"{TAG}", "", template, flags=re.DOTALL)
    return re.findall(r"<[^>]*?\s(style|on[a-z]+)=", markup) + re.findall(r"<(style)\b", markup)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_uses_only_what_the_stylesheets_hold(path):
    template = path.read_text(encoding="utf-8")
    assert classes_in(template) - styled() - WIDTHS == set()
    assert own_styles_and_handlers(template) == []


def test_the_stylesheets_are_light():
    sizes = {one.name: len(brotli.compress(one.read_bytes())) for one in STYLESHEETS}
    assert {name: sizes[name] for name in ALONE if sizes[name] > ALONE[name]} == {}
    assert sum(size for name, size in sizes.items() if name not in ALONE) <= AT_MOST


def test_a_stray_class_and_a_handler_are_found():
    stray = '<p class="lede {% if a == "b" %}wobbly{% endif %}" style="x" onclick="y"><style>'
    assert classes_in(stray) - styled() == {"wobbly"}
    assert own_styles_and_handlers('<p class="a" onclick="y">') == ["onclick"]
    assert own_styles_and_handlers('<p style="x"><style>') == ["style", "style"]
