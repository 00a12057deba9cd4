"""Is a taken port noticed before anything starts, and said in a sentence?"""

import socket

import pytest

from clinic.local import port
from clinic.local.trouble import Trouble


@pytest.fixture(params=["127.0.0.1", "::1"])
def taken(request):
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.socket(family) as one:
        try:
            one.bind((request.param, 0))
        except OSError:
            pytest.skip(f"this machine has no {request.param}")
        one.listen()
        yield one.getsockname()[1]


def test_a_port_taken_on_either_address_is_refused_with_another_proposed(taken):
    with pytest.raises(Trouble, match=rf"Port {taken} is taken .* `make run PORT={taken + 1}`"):
        port.listen(taken)


def test_a_free_port_is_ours_at_once():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    listening = port.listen(free)
    with socket.create_connection(("127.0.0.1", free), timeout=5):
        pass
    for one in listening:
        one.close()


@pytest.mark.parametrize("text", ["abc", "", "0", "65536", "-1", "80.5", "٨٠٠٠"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(Trouble, match="whole number from 1 to 65535"):
        port.read(text)


@pytest.mark.parametrize("text", ["1", "8000", "65535"])
def test_what_is_a_port_is_taken(text):
    assert port.read(text) == int(text)
