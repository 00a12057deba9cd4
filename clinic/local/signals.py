"""How does a wish to stop reach the runner, and how is it kept from disturbing the stopping?"""

import signal
from types import FrameType

WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop."""


def listen() -> None:
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
