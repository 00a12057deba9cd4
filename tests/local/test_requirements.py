"""Are the pins those that pyproject.toml asks for?"""

import re

import pytest

from clinic.local import requirements
from clinic.local.account import PROJECT
from clinic.local.trouble import Trouble


def pins(name):
    return set(re.findall(r"^([a-z0-9_.-]+==[^ ]+)", (PROJECT / name).read_text(), re.MULTILINE))


def test_they_are_in_step():
    requirements.check()


def test_each_file_holds_what_the_one_before_it_holds():
    small, local, dev = (pins(name) for name in requirements.FILES)
    assert small < local < dev


def test_every_pin_has_its_digests():
    for name in requirements.FILES:
        text = (PROJECT / name).read_text()
        assert len(re.findall(r"^[a-z0-9_.-]+==.* \\$", text, re.MULTILINE)) == len(pins(name))


def test_a_requirement_added_without_pinning_it_is_noticed(tmp_path, monkeypatch):
    for name in (*requirements.FILES, "pyproject.toml"):
        (tmp_path / name).write_text((PROJECT / name).read_text())
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text(
        pyproject.read_text().replace("dependencies = [\n", 'dependencies = [\n    "another",\n', 1)
    )
    monkeypatch.setattr(requirements, "PROJECT", tmp_path)
    with pytest.raises(Trouble, match="run `make lock`"):
        requirements.check()
