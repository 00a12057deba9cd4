"""How does a test see what a commit leaves behind? In a database of its own, thrown away with it.

The app's role may empty no table, so a test that commits can leave the shared database to no other test. The same
databases hold a furnished house for a whole module: each of its tests is rolled back.
"""

import fcntl
import json
import os
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.db import connections, transaction

from tests.conftest import DATABASES, fresh_database

FURNISHED = "plumb_furnished"


@contextmanager
def own_database(template=None):
    """Until the end of the block, `connection` is one to a fresh database, and a commit is a commit."""
    name = fresh_database(f"plumb_own_{uuid4().hex}", template)
    try:
        with connected_to(name):
            yield name
    finally:
        DATABASES.drop(name)


@contextmanager
def connected_to(name):
    connection = connections["default"]
    shared = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = shared


@contextmanager
def rolled_back():
    """Whatever the block writes is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def furnished_house():
    """A database with the usual people and a row in every table: a copy of one that is made once a run."""
    from tests import make

    keys = json.loads(furnished().read_text())
    with own_database(FURNISHED):
        yield make.People.found(keys)


def furnished():
    """The file with the keys of who lives there. Whoever comes first makes the house; the others wait."""
    folder = Path(os.environ["PLUMB_TEST_LOCK"]).parent
    keys = folder / "furnished.json"
    with (folder / "furnished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not keys.exists():
            keys.write_text(json.dumps(_made()))
    return keys


def _made():
    from tests import make

    fresh_database(FURNISHED)
    with connected_to(FURNISHED), transaction.atomic():
        people = make.usual_people()
        make.furnish(people)
        return people.keys()
