"""Do translations become what gettext reads, and only when they have changed?"""

import gettext
import os

import pytest

from clinic.local.messages import compile_changed
from clinic.local.trouble import Trouble

GERMAN = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Today"
msgstr "Heute"

#, fuzzy
msgid "Hold"
msgstr "Vielleicht"
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(GERMAN)
    return path


def test_words_are_compiled_and_uncertain_ones_are_left_in_english(catalogue, tmp_path):
    assert compile_changed(tmp_path) == [catalogue.with_suffix(".mo")]
    german = gettext.translation("django", tmp_path, ["de"])
    assert german.gettext("Today") == "Heute"
    assert german.gettext("Hold") == "Hold"


def test_only_what_has_changed_is_compiled_again(catalogue, tmp_path):
    compile_changed(tmp_path)
    assert compile_changed(tmp_path) == []
    later = catalogue.stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert compile_changed(tmp_path) != []


def test_a_broken_catalogue_is_named(catalogue, tmp_path):
    catalogue.write_text('msgid "Today"\nmsgid "Tomorrow"\nnonsense')
    with pytest.raises(Trouble, match=r"django\.po cannot be read"):
        compile_changed(tmp_path)


def test_without_translations_there_is_nothing_to_do(tmp_path):
    assert compile_changed(tmp_path / "locale") == []
