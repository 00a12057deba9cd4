"""Does the command write every figure to one page, or one figure, without any settings?"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from exercises.drawing_command import run

from .conftest import FIGURES

ROOT = Path(__file__).resolve().parents[2]


def test_the_sheet_command_writes_every_figure(tmp_path, capsys):
    out = tmp_path / "sheet.html"
    assert run(["--sheet", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert page.count("<section>") == len(FIGURES)
    assert "<script" not in page
    drawings = ET.fromstring(page).iter("{http://www.w3.org/2000/svg}svg")
    assert all(one.get("role") == "img" and one.get("aria-label") for one in drawings)
    assert str(out) in capsys.readouterr().out


def test_the_picture_of_the_readme_is_what_the_command_writes(tmp_path):
    command = [sys.executable, "manage.py", "figures", "--picture", "dead-bug.1", str(tmp_path / "one.svg")]
    subprocess.run(command, cwd=ROOT, env={}, check=True, capture_output=True)
    assert (tmp_path / "one.svg").read_text() == (ROOT / "docs/pictures/dead-bug.svg").read_text()


def test_the_overview_of_the_readme_is_what_the_command_writes(tmp_path):
    assert run(["--overview", str(tmp_path / "all.svg")]) == 0
    picture = (tmp_path / "all.svg").read_text()
    assert len(list(ET.fromstring(picture))) == len(FIGURES) + 1
    assert picture == (ROOT / "docs/pictures/figures.svg").read_text()


def test_a_figure_there_is_not_is_named(capsys):
    assert run(["--picture", "levitation.1", "out.svg"]) == 2
    assert "levitation.1" in capsys.readouterr().err
