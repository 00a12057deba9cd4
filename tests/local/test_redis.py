"""Does a Redis of our own talk on its socket, and keep what it is given?"""

import socket
import stat

import pytest
from celery import Celery

from clinic.local import redis
from clinic.local.redis import Redis
from clinic.local.trouble import Trouble


@pytest.fixture
def server(tmp_path):
    made = Redis(tmp_path / "a folder" / "redis")
    yield made
    made.stop()


def ask(server, words):
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(server.socket_folder / "redis.sock"))
        caller.sendall(words.encode() + b"\r\n")
        return caller.recv(4096).decode()


def test_it_talks_on_a_private_socket_and_on_no_port(server):
    server.start()
    assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
    assert "\r\n0\r\n" in ask(server, "CONFIG GET port")


def test_celery_finds_its_address(server):
    server.start()
    with Celery(broker=server.url).connection_for_write() as connection:
        connection.SimpleQueue("celery").put("a task")
    assert ask(server, "LLEN celery") == ":1\r\n"


def test_what_it_holds_is_there_after_a_restart(server):
    server.start()
    ask(server, "SET word kept")
    server.stop()
    server.start()
    assert "kept" in ask(server, "GET word")


def test_why_it_could_not_start_is_one_sentence(server):
    server.folder.mkdir(parents=True)
    (server.folder / "dump.rdb").write_bytes(b"REDIS9999" + b"x" * 50)
    with pytest.raises(
        Trouble, match=r"Redis could not start: Can't handle RDB format version 9999"
    ) as caught:
        server.start()
    assert "\n" not in str(caught.value)


def test_the_systems_own_is_preferred(monkeypatch):
    monkeypatch.setattr(redis.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert str(redis.redis_program()) == "/usr/bin/redis-server"


def test_without_any_redis_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(redis.shutil, "which", lambda name: None)
    monkeypatch.setattr(redis, "package_folder", lambda name: None)
    with pytest.raises(Trouble, match="install Redis with the system's package manager"):
        redis.redis_program()
