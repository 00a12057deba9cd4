"""Does a run say where it is and who can sign in, and does a script find the same?"""

import json
import socket
import stat

import pytest

from clinic.local import announce
from clinic.local.trouble import Trouble

ACCOUNTS = [
    {"role": "therapist", "clinic": "North Street", "email": "t@example.org", "password": "one two"},
    {"role": "patient", "clinic": "Hill", "email": "someone@example.org", "password": "three"},
]


class Listener:
    def __init__(self):
        self.lines = []

    def say(self, text):
        self.lines.append(text)


@pytest.fixture
def demo(tmp_path):
    path = tmp_path / "demo.json"
    path.write_text(json.dumps({"url": "http://localhost:1", "accounts": ACCOUNTS}))
    return path


def test_the_address_is_this_runs_and_the_sign_ins_stay(demo):
    announce.write_url(demo, "http://localhost:9000")
    assert json.loads(demo.read_text()) == {"url": "http://localhost:9000", "accounts": ACCOUNTS}
    assert stat.S_IMODE(demo.stat().st_mode) == 0o600


def test_everything_a_person_needs_is_printed(demo):
    announce.write_url(demo, "http://localhost:9000")
    listener = Listener()
    announce.say(demo, listener)
    printed = "\n".join(listener.lines)
    for account in ACCOUNTS:
        assert all(value in printed for value in account.values())
    assert "http://localhost:9000/outbox/" in printed
    assert "Ctrl-C" in printed


def test_a_site_that_never_answers_is_given_up_on(monkeypatch):
    monkeypatch.setattr(announce, "LONGEST_START_S", 0.2)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(Trouble, match="did not answer within"):
            announce.wait_until_it_answers(probe.getsockname()[1], lambda: None)
