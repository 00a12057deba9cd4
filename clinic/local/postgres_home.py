"""Where do a PostgreSQL's data, log and passwords lie, and how are they made fit to start on?"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from clinic.local import child
from clinic.local.account import claim_place_outside, digest, other_account
from clinic.local.logs import begin
from clinic.local.passwords import passwords_in
from clinic.local.programs import postgres_programs
from clinic.local.trouble import Trouble, explain

MAJOR_VERSION = "18"
LONGEST_GOODBYE_S = 20
# Sorting by code point, the same on every machine, whatever languages its system has installed.
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
SIGN_IN = ("--username=postgres", "--auth-local=scram-sha-256", "--auth-host=reject")


class Home:
    """`folder` is ours; `place` holds the data and belongs to the account that the server runs as."""

    def __init__(self, folder: Path, keep_open: Sequence[int]) -> None:
        self.folder = folder
        self.keep_open = keep_open
        self.account = other_account()
        self.place = claim_place_outside() / f"database-{digest(folder)}" if self.account else folder
        self.data = self.place / "data"
        self.log = folder / "postgres.log"
        self.socket_pointer = folder / "socket"

    @property
    def passwords(self) -> dict[str, str]:
        return passwords_in(self.folder / "passwords.json")

    def prepare(self, *, durable: bool) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.place.mkdir(mode=0o700, exist_ok=True)
        self._give_to_account(self.place)
        self._settle_what_ran_before()
        if (self.data / "PG_VERSION").exists():
            self._check_data()
        else:
            self._create_data(durable=durable)

    def run(self, program: str, *arguments: str | Path) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return child.start(
                [postgres_programs(self.account) / program, *arguments],
                cwd=self.place,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                output=log,
                account=self.account,
                last_signal=signal.SIGINT,
                keep_open=self.keep_open,
            )

    def postmaster(self) -> list[str]:
        """What a running server writes down: its process on the first line, its state on the eighth."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _create_data(self, *, durable: bool) -> None:
        """Under another name until it is whole, so that a start broken off is simply begun again."""
        unfinished, password = self.place / "data.unfinished", self.place / "password"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._write_password(password)
        began = begin(self.log)
        speed = () if durable else ("--no-sync",)
        where = ("--pgdata", unfinished, "--pwfile", password, "--no-instructions")
        failed = self.run("initdb", *where, *SIGN_IN, *LOCALE, *speed).wait()
        password.unlink()
        if failed:
            raise Trouble(explain("PostgreSQL could not make its data folder", self.log, began))
        unfinished.rename(self.data)

    def _check_data(self) -> None:
        written_by = (self.data / "PG_VERSION").read_text().strip()
        if written_by != MAJOR_VERSION:
            raise Trouble(
                f"The data in {self.data} were written by PostgreSQL {written_by}, and this is {MAJOR_VERSION}: "
                "run `make reset` to begin anew."
            )
        if not (self.folder / "passwords.json").exists():
            raise Trouble(
                f"The passwords of the database in {self.data} are gone: put {self.folder / 'passwords.json'} "
                "back, or run `make reset` to begin anew."
            )

    def _write_password(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.passwords["postgres"])
        self._give_to_account(path)

    def _give_to_account(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _settle_what_ran_before(self) -> None:
        """A server cut off leaves its lock behind; the process it names may by now be another program."""
        deadline = time.monotonic() + LONGEST_GOODBYE_S
        while users := self._processes_in_data():
            if time.monotonic() > deadline:
                raise Trouble(
                    f"A PostgreSQL is still running on {self.data} (process {users[0]}): stop it first."
                )
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _processes_in_data(self) -> list[str]:
        """Each of a server's processes works in its data folder, also those that outlive the first for a moment."""
        return [
            place.parent.name for place in Path("/proc").glob("[0-9]*/cwd") if _leads_to(self.data, place)
        ]


def _leads_to(folder: Path, link: Path) -> bool:
    try:
        return link.readlink() == folder.resolve()
    except OSError:
        # It ended while we looked, or is another account's and none of ours.
        return False
