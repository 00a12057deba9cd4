"""A whole demo site for a browser: PostgreSQL, Redis, web server, Celery worker and beat, all real, on its own data."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic.local.redis import Redis
from tests.conftest import DATABASES, ROOT, environment, fresh_database

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]
# A form that did not fit answers 422, which Chromium reports as a failed load; htmx reports a request that was given
# up because somebody went on to the next page.
HARMLESS = ("422", "htmx:afterRequest", "htmx:sendAbort")
SIZES = {"phone": (390, 844), "tablet": (1024, 768), "desktop": (1440, 900)}


@dataclass(frozen=True)
class Site:
    """Where it answers, and who can sign in."""

    url: str
    accounts: dict[tuple[str, int], dict[str, str]]
    environment: dict[str, str]

    def account(self, role: str, clinic: int = 0) -> dict[str, str]:
        """The nth clinic's first account of that role."""
        return self.accounts[role, clinic]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One site serves them all, so one worker runs them all: told before xdist reads the groups."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("site"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Filled with the demo clinics; its mails are read at /outbox/.

    PLUMB_DEMO=var/demo.json takes the site of a `make run` instead, for trying a journey out.
    """
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and in CI the browser's tests may not be skipped.")
        pytest.skip("Chromium is missing: `apt-get install chromium` lets the browser's tests run.")
    running = os.environ.get("PLUMB_DEMO")
    if running:
        yield Site(json.loads(Path(running).read_text())["url"], _accounts(Path(running)), {})
        return
    var = tmp_path_factory.mktemp("site")
    name = f"plumb_site_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    fresh_database(name)
    port = free_port()
    url = f"http://localhost:{port}"
    with Redis(var / "redis") as redis:
        env = environment(
            name,
            DEMO="1",
            BASE_URL=url,
            REDIS_URL=redis.url,
            VAR_DIR=str(var),
            MAIL_TICK_S="1",
            MIGRATION_DATABASE_URL=DATABASES.urls(name).owner,
        )
        for command in (["demo"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, capture_output=True
            )
        del env["MIGRATION_DATABASE_URL"]
        with Running(env, port, var):
            yield Site(url, _accounts(var / "demo.json"), env)
    shutil.rmtree(var, ignore_errors=True)


class Running:
    """Web server, worker and beat, ended with the block."""

    def __init__(self, env: dict[str, str], port: int, var: Path) -> None:
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "-A", "clinic.celery"]
        self.env, self.port, self.var = env, port, var
        self.commands = {
            "web": [*python, "gunicorn", "clinic.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2"],
            "worker": [*celery, "worker", "-c", "1", "-l", "WARNING", "--without-gossip", "--without-mingle"],
            "beat": [*celery, "beat", "-l", "WARNING", "-s", str(var / "beat")],
        }

    def __enter__(self) -> None:
        self.processes = [self._start(name, command) for name, command in self.commands.items()]
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, (self.var / "web.log").read_text()
            time.sleep(0.1)

    def _start(self, name: str, command: list[str]) -> "subprocess.Popen[bytes]":
        with (self.var / f"{name}.log").open("wb") as log:
            return subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=20)


def _accounts(listing: Path) -> dict[tuple[str, int], dict[str, str]]:
    listed = json.loads(listing.read_text())["accounts"]
    clinics = list(dict.fromkeys(one["clinic"] for one in listed))
    found: dict[tuple[str, int], dict[str, str]] = {}
    for one in listed:
        found.setdefault((one["role"], clinics.index(one["clinic"])), one)
    return found


@pytest.fixture(scope="session")
def play() -> Iterator[object]:
    """One a process: playwright's synchronous interface runs a loop, and there is room for one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(site: Site, play) -> Iterator[object]:
    running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    running.close()


class Visitor:
    """Somebody at a screen. Whatever the security policy blocks, or a script trips over, fails the test."""

    def __init__(
        self, browser, site: Site, size: str = "desktop", *, scripts: bool = True, scheme: str = "light"
    ):
        width, height = SIZES[size]
        self.site = site
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme=scheme,
            base_url=site.url,
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message) -> None:
        if message.type == "error" and not any(harmless in message.text for harmless in HARMLESS):
            self.complaints.append(message.text)

    def sign_in(self, role: str, clinic: int = 0) -> "Visitor":
        account = self.site.account(role, clinic)
        return self.sign_in_as(account["email"], account["password"])

    def sign_in_as(self, email: str, password: str) -> "Visitor":
        self.page.goto("/accounts/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_load_state()
        return self


@pytest.fixture
def visitor(browser, site: Site):
    """Makes visitors, and at the end asks each whether anything was blocked."""
    made: list[Visitor] = []

    def make(size: str = "desktop", **choices) -> Visitor:
        made.append(Visitor(browser, site, size, **choices))
        return made[-1]

    yield make
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.context.close()
    assert complaints == []
