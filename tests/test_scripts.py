"""Do the scripts that reason do it right? Their tables run in the Node that comes with playwright."""

import re
import subprocess
from pathlib import Path

import playwright
import pytest

ROOT = Path(__file__).resolve().parent.parent
NODE = Path(playwright.__file__).parent / "driver" / "node"
TABLES = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))
SCRIPTS = ROOT / "static" / "js"


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_the_tables_hold(table):
    run = subprocess.run([NODE, "--test", table], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-4000:]


def imported(script):
    """All that it needs, by way of others too."""
    direct = {script.parent / name for name in re.findall(r'from "(\./[^"]+)"', script.read_text())}
    return direct | {further for one in direct for further in imported(one)}


def test_the_practice_page_fetches_all_its_modules_at_once():
    from exercises.views.practice import MODULES

    needed = imported(SCRIPTS / "practice" / "lead.js")
    assert {str(one.relative_to(SCRIPTS.parent)) for one in needed} == set(MODULES)
