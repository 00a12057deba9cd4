"""What may still be written about somebody who was discharged? Nothing, until the record is opened again."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from clinic.people import actions, tenancy
from tests import make
from tests.access.test_matrix import TABLE, address, urls

# A mistake in a name is corrected, a record opened again, a question answered that nobody keeps, a window told that
# it is too late, a mail stopped or all of them, a record handed on: all of that goes on.
GOES_ON = {
    "people:change": 302,
    "discharge": 302,
    "reopen": 302,
    "no_longer_agree": 302,
    "transfer": 422,
    "take_back": 302,
    "exercises:what_if": 422,
    "assessments:reading": 204,
    "assessments:keep": 410,
    "mail:withdraw": 302,
    "mail:lay_aside": 302,
}
BEGINS = (
    "assessments:record",
    "assessments:correct",
    "exercises:propose",
    "exercises:add_item",
    "exercises:diary",
)
OF_A_PATIENT = {"patient_id", "mail_id"}


def writes():
    """Every address that names a patient, or something of one, and takes what is sent by a therapist."""
    for name, _view, given in urls():
        row = TABLE["urls"].get(name)
        if row and given & OF_A_PATIENT and not row["POST"].startswith("405"):
            yield name


@pytest.fixture
def discharged(house, people):
    with tenancy.within(people.clinic.pk):
        actions.change_patient(by=people.own_therapist, patient=people.record, ended_at=timezone.now())
    return house


def refused(answer, people):
    said = [str(one) for one in get_messages(answer.wsgi_request)]
    there = reverse("patient", args=[people.record.pk])
    return answer.status_code == 302 and answer["Location"] == there and "Reopen the record first" in said[-1]


def test_nothing_is_written_until_the_record_is_opened_again(discharged, people):
    browser, wrong = make.visitor(people.own_therapist), []
    before = make.audited(people.clinic)
    for name in set(writes()) - set(GOES_ON):
        answer = browser.post(address(name, discharged.things), {"sent": "nothing that is asked for"})
        if not refused(answer, people):
            wrong.append((name, answer.status_code))
    assert wrong == []
    assert make.audited(people.clinic) == before


def test_no_page_begins_anything_either(discharged, people):
    browser = make.visitor(people.own_therapist)
    wrong = [one for one in BEGINS if not refused(browser.get(address(one, discharged.things)), people)]
    assert wrong == []


def test_what_goes_on_goes_on(discharged, people):
    browser = make.visitor(people.own_therapist)
    assert set(GOES_ON) <= set(writes())
    for name in ("exercises:what_if", "assessments:reading", "assessments:keep"):
        assert browser.post(address(name, discharged.things), {"x": "y"}).status_code == GOES_ON[name], name
    assert browser.get(address("patient", discharged.things)).status_code == 200
    assert browser.get(address("people:change", discharged.things)).status_code == 200
