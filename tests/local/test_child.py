"""Can anything we start outlive us?"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clinic.local import child
from clinic.local.account import PROJECT

STARTS_BOTH = """
import sys, time
from pathlib import Path
from clinic.local.postgres import Cluster
from clinic.local.redis import Redis
folder = Path(sys.argv[1])
cluster, redis = Cluster(folder / "postgres", durable=False), Redis(folder / "redis")
cluster.start(), redis.start()
print(cluster._process.pid, redis._process.pid, flush=True)
time.sleep(60)
"""


def alive(pid):
    try:
        return Path("/proc", str(pid), "stat").read_text().rsplit(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone_within(seconds, *pids):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_servers_end_when_the_one_that_started_them_is_killed(tmp_path):
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTS_BOTH, tmp_path], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    pids = [int(pid) for pid in starter.stdout.readline().split()]
    assert all(alive(pid) for pid in pids)
    starter.kill()
    starter.wait()
    starter.stdout.close()
    assert gone_within(10, *pids)
    from clinic.local.postgres import Cluster

    Cluster(tmp_path / "postgres", durable=False).remove()


def test_one_that_will_not_listen_is_killed_with_all_it_started():
    deaf = """
import signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
time.sleep(60)
"""
    process = child.start([sys.executable, "-c", deaf], cwd=PROJECT, env=os.environ, output=subprocess.PIPE)
    grandchild = int(process.stdout.readline())
    child.end(process, (signal.SIGTERM, 0.2))
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    assert gone_within(5, process.pid, grandchild)


def test_one_that_has_ended_by_itself_is_left_alone():
    process = child.start([sys.executable, "-c", ""], cwd=PROJECT, env=os.environ, output=subprocess.DEVNULL)
    process.wait()
    child.end(process, (signal.SIGTERM, 1))
    assert process.returncode == 0
