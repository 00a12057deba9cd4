"""How does one PostgreSQL of our own start and stop?

Its programs come from a wheel; it listens on a socket in a private folder, and on no port.
"""

import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from clinic.local import child, sockets
from clinic.local.databases import Databases, Urls
from clinic.local.logs import begin
from clinic.local.postgres_home import Home
from clinic.local.trouble import Trouble, explain

__all__ = ["Cluster", "Urls"]

LONGEST_START_S = 60
SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "jit": "off",
    # No replica will ever follow this server, and its processes read for themselves.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "io_method": "sync",
    # A failed statement holds what somebody typed about a patient: it stays out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """One server and its databases. `durable=False` is for tests: quicker, and its owner may make databases."""

    def __init__(self, folder: Path, *, durable: bool = True, keep_open: Sequence[int] = ()) -> None:
        self.home = Home(folder, keep_open)
        self.durable = durable
        self.socket_folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log_began = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start without waiting, so that something else may start meanwhile."""
        self.home.prepare(durable=self.durable)
        self.socket_folder = sockets.private_folder(self.home.socket_pointer, self.home.account)
        self._log_began = begin(self.home.log)
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket_folder)}
        if not self.durable:
            settings |= FORGETFUL
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._process = self.home.run("postgres", "-D", self.home.data, *given)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + LONGEST_START_S
        while not self._says_ready():
            if not self.is_running():
                raise Trouble(explain("PostgreSQL could not start", self.home.log, self._log_began))
            if time.monotonic() > deadline:
                raise Trouble(f"PostgreSQL was not ready after {LONGEST_START_S} s: see {self.home.log}.")
            time.sleep(0.02)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def why_it_ended(self) -> str:
        return explain("PostgreSQL ended", self.home.log, self._log_began)

    def stop(self) -> None:
        """Kindly first (connections end, data are written), at once if that does not help."""
        if self._process:
            child.end(self._process, (signal.SIGINT, 20), (signal.SIGQUIT, 5))
            self._process = None
        if self.socket_folder:
            sockets.remove_folder(self.home.socket_pointer)
            self.socket_folder = None

    def remove(self) -> None:
        """Stop, and delete the data wherever they lie."""
        self.stop()
        shutil.rmtree(self.home.place, ignore_errors=True)
        shutil.rmtree(self.home.folder, ignore_errors=True)

    def urls(self, database: str) -> Urls:
        return self._databases.urls(database)

    def has_database(self, name: str) -> bool:
        return self._databases.has(name)

    def create_database(self, name: str, template: str | None = None) -> None:
        self._databases.create(name, template)
        if not self.durable and template is None:
            self._databases.let_owner_create()

    def drop_database(self, name: str) -> None:
        self._databases.drop(name)

    @property
    def _databases(self) -> Databases:
        if self.socket_folder is None:
            raise Trouble("PostgreSQL is not running, so its databases have no address.")
        return Databases(self.socket_folder, self.home.passwords)

    def _says_ready(self) -> bool:
        lines = self.home.postmaster()
        ours = self._process is not None and lines[:1] == [str(self._process.pid)]
        return ours and len(lines) > 7 and lines[7].strip() == "ready"
