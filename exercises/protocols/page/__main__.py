"""Write docs/protocol.md again after a change of the data."""

from pathlib import Path

from exercises.protocols import load
from exercises.protocols.page import page

Path("docs/protocol.md").write_text(page(load()), encoding="utf-8")
