"""What keeps a wrong number out of the record? Nothing is filled in, signs are said, units are written."""

import re

from django.db import connection

from assessments.kinds import places
from clinic.people import tenancy
from tests import make
from tests.pages.test_query_counts import Counted


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


def test_a_reading_asks_the_database_for_little_and_answers_every_field(pair):
    """It comes with every pause in typing: eight questions, and not one about what the page itself has just sent."""
    make.an_assessment(pair.patient, pair.therapist)
    make.a_draft_assessment(pair.patient, pair.therapist, make.SHORT)
    browser, url = make.visitor(pair.therapist), f"/patients/{pair.patient.pk}/record/"
    typed = {
        "edition": "2",
        "screened": "no",
        "right_pelvis_controlled": "on",
        "right_hip_angle_deg": "3",
        "left_knee_flexion_deg": "900",
    }
    counted = Counted()
    with connection.execute_wrapper(counted):
        answer = browser.post(f"{url}reading/", typed).content.decode()
    assert len([one for one in counted.statements if "SAVEPOINT" not in one and "set_config" not in one]) == 8
    assert answer.count("hx-swap-oob") == len(list(places()))
    right = between(answer, 'id="at-right_hip_angle_deg"', "</div>")
    assert "last time 8°" in right
    assert "real: 5° or more" in right
    assert "Left side: Give a whole number" in between(answer, 'id="at-left_knee_flexion_deg"', "</div>")
    assert between(answer, 'id="at-right_side_bridge_s"', "</div>").endswith(">")


def between(text, start, end):
    return text.split(start)[1].split(end)[0]
