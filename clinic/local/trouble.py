"""What does a person read when the local services cannot do what was asked?"""

import re
from pathlib import Path

FULL = b"No space left on device"
# What comes before the reason, in PostgreSQL's log and in Redis's: a date and a number, of no use here.
REASON = re.compile(
    r"(?:(?:FATAL|PANIC|ERROR|error):\s+|:M .* # (?=Fatal|Can't|Could not|Error|Failed|Wrong))(.+)"
)


class Trouble(Exception):
    """One plain sentence: what is wrong and what to do. It is printed without a traceback."""


def explain(what: str, log: Path, since: int = 0) -> str:
    """Say what failed with the first reason that its log gives; a full disk in words of its own."""
    with log.open("rb") as file:
        file.seek(since)
        written = file.read()
    if FULL in written:
        return full_disk(log.parent)
    found = REASON.search(written.decode(errors="replace"))
    reason = found[1].strip().rstrip(".") if found else "it gave no reason"
    return f"{what}: {reason} (more in {log})."


def full_disk(folder: Path) -> str:
    return f"The disk that holds {folder} is full: make some room and start again, nothing is lost."
