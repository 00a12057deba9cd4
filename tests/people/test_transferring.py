"""Does a record come to another clinic only by the patient's word, only once, and only as a copy?"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clinic import handing_over, transferring
from clinic.mail.models import OutboxMail, State
from clinic.people import codes, tenancy
from clinic.people.models import Patient, ReceivedCopy, Transfer
from exercises.models import ProgrammeState
from tests import make
from tests.people.catalogue import count, tables_with_a_clinic

pytestmark = pytest.mark.django_db
AGREED = {"agreed": "on", "agreed_by": "patient", "agreed_on": "2026-01-01"}


@pytest.fixture
def pair():
    return make.a_pair(history={"conditions": ["osteoporosis"], "activities": ["runner"]})


@pytest.fixture
def other():
    """Another clinic's therapist."""
    return make.a_member(make.a_clinic("Hill Practice"), name="Ruben Falk")


def clinic_of(user):
    return next(tie for tie in tenancy.ties_of(user.pk)).clinic_id


def offered(pair, **changes):
    """The answer to the form, sent by the therapist who has the record."""
    given = AGREED | {"agreed_on": timezone.localdate().isoformat()} | changes
    return make.visitor(pair.therapist).post(reverse("transfer", args=[pair.patient.pk]), given)


def printed_code(answer):
    return answer.context["printed"].code


def typed(user, code, **more):
    return make.visitor(user).post(reverse("receive"), {"code": code, **more})


def arrived(user):
    with tenancy.within(clinic_of(user)):
        return list(Patient.objects.select_related("user", "clinic"))


def test_the_whole_way(pair, other):
    programme = pair.programme()
    pair.session(programme, pain=2, note="It caught me on the stairs")
    make.a_correction(pair.patient, pair.therapist)
    code = printed_code(offered(pair))
    assert arrived(other) == []

    seen = typed(other, code.lower().replace("-", " ")).content.decode()
    assert pair.patient.full_name in seen
    assert "Harbour Practice" in seen
    assert pair.patient.email not in seen
    assert "osteoporosis" not in seen.lower()
    assert arrived(other) == []

    answer = typed(other, code, confirm="1", consented="on")
    (here,) = arrived(other)
    assert answer["Location"] == reverse("patient", args=[here.pk])
    assert here.pk != pair.patient.pk
    assert (here.full_name, here.date_of_birth) == (pair.patient.full_name, pair.patient.date_of_birth)
    assert (here.conditions, here.activities) == (["osteoporosis"], ["runner"])
    assert here.consented_at

    browser = make.visitor(other)
    page = browser.get(answer["Location"]).content.decode()
    assert "Copy from Harbour Practice" in page
    with tenancy.within(clinic_of(other)):
        copy = here.received_copies.get()
    read = browser.get(reverse("received_copy", args=[here.pk, copy.pk])).content.decode()
    for words in ("+8°", "version 2", "Programme of", "Bridge", "pelvis controlled: yes", "Tamsin Okoro"):
        assert words.lower() in read.lower(), words
    assert "It caught me on the stairs" not in read


def test_the_old_record_stays_and_is_discharged(pair, other):
    programme = pair.programme()
    typed(other, printed_code(offered(pair)), confirm="1")
    old = make.as_it_is(pair.patient)
    assert old.ended_at
    assert make.as_it_is(programme).state == ProgrammeState.ENDED
    page = make.visitor(pair.therapist).get(reverse("patient", args=[old.pk])).content.decode()
    assert "Transferred to Hill Practice" in page
    assert [one for one in make.audited(pair.clinic) if one.startswith(("transfer.", "patient.t"))] == [
        "transfer.offered",
        "patient.transferred",
    ]
    with tenancy.within(clinic_of(other)):
        assert "patient.received" in make.audited(Patient.objects.get().clinic)


def test_one_sign_in_for_both(pair, other):
    pair.programme()
    typed(other, printed_code(offered(pair)), confirm="1")
    assert [tie.clinic_name for tie in tenancy.ties_of(pair.user.pk)] == ["Hill Practice"]
    make.visitor(pair.therapist).post(reverse("reopen", args=[pair.patient.pk]))
    assert {tie.clinic_name for tie in tenancy.ties_of(pair.user.pk)} == {"Hill Practice", "Harbour Practice"}


def test_there_and_back_again(pair, other):
    """The record that is there already is opened again; both copies come along, and nothing known is forgotten."""
    pair.programme()
    typed(other, printed_code(offered(pair)), confirm="1")
    (there,) = arrived(other)
    with tenancy.within(there.clinic_id):
        there.conditions = ["vertigo"]
        there.save()
    code = make.a_transfer(there, other)
    typed(pair.therapist, code, confirm="1")
    (back,) = arrived(pair.therapist)
    assert (back.pk, back.ended_at) == (pair.patient.pk, None)
    assert back.conditions == ["osteoporosis", "vertigo"]
    with tenancy.within(pair.clinic.pk):
        assert {one.from_clinic for one in back.received_copies.all()} == {
            "Hill Practice",
            "Harbour Practice",
        }


# -- Their word ----------------------------------------------------------------------------------------------------
REFUSED = {
    "nobody agreed": ({"agreed": ""}, "Ask them first"),
    "nobody is named": ({"agreed_by": ""}, "Say who agreed"),
    "a guardian without a name": ({"agreed_by": "guardian"}, "Give the name of whoever agreed"),
    "somebody else": ({"agreed_by": "neighbour"}, "Select a valid choice"),
    "on no day": ({"agreed_on": ""}, "Say on which day"),
    "tomorrow": ({"agreed_on": str(timezone.localdate() + timedelta(days=2))}, "has not come yet"),
    "long ago": ({"agreed_on": str(timezone.localdate() - timedelta(days=91))}, "Ask them again"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_nothing_is_offered_without_it(pair, case):
    changes, sentence = REFUSED[case]
    answer = offered(pair, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with tenancy.within(pair.clinic.pk):
        assert not Transfer.objects.exists()


def test_they_are_told_and_nothing_else_is(pair, other):
    pair.programme()
    typed(other, printed_code(offered(pair)), confirm="1")
    first, last = make.mails(pair.clinic, template="transfer")
    assert (first.state, last.state) == (State.WITHDRAWN, State.DUE)  # both at once would be one too many
    assert {first.to_address, last.to_address} == {pair.patient.email}
    assert last.values == {
        "given_name": "Mirela",
        "clinic": "Harbour Practice",
        "phone": pair.clinic.phone,
        "is_done": True,
    }
    with tenancy.within(clinic_of(other)):
        assert not OutboxMail.objects.exists()


def test_who_wants_no_mail_gets_none(other):
    clinic = make.a_clinic()
    therapist = make.a_member(clinic)
    code = make.a_transfer(make.a_patient(clinic, therapist, consented=False), therapist)
    typed(other, code, confirm="1")
    assert make.mails(clinic) == []
    (here,) = arrived(other)
    assert here.consented_at is None


# -- The code ------------------------------------------------------------------------------------------------------
def opens_nothing(user, code, sentence="does not open anything"):
    answers = [typed(user, code, **more) for more in ({}, {"confirm": "1"})]
    assert {one.status_code for one in answers} == {422}
    assert all(sentence in one.content.decode() for one in answers)
    assert arrived(user) == []


def test_a_wrong_code_opens_nothing(pair, other):
    make.a_transfer(pair.patient, pair.therapist)
    opens_nothing(other, codes.new())
    opens_nothing(other, "short", "not a whole code")


def test_a_code_that_ran_out_opens_nothing(pair, other):
    long_ago = timezone.now() - timedelta(days=transferring.DAYS, seconds=1)
    opens_nothing(other, make.a_transfer(pair.patient, pair.therapist, now=long_ago))


def test_a_code_that_was_withdrawn_opens_nothing(pair, other):
    code = make.a_transfer(pair.patient, pair.therapist)
    make.visitor(pair.therapist).post(reverse("take_back", args=[pair.patient.pk]))
    opens_nothing(other, code)


def test_a_new_code_ends_the_one_before(pair, other):
    before, after = (make.a_transfer(pair.patient, pair.therapist) for _ in range(2))
    opens_nothing(other, before)
    assert typed(other, after).status_code == 200


def test_a_code_opens_once(pair, other):
    code = make.a_transfer(pair.patient, pair.therapist)
    assert typed(other, code, confirm="1").status_code == 302
    third = make.a_member(make.a_clinic("Old Mill"), name="Ada Holm")
    opens_nothing(third, code)
    assert typed(other, code, confirm="1").status_code == 422
    assert len(arrived(other)) == 1


def test_ones_own_code_is_no_use(pair):
    code = make.a_transfer(pair.patient, pair.therapist)
    answer = typed(pair.therapist, code, confirm="1")
    assert (answer.status_code, "for another clinic" in answer.content.decode()) == (422, True)
    assert make.as_it_is(pair.patient).ended_at is None


def test_whoever_guesses_waits(pair, other):
    code = make.a_transfer(pair.patient, pair.therapist)
    statuses = [typed(other, codes.new()).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert typed(other, code).status_code == 429


def test_nobody_is_handed_over_over_an_alert(pair, other):
    code = make.a_transfer(pair.patient, pair.therapist)
    pair.session(pair.programme(), pain=9)
    opens_nothing_yet = typed(other, code, confirm="1")
    assert "something to settle first" in opens_nothing_yet.content.decode()
    assert (arrived(other), make.as_it_is(pair.patient).ended_at) == ([], None)


# -- The border ----------------------------------------------------------------------------------------------------
def test_the_door_shows_the_row_that_is_named_and_nothing_else(pair):
    code = make.a_transfer(pair.patient, pair.therapist)
    make.a_transfer(make.a_patient(pair.clinic, pair.therapist, given_name="Ilse"), pair.therapist)
    make.see_nothing()
    with tenancy.through("transfer", transferring._digest(code)):
        seen = {table: count(table) for table in tables_with_a_clinic() if count(table)}
    assert seen == {"people_transfer": 1}


def test_nothing_else_can_be_smuggled_in(pair, other):
    """What is sent besides the code changes nothing; another clinic's record cannot be offered at all."""
    code = make.a_transfer(pair.patient, pair.therapist)
    smuggled = {"clinic": str(pair.clinic.pk), "patient_id": str(pair.patient.pk), "family_name": "Other"}
    typed(other, code, confirm="1", **smuggled)
    (here,) = arrived(other)
    assert here.family_name == pair.patient.family_name
    elsewhere = make.visitor(other).post(
        reverse("transfer", args=[pair.patient.pk]), AGREED | {"agreed_on": timezone.localdate().isoformat()}
    )
    assert elsewhere.status_code == 404
    with tenancy.within(pair.clinic.pk):
        assert not ReceivedCopy.objects.exists()


def test_a_copy_is_read_where_it_lies_only(pair, other):
    typed(other, make.a_transfer(pair.patient, pair.therapist), confirm="1")
    (here,) = arrived(other)
    with tenancy.within(here.clinic_id):
        copy = here.received_copies.get()
    for one, patient in ((pair.therapist, here), (pair.therapist, pair.patient)):
        url = reverse("received_copy", args=[patient.pk, copy.pk])
        assert make.visitor(one).get(url).status_code == 404


def test_a_copy_asks_as_little_for_many_visits_as_for_one(pair, django_assert_max_num_queries):
    for _visit in range(3):
        pair.programme()
    with tenancy.within(pair.clinic.pk):
        patient = Patient.objects.select_related("clinic").get(pk=pair.patient.pk)
        with django_assert_max_num_queries(7):
            content = handing_over.copy_of(patient)
    assert len(content["assessments"]) == len(content["programmes"]) == 3
