"""What do tests run against? A PostgreSQL of their own, started once a run; each worker has a database of its own.

The database is migrated once, by the owner's role, and copied for every worker; tests are the app's role, so
row-level security holds in them as it does for a real request.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from clinic.local.databases import Databases  # noqa: E402
from clinic.local.postgres import Cluster  # noqa: E402

TEMPLATE = "plumb_template"
_running: Cluster | None = None
_at_home: dict[str, str] = {}
_migrating: Thread | None = None


def _start_once() -> Databases:
    """The first process starts the server; xdist's workers find it in their environment."""
    global _running
    told = os.environ.get("PLUMB_TEST_POSTGRES")
    if told:
        known = json.loads(told)
        return Databases(Path(known["socket_folder"]), known["passwords"])
    _running = Cluster(Path(tempfile.mkdtemp(prefix="plumb-test-")), durable=False)
    _running.start()
    started = Databases(_running.socket_folder, _running.home.passwords)
    os.environ["PLUMB_TEST_POSTGRES"] = json.dumps(
        {"socket_folder": str(started.socket_folder), "passwords": dict(started.passwords)}
    )
    os.environ["PLUMB_TEST_LOCK"] = str(_running.home.folder / "template.lock")
    return started


def pytest_configure(config: pytest.Config) -> None:
    """Where several processes are about to collect, the tables are made meanwhile."""
    global _migrating
    if getattr(config.option, "numprocesses", None):
        _migrating = Thread(target=migrated_template)
        _migrating.start()


def pytest_unconfigure() -> None:
    if _migrating:
        _migrating.join()
    if _running:
        _running.remove()


DATABASES = _start_once()
OWN_DATABASE = f"plumb_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def environment(database: str, **more: str) -> dict[str, str]:
    """What a process needs to run the site against one database of this run."""
    urls = DATABASES.urls(database)
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "BASE_URL": "http://localhost",
        "HTTPS": "0",
        "DATABASE_URL": urls.app,
        "REDIS_URL": "redis+socket:///nowhere",
        "EMAIL_URL": "smtp://localhost:1",
        "VAR_DIR": str(_var()),
        **more,
    }


def _var() -> Path:
    """A folder of this run; whitenoise wants its static files' folder to exist."""
    var = Path(os.environ["PLUMB_TEST_LOCK"]).parent / "var"
    (var / "static").mkdir(parents=True, exist_ok=True)
    return var


os.environ.update(environment(OWN_DATABASE))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's synchronous interface runs a loop of its own


def _set_up_hypothesis() -> None:
    """A few examples in the quick run, many in the slow one, which asks for `--hypothesis-profile thorough`."""
    every = list(HealthCheck)
    settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=every)
    settings.register_profile("thorough", max_examples=400, deadline=None, suppress_health_check=every)
    settings.load_profile("quick")


def _set_up_django() -> None:
    """Here and now: the conftest of a folder below may import models."""
    import django
    from django.conf import settings as ours

    # A worker of xdist inherits the first process's environment, and its settings may be read before this file.
    ours.DATABASES["default"]["NAME"] = OWN_DATABASE
    # Plain files: the hashed names need a collectstatic, which the browser's site does for itself.
    ours.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    ours.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()


_set_up_hypothesis()
_set_up_django()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with Path(os.environ["PLUMB_TEST_LOCK"]).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrated_template() -> str:
    """A database with every table and no row, made by the first who asks."""
    with _one_at_a_time():
        if not DATABASES.has(TEMPLATE):
            DATABASES.create(TEMPLATE)
            env = environment(TEMPLATE, MIGRATION_DATABASE_URL=DATABASES.urls(TEMPLATE).owner)
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    return TEMPLATE


def fresh_database(name: str, template: str | None = None) -> str:
    """A copy of the migrated template, or of another database of this run."""
    source = template or migrated_template()
    with _one_at_a_time():  # a template in use cannot be copied
        DATABASES.create(name, source)
    return name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """pytest-django asks for this before the first test with a database."""
    from tests import make

    fresh_database(OWN_DATABASE)
    with django_db_blocker.unblock():
        _at_home.update(make.a_standing_pair().keys())
    yield
    from django.db import connections

    connections.close_all()


@pytest.fixture
def pair(db):
    """A therapist and a patient of one clinic, who were there before the test; what it does to them is rolled back."""
    from tests import make

    return make.Pair.found(_at_home)
