"""Which account do the database's processes run as, and which folder may that account use?

PostgreSQL refuses to run as root. When Plumb is started by root, it runs as an account that every
Linux has and that owns nothing; because that account may not be able to read the project's folder,
the database then lives in a folder of ours under /var/tmp. Nothing outside that folder is changed.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from clinic.local.trouble import Trouble

PROJECT = Path(__file__).resolve().parents[2]
ACCOUNTS = ("nobody", "daemon")
OUTSIDE = Path("/var/tmp")  # noqa: S108 (what is made there is refused unless it is ours)


@dataclass(frozen=True)
class Account:
    """An unprivileged account that a child process changes to."""

    uid: int
    gid: int


def other_account() -> Account | None:
    """The account to change to, or None where the present one will do."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    raise Trouble(
        f"PostgreSQL cannot run as root, and this system has none of the accounts {', '.join(ACCOUNTS)}."
    )


def place_outside(project: Path = PROJECT) -> Path:
    """Where everything of a project lies that root's database needs: one folder, named after its path."""
    return OUTSIDE / f"plumb-{digest(project)}"


def claim_place_outside(project: Path = PROJECT) -> Path:
    """Make that folder, or refuse one that somebody else put there first."""
    place = place_outside(project)
    try:
        place.mkdir(mode=0o711)
    except FileExistsError:
        found = place.lstat()
        if found.st_uid != 0 or not stat.S_ISDIR(found.st_mode):
            raise Trouble(f"{place} is not Plumb's own folder: remove it and start again.") from None
    place.chmod(0o711)
    return place


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]
