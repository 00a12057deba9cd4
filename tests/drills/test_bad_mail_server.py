"""The mail server is dead, hangs, puts off or refuses us; and some addresses are bad. Who gets their mail?"""

import asyncio
import statistics
import time

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.drills.conftest import env_for
from tests.drills.machinery import IS_TIMED, Crew, arrived, is_over, of, said, sized, states, until, waiting
from tests.journeys.conftest import free_port
from tests.mail.conftest import Sink

pytestmark = [
    pytest.mark.slow,
    pytest.mark.drill,
    pytest.mark.filterwarnings("ignore:Requiring AUTH"),  # the server says so of itself
]
REHEARSED = pytest.mark.rehearsed
MANY, POISON = 1_000, 100
STEP_S, AND_S = 4, 60  # the drill's longest backoff step, and what comes on top
P95_S = 10


class Server:
    """One address, whose server may be there or not, and wants a password or not."""

    def __init__(self):
        self.port, self.sink, self.running, self.password = free_port(), Sink(), None, b"right"

    def start(self):
        authenticate = lambda *a: AuthResult(success=a[4].password == self.password, handled=False)  # noqa: E731
        self.running = Controller(
            self.sink, hostname="127.0.0.1", port=self.port,
            authenticator=authenticate, auth_required=True, auth_require_tls=False,
        )  # fmt: skip
        self.running.start()

    def stop(self):
        if self.running:
            self.running.stop()
            self.running = None


@pytest.fixture
def server():
    found = Server()
    yield found
    found.stop()


async def hang():
    await asyncio.sleep(3600)


def dead(server):
    return server.start


def hanging(server):
    server.start()
    server.sink.instead = hang
    return lambda: setattr(server.sink, "instead", None)


def putting_off(server):
    server.start()
    server.sink.answer = "451 later"
    return lambda: setattr(server.sink, "answer", "250 taken")


def wrong_password(server):
    server.start()
    server.password = b"changed"
    return lambda: setattr(server, "password", b"right")


@pytest.mark.parametrize(
    "trouble",
    [
        dead,
        pytest.param(hanging, marks=REHEARSED),
        putting_off,
        pytest.param(wrong_password, marks=REHEARSED),
    ],
)
def test_all_arrive_once_it_is_mended(committed, server, settings, redis, tmp_path, trouble):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    mend = trouble(server)
    many = sized(MANY)
    waiting(many, reminder=True)
    address = f"smtp://plumb:right@127.0.0.1:{server.port}"
    env = env_for(committed, settings, tmp_path, REDIS_URL=redis.url, EMAIL_URL=address,
                  MAIL_BACKOFF_LAST_S=str(STEP_S), MAIL_LEASE_S="8")  # fmt: skip
    with Crew(env, tmp_path, workers=2):
        until(lambda: any(mail.reason or mail.resent for mail in of(state="due")[:50]) or of(state="held"))
        mend()
        took = until(is_over)
    came, rows = arrived(server.sink), of()
    held = [mail for mail in rows if mail.state == "held"]
    said(f"mail server {trouble.__name__}", mails=many, seconds=round(took, 1), **states(),
         most_attempts=max(mail.attempts for mail in rows), twice=sum(came.values()) - len(came))  # fmt: skip
    assert {mail.state for mail in rows} <= {"sent", "held"}
    assert not held or trouble is hanging  # sent twice into a server that hung twice: a person decides
    assert {mail.message_id for mail in rows if mail.state == "sent"} <= set(came)
    if trouble in {dead, wrong_password}:
        assert {mail.attempts for mail in rows} == {0}
    assert took <= STEP_S + AND_S or not IS_TIMED


def test_bad_addresses_hold_nobody_up(env, post, redis, tmp_path):
    many, bad = sized(MANY), sized(POISON)
    every = many // bad
    answers = ["550 nobody here", "451 later", "553 not like this"]
    post.refused = {f"bad{n}@home.example": answers[(n // every) % 3] for n in range(0, many, every)}
    waiting(many, to=lambda n: f"{'good' if n % every else 'bad'}{n}@home.example", reminder=True)
    with Crew({**env, "REDIS_URL": redis.url, "MAIL_LEASE_S": "8"}, tmp_path, workers=2):
        until(lambda: post.messages)  # the workers are there
        began = time.time()
        until(is_over)
    rows = of()
    good = [mail for mail in rows if mail.to_address.startswith("good")]
    waits = [max(0.0, mail.sent_at.timestamp() - began) for mail in good]
    p95 = statistics.quantiles(waits, n=20)[-1]
    said("bad addresses", mails=many, bad=bad, p95_s=round(p95, 2), **states())
    assert {mail.state for mail in good} == {"sent"}
    assert {mail.state for mail in rows if mail not in good} == {"dead"}
    assert p95 <= P95_S or not IS_TIMED
