"""What may be cited, and how much of it was read?"""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("sources.toml")


@cache
def citations() -> dict[str, str]:
    """Each source's id and the line shown to a reader, which says when only the abstract was read."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["source"]
    return {entry["id"]: _line(entry) for entry in entries}


def _line(entry: dict[str, str]) -> str:
    number = f"[{entry['id']}] " if entry["id"].isdigit() else ""
    read = f" ({entry['read']})" if "read" in entry else ""
    return f"{number}{entry['cite']}{read}"
