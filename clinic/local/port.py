"""On which port does the site answer, and is that port free?"""

import errno
import socket
from contextlib import ExitStack

from clinic.local.trouble import Trouble

# A browser asked for `localhost` may try either; both must be ours, or it might reach another program.
ADDRESSES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
WAITING_CALLERS = 128
NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def read(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Trouble(f"PORT must be a whole number from 1 to 65535, not {text!r}.")


def listen(port: int) -> list[socket.socket]:
    """Take the port now, so that nobody else can before the web server starts."""
    with ExitStack() as unless_all_are_ours:
        taken = [
            one
            for family, address in ADDRESSES
            if (one := _listen(family, address, port, unless_all_are_ours))
        ]
        if not taken:
            raise Trouble("This machine has no address of its own (127.0.0.1) to answer at.")
        unless_all_are_ours.pop_all()
        return taken


def _listen(family: int, address: str, port: int, closing: ExitStack) -> socket.socket | None:
    try:
        one = closing.enter_context(socket.socket(family, socket.SOCK_STREAM))
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind((address, port))
        one.listen(WAITING_CALLERS)
    except OSError as error:
        if error.errno in NO_SUCH_ADDRESS:
            return None
        raise Trouble(_why(port, error)) from error
    return one


def _why(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: choose another one, as in `make run PORT={_other(port)}`."
    if error.errno == errno.EACCES:
        return f"This account may not use port {port}: choose one above 1023, as in `make run PORT=8000`."
    return f"Port {port} cannot be used: {error.strerror}."


def _other(port: int) -> int:
    return port + 1 if port < 65535 else 8000
