"""Where is the site, who can sign in to it, and how is it stopped?"""

import json
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from clinic.local.passwords import write_private
from clinic.local.trouble import Trouble
from clinic.local.voice import Voice

LONGEST_START_S = 60


def wait_until_it_answers(port: int, check: Callable[[], None]) -> None:
    deadline = time.monotonic() + LONGEST_START_S
    while not _answers(port):
        check()
        if time.monotonic() > deadline:
            raise Trouble(
                f"The site did not answer within {LONGEST_START_S} s; what its programs said is above."
            )
        time.sleep(0.05)


def write_url(demo: Path, url: str) -> None:
    """The sign-ins are the demo clinic's; the address is this run's."""
    content = json.loads(demo.read_text())
    write_private(demo, json.dumps({**content, "url": url}, indent=2))


def say(demo: Path, voice: Voice) -> None:
    for line in _sentences(demo):
        voice.say(line)


def _sentences(demo: Path) -> list[str]:
    content = json.loads(demo.read_text())
    accounts = content["accounts"]
    widths = [max(len(account[key]) for account in accounts) for key in ("role", "clinic", "email")]
    lines = ["", f"Plumb is ready: {content['url']}", ""]
    for account in accounts:
        columns = (account["role"], account["clinic"], account["email"])
        padded = "  ".join(text.ljust(width) for text, width in zip(columns, widths, strict=True))
        lines.append(f"  {padded}  {account['password']}")
    return [
        *lines,
        "",
        f"Every e-mail it sends can be read at {content['url']}/outbox/",
        "Ctrl-C stops it.",
        "",
    ]


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
