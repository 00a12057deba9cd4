"""Who is there? The usual people of two clinics."""

import pytest


@pytest.fixture
def people(db):
    from tests import make

    return make.usual_people()


@pytest.fixture
def committed_people(django_db_blocker):
    """The same, in a database of this test's own, where a commit is a commit."""
    from tests import make
    from tests.committed import own_database

    with django_db_blocker.unblock(), own_database():
        yield make.usual_people()
