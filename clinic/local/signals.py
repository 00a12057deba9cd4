"""How does a wish to stop reach the runner, and how is it kept from disturbing the stopping?"""

import os
import signal
from types import FrameType

from clinic.local import child

WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop."""


def listen() -> None:
    """From people, from the terminal, and from the end of the `make` that started us."""
    if "MAKELEVEL" in os.environ:
        child.end_with_parent(signal.SIGTERM)
    for wish in WISHES:
        signal.signal(wish, _stop)


def ignore() -> None:
    """Everything is being ended already, each program with its own patience."""
    for wish in WISHES:
        signal.signal(wish, _do_nothing)


def _stop(number: int, frame: FrameType | None) -> None:
    ignore()
    raise Stopped


def _do_nothing(number: int, frame: FrameType | None) -> None:
    pass
