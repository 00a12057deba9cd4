"""Who is there? The usual people of two clinics, with a row in every table, made once a module."""

import pytest


@pytest.fixture(scope="module")
def house(django_db_blocker):
    from tests.committed import furnished_house

    with django_db_blocker.unblock(), furnished_house() as people:
        yield people


@pytest.fixture
def people(house, django_db_blocker):
    """What a test does to them is rolled back."""
    from tests.committed import rolled_back

    with django_db_blocker.unblock(), rolled_back():
        yield house.anew()


@pytest.fixture
def committed_people(django_db_blocker):
    """New ones, in a database of this test's own, where a commit is a commit."""
    from tests import make
    from tests.committed import own_database

    with django_db_blocker.unblock(), own_database():
        yield make.usual_people()
