"""What does a person read when the local services cannot do what was asked?"""

from pathlib import Path

FULL = b"No space left on device"


class Trouble(Exception):
    """One plain sentence: what is wrong and what to do. It is printed without a traceback."""


def explain(what: str, log: Path, since: int = 0) -> str:
    """Say what failed with the last telling line of its log; a full disk in words of its own."""
    with log.open("rb") as file:
        file.seek(since)
        written = file.read()
    if FULL in written:
        return full_disk(log.parent)
    telling = [line for line in written.decode(errors="replace").splitlines() if _tells(line)]
    reason = telling[0].strip() if telling else "it gave no reason"
    return f"{what}: {reason} (more in {log})."


def full_disk(folder: Path) -> str:
    return f"The disk that holds {folder} is full: make some room and start again, nothing is lost."


def _tells(line: str) -> bool:
    return any(word in line for word in ("FATAL", "PANIC", "error:", "ERROR", "could not"))
