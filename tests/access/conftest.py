"""Who stands before which door? The usual people; and everything of `record` that a URL can name."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class House:
    """The people, what of `record` a URL can name, and the session in which each person asks."""

    people: object
    things: dict
    sessions: dict


@pytest.fixture(scope="module")
def house(django_db_blocker):
    """Everything a page could show of `record` is open: a draft, a proposal, a programme, a call, a mail."""
    from tests import make
    from tests.access import things
    from tests.committed import furnished_house

    with django_db_blocker.unblock(), furnished_house() as people:
        browsers = {who: make.visitor(user) for who, user in people.all().items()}
        sessions = {who: browser.session.session_key for who, browser in browsers.items()}
        yield House(people, things.of(people), sessions | {"nobody": ""})


@pytest.fixture
def people(house, django_db_blocker):
    from tests.committed import rolled_back

    with django_db_blocker.unblock(), rolled_back():
        yield house.people.anew()
