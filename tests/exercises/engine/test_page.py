"""Does docs/protocol.md say what the data say?"""

import re
import tomllib
from pathlib import Path

from assessments import thresholds
from assessments.sources import citations
from exercises import protocols
from exercises.protocols.page import page

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    assert page(protocols.load()) == PAGE


def _walk(data):
    """Every id and every figure of a data file."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "id":
                yield str(value)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                yield f"{value:g}"
            else:
                yield from _walk(value)
    elif isinstance(data, list):
        for value in data:
            yield from (
                [f"{value:g}"] if isinstance(value, int) and not isinstance(value, bool) else _walk(value)
            )


def test_every_id_and_every_figure_stands_in_it():
    for file in (thresholds.FILE, protocols.FILE):
        for word in set(_walk(tomllib.loads(file.read_text(encoding="utf-8")))):
            assert re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", PAGE), word


def test_what_was_not_read_whole_says_so():
    numbered = [line for line in citations().values() if line.startswith("[")]
    assert len(numbered) == 28
    for line in numbered:
        assert "(abstract" in line
        assert line in PAGE
