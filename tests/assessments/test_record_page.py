"""What keeps a wrong number out of the record? Nothing is filled in, signs are said, units are written."""

import re

import pytest

from clinic.people import tenancy
from tests import make


@pytest.fixture
def pair(db):
    return make.a_pair()


def page(pair):
    return make.visitor(pair.therapist).get(f"/patients/{pair.patient.pk}/record/").content.decode()


def test_a_new_assessment_copies_nothing_from_the_last_visit(pair):
    make.an_assessment(pair.patient, pair.therapist)
    draft = make.a_draft_assessment(pair.patient, pair.therapist, {})
    with tenancy.within(pair.clinic.pk):
        assert not draft.observations.exists()
        assert not draft.thomas_tests.exists()
        assert (draft.red_flags_asked, draft.red_flags) == (False, [])
    numbers = re.findall(r"<input[^>]*inputmode[^>]*>", page(pair))
    assert len(numbers) > 10
    assert not [one for one in numbers if re.search(r'value="[^"]', one)]


def test_the_sign_of_the_hip_angle_is_said_where_it_is_typed(pair):
    make.a_draft_assessment(pair.patient, pair.therapist, {})
    assert "above the horizontal is plus (short), below is minus" in page(pair)
