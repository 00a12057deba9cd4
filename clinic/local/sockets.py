"""Where do local services put their sockets? A socket's path may be 107 bytes long, a project's may be longer."""

import os
import shutil
import tempfile
from pathlib import Path

from clinic.local.account import Account

SHORT = "/tmp"  # noqa: S108 (mkdtemp makes a new name in it, for us alone)
PREFIX = "plumb-"


def private_folder(pointer: Path, account: Account | None = None) -> Path:
    """A new folder that its owner alone may enter; `pointer` leads there, and to none before it."""
    remove_folder(pointer)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=SHORT))
    pointer.symlink_to(folder)
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder


def remove_folder(pointer: Path) -> None:
    """Also one that a killed server left behind."""
    if not pointer.is_symlink():
        return
    folder = pointer.readlink()
    if folder.name.startswith(PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
    pointer.unlink()
