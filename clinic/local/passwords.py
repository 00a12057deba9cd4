"""With which passwords do the local database's roles sign in?"""

import json
import os
import secrets
from pathlib import Path

ROLES = ("postgres", "plumb_owner", "plumb_app", "plumb_keeper")


def passwords_in(path: Path) -> dict[str, str]:
    """Those in the file; made up and written down, for our eyes only, the first time."""
    if not path.exists():
        write_private(path, json.dumps({role: secrets.token_urlsafe(24) for role in ROLES}, indent=2))
    found: dict[str, str] = json.loads(path.read_text())
    return found


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, never half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
