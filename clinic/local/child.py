"""How is a child process started so that it can never outlive us, and how is it ended?"""

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from clinic.local.account import Account

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def end_with_parent(last_signal: signal.Signals) -> None:
    """Have the kernel send this process that signal when the one that started it is gone."""
    _libc.prctl(PR_SET_PDEATHSIG, int(last_signal))


def start(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    output: IO[bytes] | int,
    account: Account | None = None,
    last_signal: signal.Signals = signal.SIGTERM,
    keep_open: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start it in a session of its own: Ctrl-C then reaches us alone, and we end things in order."""
    parent = os.getpid()

    def before_it_runs() -> None:
        # Changing accounts clears this setting, so it is made here, after Popen has changed them.
        end_with_parent(last_signal)
        if os.getppid() != parent:
            os._exit(1)

    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=tuple(keep_open),
        preexec_fn=before_it_runs,  # noqa: PLW1509 (one system call, which no thread's lock can hold up)
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def end(process: subprocess.Popen[bytes], *asks: tuple[signal.Signals, float]) -> None:
    """Ask in the given order, each time waiting the given seconds; what then still runs is killed."""
    for ask, patience in asks:
        if process.poll() is not None:
            break
        process.send_signal(ask)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    _kill_session(process)


def _kill_session(process: subprocess.Popen[bytes]) -> None:
    """The child leads its own session, so whatever it left behind is in its group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
