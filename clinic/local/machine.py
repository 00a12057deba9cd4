"""Can Plumb run on this machine, in this folder, on what is left of this disk?"""

import errno
import shutil
import sys
from pathlib import Path

from clinic.local.account import other_account, place_outside
from clinic.local.redis import redis_program
from clinic.local.trouble import Trouble, full_disk

OLDEST_PYTHON = (3, 11)
ROOM_TO_BEGIN = 250_000_000
ROOM_TO_GO_ON = 30_000_000
FULL = (errno.ENOSPC, errno.EDQUOT)


def check(var: Path) -> None:
    """Everything that can be known before anything is started."""
    if sys.platform != "linux":
        raise Trouble("`make run` needs Linux; elsewhere, run Plumb in a container or a virtual machine.")
    if sys.version_info < OLDEST_PYTHON:
        raise Trouble("Plumb needs Python 3.11 or newer.")
    redis_program()
    needed = ROOM_TO_GO_ON if (var / "prepared.json").exists() else ROOM_TO_BEGIN
    var.mkdir(mode=0o700, exist_ok=True)
    for folder in (var, place_outside().parent) if other_account() else (var,):
        free = shutil.disk_usage(folder).free
        if free < needed:
            left, wanted = free // 1_000_000, needed // 1_000_000
            raise Trouble(
                f"The disk that holds {folder} has {left} MB left and {wanted} MB are needed: make some room."
            )


def in_words(error: OSError) -> str:
    """What the system refused, as one sentence."""
    where = error.filename or error.filename2 or ""
    if error.errno in FULL:
        return full_disk(Path(where or ".").parent)
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This account may not use {where}: give it the folder, or run as the account that made it."
    return f"The system refused to go on: {error.strerror or error} {where}".rstrip() + "."
