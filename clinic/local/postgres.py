"""How does one PostgreSQL of our own start, hand out addresses, and stop?

The programs come from a wheel. The server listens on a socket in a private folder and on no port.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from clinic.local import child, sockets
from clinic.local.account import Account, claim_place_outside, digest, other_account
from clinic.local.passwords import passwords_in
from clinic.local.programs import postgres_programs
from clinic.local.trouble import Trouble, explain

ROLES_SQL = Path(__file__).with_name("roles.sql")
MAJOR_VERSION = "18"
PORT_IN_SOCKET_NAME = 5432
LONGEST_START_S = 60
LARGEST_LOG = 5_000_000

SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "jit": "off",
    # No replica will ever read this server's log of changes, and one process does its own reading.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    # A failed statement holds what somebody typed about a patient: it stays out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FORGETFUL_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Urls:
    """One address per role; `app` is DATABASE_URL, `owner` is MIGRATION_DATABASE_URL."""

    app: str
    owner: str
    keeper: str
    superuser: str


class Cluster:
    """One server and its data. `durable=False` is for tests: quicker, and its owner may make databases."""

    def __init__(self, folder: Path, *, durable: bool = True, keep_open: Sequence[int] = ()) -> None:
        self.folder = folder
        self.durable = durable
        self.keep_open = keep_open
        self.account: Account | None = other_account()
        self.home = claim_place_outside() / f"database-{digest(folder)}" if self.account else folder
        self.data = self.home / "data"
        self.log = folder / "postgres.log"
        self.socket_folder: Path | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # Starting and stopping

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start the server without waiting for it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._claim_home()
        self._settle_what_ran_before()
        self._create_data_once()
        self.socket_folder = sockets.private_folder(self.account)
        self.process = self._spawn()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + LONGEST_START_S
        while not self._says_ready():
            if self.process is None or self.process.poll() is not None:
                raise Trouble(explain("PostgreSQL could not start", self.log, self._log_began))
            if time.monotonic() > deadline:
                raise Trouble(f"PostgreSQL was not ready after {LONGEST_START_S} s: see {self.log}.")
            time.sleep(0.02)

    def stop(self) -> None:
        """Fast first (connections end, data are written), immediate if that does not help."""
        if self.process:
            child.end(self.process, (signal.SIGINT, 20), (signal.SIGQUIT, 5))
            self.process = None
        if self.socket_folder:
            sockets.remove_folder(self.socket_folder)
            self.socket_folder = None

    def remove(self) -> None:
        """Stop, and delete the data wherever they lie."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    # Databases

    def urls(self, database: str) -> Urls:
        return Urls(
            app=self._url("plumb_app", database),
            owner=self._url("plumb_owner", database),
            keeper=self._url("plumb_keeper", database),
            superuser=self._url("postgres", database),
        )

    def has_database(self, name: str) -> bool:
        with self._connect("postgres") as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def create_database(self, name: str, template: str | None = None) -> None:
        """A new one, or a copy of another with all its tables, rows, policies and grants."""
        with self._connect("postgres") as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template or "template0")))
        with self._connect(name) as connection, connection.transaction():
            connection.execute(ROLES_SQL.read_bytes())
            if template is None:
                self._set_passwords(connection)

    def drop_database(self, name: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    # How

    @property
    def _passwords(self) -> dict[str, str]:
        return passwords_in(self.folder / "passwords.json")

    def _url(self, role: str, database: str) -> str:
        host = quote(str(self._socket()), safe="")
        return f"postgres://{role}:{self._passwords[role]}@{host}/{quote(database)}"

    def _socket(self) -> Path:
        if self.socket_folder is None:
            raise Trouble("PostgreSQL is not running, so its databases have no address.")
        return self.socket_folder

    def _connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self._socket()),
            user="postgres",
            password=self._passwords["postgres"],
            dbname=database,
            autocommit=True,
        )

    def _set_passwords(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        for role in ("plumb_owner", "plumb_app", "plumb_keeper"):
            hashed = connection.pgconn.encrypt_password(self._passwords[role].encode(), role.encode(), b"scram-sha-256")
            words = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(words.format(sql.Identifier(role), sql.Literal(hashed.decode())))
        if not self.durable:
            connection.execute("ALTER ROLE plumb_owner CREATEDB")

    def _claim_home(self) -> None:
        self.home.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(self.home, self.account.uid, self.account.gid)

    def _create_data_once(self) -> None:
        version = self.data / "PG_VERSION"
        if not version.exists():
            self._create_data()
        elif version.read_text().strip() != MAJOR_VERSION:
            written = version.read_text().strip()
            raise Trouble(f"The data in {self.data} are PostgreSQL {written}'s, not {MAJOR_VERSION}'s: `make reset`.")

    def _create_data(self) -> None:
        """Under another name until it is whole, so that a start broken off is simply begun again."""
        unfinished, password = self.home / "data.unfinished", self.home / "password"
        shutil.rmtree(unfinished, ignore_errors=True)
        self._hand_over(password, self._passwords["postgres"])
        began = self._log_size()
        command = [self._program("initdb"), "--pgdata", unfinished, "--username=postgres", "--pwfile", password]
        command += ["--auth-local=scram-sha-256", "--auth-host=reject", "--no-instructions", "--encoding=UTF8"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        failed = self._run(command if self.durable else [*command, "--no-sync"]).wait()
        password.unlink(missing_ok=True)
        if failed:
            raise Trouble(explain("PostgreSQL could not make its data folder", self.log, began))
        unfinished.rename(self.data)

    def _hand_over(self, path: Path, text: str) -> None:
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _spawn(self) -> subprocess.Popen[bytes]:
        self._log_began = self._log_size()
        settings = {**SETTINGS, "unix_socket_directories": str(self._socket())}
        if not self.durable:
            settings |= FORGETFUL_SETTINGS
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return self._run([self._program("postgres"), "-D", self.data, *given])

    def _run(self, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return child.start(
                command,
                cwd=self.home,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                output=log,
                account=self.account,
                last_signal=signal.SIGINT,
                keep_open=self.keep_open,
            )

    def _program(self, name: str) -> Path:
        return postgres_programs(self.account) / name

    def _log_size(self) -> int:
        size = self.log.stat().st_size if self.log.exists() else 0
        if size > LARGEST_LOG:
            self.log.unlink()
            return 0
        return size

    # What the server writes into postmaster.pid: its process on the first line, its state on the eighth.

    def _postmaster(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _says_ready(self) -> bool:
        lines = self._postmaster()
        ours = self.process is not None and lines[:1] == [str(self.process.pid)]
        return ours and len(lines) > 7 and lines[7].strip() == "ready"

    def _settle_what_ran_before(self) -> None:
        """A server killed or cut off leaves its lock behind; its number may by now be another program's."""
        lines = self._postmaster()
        if not lines:
            return
        pid = int(lines[0])
        deadline = time.monotonic() + 20
        while self._is_our_server(pid):
            if time.monotonic() > deadline:
                raise Trouble(f"A PostgreSQL is already running on {self.data} (process {pid}): stop it first.")
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _is_our_server(self, pid: int) -> bool:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
        return os.fsencode(self.data) in command.split(b"\0")
