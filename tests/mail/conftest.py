"""What do the mail's tests run against? A real SMTP server in this process that keeps what it is given."""

import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.mail import make


class Sink:
    """Keeps each mail; says what a test asks it to say instead of 250."""

    def __init__(self):
        self.messages = []
        self.turned_down = []  # of these, what it did not take
        self.refused = {}  # address → the answer to RCPT
        self.answer = "250 taken"
        self.instead = None  # called in place of answering DATA

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.messages.append(envelope.content)
        if self.instead:
            return await self.instead()
        if not self.answer.startswith("250"):
            self.turned_down.append(envelope.content)
        return self.answer


@pytest.fixture
def sink():
    return Sink()


def listening(sink, settings, **more):
    """A mail server of this test, and the settings that lead to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(sink, hostname="127.0.0.1", port=port, **more)
    server.start()
    settings.EMAIL_BACKEND = "clinic.mail.line.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    return server


@pytest.fixture
def post(sink, settings):
    """It takes everything, unless the sink says otherwise."""
    server = listening(sink, settings)
    yield sink
    server.stop()


@pytest.fixture
def strict_post(sink, settings):
    """It wants the password `right`."""

    def authenticate(server, session, envelope, mechanism, auth_data):
        return AuthResult(success=auth_data.password == b"right", handled=False)

    settings.EMAIL_HOST_USER = "plumb"
    server = listening(sink, settings, authenticator=authenticate, auth_required=True, auth_require_tls=False)
    yield sink
    server.stop()


@pytest.fixture
def clinic(db):
    return make.a_clinic()


@pytest.fixture
def therapist(clinic):
    return make.a_user(clinic)
