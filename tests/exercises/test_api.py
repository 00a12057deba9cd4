"""The engine over HTTP: the command line's answers, for therapists only."""

import json
from pathlib import Path

import pytest
from django.test import Client

from exercises.engine import command

CONTRACT = Path(__file__).parent.parent / "contract"
ADDRESSES = {"prescribe": "/api/v1/prescriptions/preview", "review": "/api/v1/reviews/preview"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def therapist(client: Client) -> Client:
    from tests.make import a_clinic, a_member

    clinic = a_clinic(is_demo=True)
    client.force_login(a_member(clinic))
    return client


@pytest.mark.parametrize("work", ADDRESSES)
def test_the_same_objects_go_in_and_out_as_on_the_command_line(therapist, work):
    inputs = [example["input"] for example in json.loads((CONTRACT / f"{work}.json").read_text())]
    answer = therapist.post(ADDRESSES[work], inputs, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json() == [command.COMMANDS[work](each) for each in inputs]
    alone = therapist.post(ADDRESSES[work], inputs[0], content_type="application/json")
    assert alone.json() == answer.json()[0]


def test_what_does_not_fit_is_named_by_its_path(therapist):
    wrong = {"patient": {"age": 44, "agee": 3}, "thomas": {"left": {"hip_angle_deg": 61}}}
    answer = therapist.post(ADDRESSES["prescribe"], wrong, content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"patient.agee", "thomas.left.hip_angle_deg"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("{bad", set()),
        ("[" * 100_000, set()),
        ('{"patient": {"age": 44}, "x": "%s"}' % ("long" * 1_000_000), set()),
        ('{"patient": {"age": NaN}}', {"patient.age"}),
        ('{"patient": {"age": 44}, "half \\ud800": 1}', {"half \\ud800"}),
        ('{"patient": {"age": 44}, "posture": "neutral", "posture": "lordotic"}', {"posture"}),
    ],
)
def test_what_cannot_be_read_is_one_error_object(therapist, body, fields):
    answer = therapist.post(ADDRESSES["prescribe"], body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert set(answer.json()["fields"]) == fields


@pytest.mark.parametrize("work", ADDRESSES)
def test_nothing_and_no_json_are_refused_the_same_way(therapist, work):
    empty = therapist.post(ADDRESSES[work], "", content_type="application/json")
    form = therapist.post(ADDRESSES[work], {"age": 44})
    assert (empty.status_code, form.status_code) == (400, 415)
    assert [list(each.json()) for each in (empty, form)] == [["error", "fields"]] * 2


def test_one_wrong_among_many_stands_in_its_place(therapist):
    answer = therapist.post(
        ADDRESSES["prescribe"], [{"patient": {"age": 44}}, {}], content_type="application/json"
    )
    assert answer.status_code == 400
    assert answer.json()[0]["status"] == "incomplete"
    assert answer.json()[1]["fields"] == {"patient.age": answer.json()[1]["fields"]["patient.age"]}


def test_the_schema_names_both(therapist):
    schema = therapist.get("/api/v1/schema").json()
    assert set(schema["paths"]) == set(ADDRESSES.values())
    for address in ADDRESSES.values():
        post = schema["paths"][address]["post"]
        one, several = post["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
        assert several["items"] == one
        assert one["properties"]["open_through"]["enum"] == ["inhibit", "glutes", "core", "balance"]
        assert set(post["responses"]) == {"200", "400"}
