"""Who opens the pages? A therapist and a patient of one clinic."""

import pytest


@pytest.fixture
def pair(db):
    from tests import make

    return make.a_pair()
