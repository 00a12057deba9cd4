"""Does every visible word of a template go through gettext, so that a page can be said in another language?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
# Names and signs that are the same in every language.
SAME_EVERYWHERE = {"Plumb", "QR", "tel", "mailto", "nbsp", "amp"}
SPOKEN_ATTRIBUTES = ("alt", "title", "placeholder", "aria-label")


def untranslated(source: str) -> list[str]:
    """What is left of a template's text when everything said through gettext is taken away."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", " ", source, flags=re.DOTALL)
    text = re.sub(r"{#.*?#}", " ", text)
    text = re.sub(r"{% blocktrans(late)?\b.*?{% endblocktrans(late)? %}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{% block width %}.*?{% endblock %}", " ", text)  # a class name
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    spoken = " ".join(re.findall(rf'\b(?:{"|".join(SPOKEN_ATTRIBUTES)})="([^"]*)"', text))
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", text)
    return [word for word in re.findall(r"[A-Za-z]{2,}", f"{text} {spoken}") if word not in SAME_EVERYWHERE]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_said_in_english_only(path):
    assert untranslated(path.read_text(encoding="utf-8")) == []


def test_a_bare_word_is_found():
    assert untranslated('<p title="Help">Hello {% translate "there" %} {{ name }}</p>') == ["Hello", "Help"]
