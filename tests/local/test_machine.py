"""Is what this machine lacks said before anything starts, in one sentence?"""

import errno
import os
import shutil
from types import SimpleNamespace

import pytest

from clinic.local import machine
from clinic.local.trouble import Trouble


def test_this_machine_will_do(tmp_path):
    machine.check(tmp_path / "var")
    assert (tmp_path / "var").is_dir()


def test_a_nearly_full_disk_is_noticed_before_anything_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=10**6))
    with pytest.raises(Trouble, match="has 1 MB left and 250 MB are needed"):
        machine.check(tmp_path / "var")


@pytest.mark.parametrize(("name", "value"), [("platform", "darwin"), ("version_info", (3, 10))])
def test_another_system_or_an_older_python_is_refused(tmp_path, monkeypatch, name, value):
    monkeypatch.setattr(machine.sys, name, value)
    with pytest.raises(Trouble, match="needs"):
        machine.check(tmp_path / "var")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk that holds /place is full"),
        (errno.EDQUOT, "The disk that holds /place is full"),
        (errno.EACCES, "This account may not use /place/file"),
        (errno.EPERM, "This account may not use /place/file"),
        (errno.EIO, "The system refused to go on: "),
    ],
)
def test_what_the_system_refuses_is_put_in_words(number, words):
    sentence = machine.in_words(OSError(number, os.strerror(number), "/place/file"))
    assert sentence.startswith(words)
    assert "\n" not in sentence
