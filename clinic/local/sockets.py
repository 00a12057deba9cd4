"""Where do local services put their sockets? A socket's path may be 107 bytes long, a project's may be longer."""

import os
import shutil
import tempfile
from pathlib import Path

from clinic.local.account import Account

# Long enough for any name we give a socket inside the folder (".s.PGSQL.5432.lock").
LONGEST_FOLDER = 80


def private_folder(account: Account | None = None) -> Path:
    """A new, short folder that its owner alone may enter."""
    folder = Path(tempfile.mkdtemp(prefix="plumb-", dir=_short_parent(account)))
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _short_parent(account: Account | None) -> str:
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    fits = own.isascii() and len(own) < LONGEST_FOLDER - len("/plumb-12345678")
    if account is None and own and fits and os.access(own, os.W_OK | os.X_OK):
        return own
    return "/tmp"  # noqa: S108 (made there by mkdtemp: a new name, for us alone)
