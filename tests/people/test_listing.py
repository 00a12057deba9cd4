"""Is a list registered whole, once, and in no other clinic? And is somebody alike noticed?"""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinic.people import tenancy
from clinic.people.likeness import is_nearly
from clinic.people.models import Patient, PatientList
from tests import make

pytestmark = pytest.mark.django_db
LIST = "given name,family name,date of birth\nIlse,Roth,1984-03-09\nOlga,Sand,1951-12-01\n"


@pytest.fixture
def clinic():
    return make.a_clinic(is_demo=True)


@pytest.fixture
def desk(clinic):
    return make.visitor(make.a_member(clinic, "assistant"))


def sent(desk, text):
    file = SimpleUploadedFile("patients.csv", text if isinstance(text, bytes) else text.encode())
    return desk.post(reverse("people:bring_in"), {"file": file, "dates": "ymd"})


def registered(clinic):
    with tenancy.within(clinic.pk):
        return list(Patient.objects.filter(clinic=clinic).values_list("given_name", "family_name"))


def test_nobody_is_registered_before_the_button(clinic, desk):
    shown = desk.get(sent(desk, LIST).url)
    assert "2 people would be registered." in shown.content.decode()
    assert registered(clinic) == []


def test_the_button_registers_everybody_once(clinic, desk):
    waiting = sent(desk, LIST).url
    for _ in range(2):
        assert desk.post(waiting, {"register": ""}).url == reverse("people:patients")
    assert registered(clinic) == [("Ilse", "Roth"), ("Olga", "Sand")]
    with tenancy.within(clinic.pk):
        assert not PatientList.objects.exists()


def test_who_is_here_already_is_left_alone(clinic, desk):
    make.a_patient(
        clinic, make.a_member(clinic), given_name="ILSE", family_name="Roth", date_of_birth=date(1984, 3, 9)
    )
    waiting = sent(desk, LIST).url
    assert "is here already" in desk.get(waiting).content.decode()
    desk.post(waiting, {"register": ""})
    assert sorted(registered(clinic)) == [("ILSE", "Roth"), ("Olga", "Sand")]


def test_one_wrong_line_keeps_all_of_them_out(clinic, desk):
    answer = sent(desk, LIST + "Nobody,,1990-01-01\n")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Line 4" in said
    assert "The family name is missing." in said
    with tenancy.within(clinic.pk):
        assert not PatientList.objects.exists()


def test_put_aside_leaves_nothing(clinic, desk):
    assert desk.post(sent(desk, LIST).url, {"put_aside": ""}).url == reverse("people:bring_in")
    assert registered(clinic) == []


@pytest.mark.parametrize(
    ("name", "other", "nearly"),
    [
        ("Zoë Quist", "zoe quist", True),
        ("Quist Mirela", "Mirela Quist", True),
        ("Ann Lee", "Ann Leigh", True),
        ("Jon Smith", "John Smyth", True),
        ("Mirela Quist", "Tamsin Okoro", False),
        ("Ann Lee", "Peter Lee", False),
    ],
)
def test_who_is_nearly_whom(name, other, nearly):
    assert is_nearly(name, other) is nearly


def test_somebody_alike_is_asked_about_first(clinic, desk):
    make.a_patient(
        clinic, make.a_member(clinic), given_name="Ilse", family_name="Roth", date_of_birth=date(1984, 3, 9)
    )
    typed = {
        "given_name": "Ilsa",
        "family_name": "Roth",
        "date_of_birth": "1984-03-09",
        "language": "en",
        "time_zone": "UTC",
    }
    answer = desk.post(reverse("register"), typed)
    assert answer.status_code == 422
    assert "Somebody like this is registered here." in answer.content.decode()
    assert len(registered(clinic)) == 1
    assert desk.post(reverse("register"), typed | {"another": "on"}).status_code == 302
    assert len(registered(clinic)) == 2


def test_somebody_alike_in_another_clinic_is_nobodys_business(clinic, desk):
    elsewhere = make.a_clinic()
    make.a_patient(
        elsewhere,
        make.a_member(elsewhere),
        given_name="Ilse",
        family_name="Roth",
        date_of_birth=date(1984, 3, 9),
    )
    typed = {
        "given_name": "Ilse",
        "family_name": "Roth",
        "date_of_birth": "1984-03-09",
        "language": "en",
        "time_zone": "UTC",
    }
    assert desk.post(reverse("register"), typed).status_code == 302
