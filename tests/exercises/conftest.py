"""Who is there in the practice's tests?"""

import pytest

from tests.mail import make


@pytest.fixture
def clinic(db):
    return make.a_clinic()


@pytest.fixture
def therapist(clinic):
    return make.a_user(clinic)
