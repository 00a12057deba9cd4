"""How does a test see what a commit leaves behind? In a database of its own, thrown away with it.

The app's role may empty no table, so a test that commits can leave the shared database to no other test. The same
databases hold a furnished house for a whole module: each of its tests is rolled back.
"""

from contextlib import contextmanager
from uuid import uuid4

from django.db import connections, transaction

from tests.conftest import DATABASES, fresh_database


@contextmanager
def own_database(template=None):
    """Until the end of the block, `connection` is one to a fresh database, and a commit is a commit."""
    connection = connections["default"]
    shared = connection.settings_dict["NAME"]
    name = fresh_database(f"plumb_own_{uuid4().hex}", template)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = shared
        DATABASES.drop(name)


@contextmanager
def rolled_back():
    """Whatever the block writes is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def furnished_house():
    """A database with the usual people and a row in every table, made once."""
    from tests import make

    with own_database():
        with transaction.atomic():
            people = make.usual_people()
            make.furnish(people)
        yield people
