"""Is what stands from last time left alone, and what has changed done again?"""

import os

import pytest

from clinic.local import prepare
from clinic.local.prepare import Preparation, Step
from clinic.local.trouble import Trouble

MANAGE = """
import sys
from pathlib import Path
word, folder = sys.argv[1:3]
with Path(folder, "done").open("a") as done:
    done.write(word + " ")
if word == "break":
    sys.exit("The reason it failed.")
if word == "fill":
    raise OSError(28, "No space left on device")
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose manage.py writes down what it was asked."""
    (tmp_path / "manage.py").write_text(MANAGE)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "one.py").write_text("1")
    monkeypatch.setattr(prepare, "PROJECT", tmp_path)
    return tmp_path


def preparation(project, monkeypatch, *words):
    commands = tuple((word, str(project)) for word in words)
    step = Step("database", commands, ("source",), project / "done")
    monkeypatch.setattr(prepare, "steps", lambda var: (step,))
    lock = os.open(project / "children.lock", os.O_CREAT | os.O_RDWR)
    return Preparation(project, dict(os.environ), lock)


def test_steps_run_in_turn_and_then_rest(project, monkeypatch):
    made = preparation(project, monkeypatch, "migrate", "demo")
    assert made.is_due()
    made.run()
    assert (project / "done").read_text() == "migrate demo "
    assert not made.is_due()


@pytest.mark.parametrize("change", ["content", "new file", "moved", "result gone", "forgotten"])
def test_a_change_makes_it_due_again(project, monkeypatch, change):
    made = preparation(project, monkeypatch, "migrate")
    made.run()
    source = project / "source"
    if change == "content":
        (source / "one.py").write_text("2")
    elif change == "new file":
        (source / "two.toml").write_text("")
    elif change == "moved":
        (source / "one.py").rename(source / "uno.py")
    elif change == "result gone":
        (project / "done").unlink()
    else:
        Preparation.forget(project)
    assert made.is_due()


def test_what_python_and_gettext_compile_is_no_change(project, monkeypatch):
    made = preparation(project, monkeypatch, "migrate")
    made.run()
    (project / "source" / "__pycache__").mkdir()
    (project / "source" / "__pycache__" / "one.cpython-311.pyc").write_bytes(b"x")
    (project / "source" / "django.mo").write_bytes(b"x")
    assert not made.is_due()


def test_a_step_that_fails_says_why_in_one_sentence_and_stays_due(project, monkeypatch):
    made = preparation(project, monkeypatch, "break", "demo")
    with pytest.raises(Trouble, match=r"^Preparing the database failed: The reason it failed"):
        made.run()
    assert made.is_due()
    assert "demo" not in (project / "done").read_text()


def test_a_full_disk_is_said_to_be_full(project, monkeypatch):
    with pytest.raises(Trouble, match="is full: make some room"):
        preparation(project, monkeypatch, "fill").run()


def test_the_real_steps_read_sources_that_exist():
    """All but the catalogues, which a translator brings."""
    wanted = {source for step in prepare.steps(prepare.PROJECT / "var") for source in step.sources} - {
        "locale"
    }
    assert [source for source in sorted(wanted) if not (prepare.PROJECT / source).exists()] == []
