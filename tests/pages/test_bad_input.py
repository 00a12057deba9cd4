"""What does somebody see who did something wrong, or came too late? A calm page, no trace, nothing lost."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from clinic.people import tenancy
from clinic.people.models import Patient
from tests import make

PERSON = {
    "given_name": "Ilse",
    "family_name": "Roth",
    "date_of_birth": "1984-03-09",
    "email": "ilse@home.example",
    "phone": "",
    "language": "en",
    "time_zone": "Europe/London",
    "consented": "on",
}


def calm(answer):
    """Nothing of the machine shows."""
    said = answer.content.decode()
    for word in ("Traceback", "Exception", "DEBUG = True", "django.", "psycopg"):
        assert word not in said, word
    return said


# -- Register ------------------------------------------------------------------------------------------------------
def test_a_person_is_registered(pair):
    answer = make.visitor(pair.therapist).post("/patients/new/", PERSON)
    assert answer.status_code == 302
    with tenancy.within(pair.clinic.pk):
        assert Patient.objects.filter(given_name="Ilse").exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("date_of_birth", "{tomorrow}", "This day has not come yet."),
        ("date_of_birth", "1850-01-01", "more than 120 years ago"),
        ("date_of_birth", "09/03/1984", "year-month-day"),
        ("date_of_birth", "1984-02-30", "year-month-day"),
        ("date_of_birth", "", "the plan depends on age"),
        ("given_name", "", "Give the name they go by."),
        ("given_name", "   ", "Give the name they go by."),
        ("given_name", "x" * 81, "at most 80"),
        ("family_name", "", "Give the family name."),
        ("email", "nobody", "valid"),
        ("email", "a@b@c.example", "valid"),
        ("time_zone", "Mars/Olympus", "Mars/Olympus"),
        ("language", "tlh", "tlh"),
    ],
)
@pytest.mark.parametrize("page", ["register", "change"])
def test_an_impossible_person_is_refused_beside_the_field(pair, page, field, typed, sentence):
    url = "/patients/new/" if page == "register" else f"/patients/{pair.patient.pk}/change/"
    typed = typed.replace("{tomorrow}", (timezone.localdate() + timedelta(days=1)).isoformat())
    before = make.audited(pair.clinic)
    answer = make.visitor(pair.therapist).post(url, PERSON | {field: typed})
    said = calm(answer)
    assert answer.status_code == 422
    assert sentence in said
    assert 'value="Roth"' in said or field == "family_name"
    assert "ilse@home.example" in said or field == "email"
    assert make.audited(pair.clinic) == before


def test_an_invitation_needs_a_yes(pair):
    sent = PERSON | {"invite": "on"}
    del sent["consented"]
    answer = make.visitor(pair.therapist).post("/patients/new/", sent)
    assert answer.status_code == 422
    assert "Ask them first" in calm(answer)


def test_without_an_address_nobody_is_invited_and_the_sheet_is_named(pair):
    answer = make.visitor(pair.therapist).post(
        "/patients/new/", PERSON | {"invite": "on", "email": ""}, follow=True
    )
    assert "Print a sign-in sheet" in calm(answer)
    with tenancy.within(pair.clinic.pk):
        assert not Patient.objects.get(given_name="Ilse").mails.exists()


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'Ö\'Brien "the" {{ 7*7 }}', "名前", "\u202eevil"]
)
def test_a_strange_name_is_only_a_name(pair, name):
    browser = make.visitor(pair.therapist)
    answer = browser.post("/patients/new/", PERSON | {"given_name": name})
    assert answer.status_code == 302
    said = browser.get(answer["Location"]).content.decode()
    assert "<script>alert" not in said
    assert "49" not in said.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize(
    "query", ["?q=%00", "?page=-1", "?page=99999999999999999999", "?q=" + "x" * 5000, "?q=%25_'"]
)
@pytest.mark.parametrize("page", ["/patients/", "/today/"])
def test_a_strange_question_is_answered(pair, page, query):
    assert make.visitor(pair.therapist).get(page + query).status_code in {200, 400}


# -- Propose -------------------------------------------------------------------------------------------------------
def test_a_change_without_a_reason_is_refused_beside_it(pair):
    draft = pair.proposal()
    with tenancy.within(pair.clinic.pk):
        item = draft.items.open().first()
    url = f"/patients/{pair.patient.pk}/propose/items/{item.pk}/"
    sent = {f"{item.pk}-step": item.hold_s, f"{item.pk}-level": item.level, f"{item.pk}-times_per_day": "2"}
    answer = make.visitor(pair.therapist).post(url, sent)
    assert answer.status_code == 422
    assert "Say in a line why" in calm(answer)
    assert make.as_it_is(item).times_per_day == item.times_per_day


@pytest.mark.parametrize(
    ("name", "value"), [("step", "9999"), ("level", "9"), ("times_per_day", "7"), ("step", "abc")]
)
def test_an_impossible_dose_is_refused(pair, name, value):
    draft = pair.proposal()
    with tenancy.within(pair.clinic.pk):
        item = draft.items.open().first()
    url = f"/patients/{pair.patient.pk}/propose/items/{item.pk}/"
    sent = {
        "step": item.hold_s,
        "level": item.level,
        "times_per_day": "1",
        "reason": "Kept reason",
        name: value,
    }
    answer = make.visitor(pair.therapist).post(url, {f"{item.pk}-{key}": one for key, one in sent.items()})
    assert answer.status_code == 422
    assert "Kept reason" in calm(answer)


# -- Too late ------------------------------------------------------------------------------------------------------
def test_an_expired_session_leads_to_the_sign_in_and_back(pair):
    browser = make.visitor(pair.therapist)
    browser.session.flush()
    url = f"/patients/{pair.patient.pk}/change/"
    for answer in (browser.get(url), browser.post(url, PERSON)):
        assert answer.status_code == 302
        assert answer["Location"] == f"/accounts/login/?next={url}"
    assert make.as_it_is(pair.patient).family_name == "Quist"


def test_a_form_open_too_long_says_so(pair):
    """The form's own key is gone: what was typed is still in the other tab, and the page says so."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = make.visitor(pair.therapist).session.session_key
    answer = browser.post("/patients/new/", PERSON)
    assert answer.status_code == 403
    assert "<h1" in calm(answer)


# -- Nowhere -------------------------------------------------------------------------------------------------------
NOWHERE = [
    "/nowhere/",
    "/patients/not-a-key/",
    "/patients/00000000-0000-0000-0000-000000000000/",
    "/admin/",
    "/my/done/00000000-0000-0000-0000-000000000000/",
    "/figures/any/nothing.svg",
    "/figures/any/bridge.99.one.right.still.light.svg",
    "/figures/any/..%2F..%2Fetc%2Fpasswd",
    "/reminders/stop/nonsense/",
]


@pytest.mark.parametrize("url", NOWHERE)
def test_a_wrong_address_is_a_calm_page(pair, url):
    for user in (pair.therapist, pair.user):
        answer = make.visitor(user).get(url)
        assert answer.status_code == 404
        said = calm(answer)
        assert "<h1" in said
        assert user == pair.user or pair.patient.full_name not in said


def test_another_clinics_patient_is_as_absent_as_nobody(pair):
    """The two answers are one and the same, so that an address cannot be tried out."""
    stranger = make.visitor(make.a_member(make.a_clinic()))
    nobodys_id = "00000000-0000-0000-0000-000000000000"
    theirs, nobodys = (
        re.sub(f'{one}|value="[^"]*"|Token": "[^"]*"', "", stranger.get(f"/patients/{one}/").content.decode())
        for one in (pair.patient.pk, nobodys_id)
    )
    assert theirs == nobodys


# -- Safe everywhere -----------------------------------------------------------------------------------------------
def test_every_page_forbids_inline_script_and_style(pair):
    pair.programme()
    pages = {make.visitor(): ["/accounts/login/", "/nowhere/"], make.visitor(pair.user): ["/my/", "/my/log/"]}
    pages[make.visitor(pair.therapist)] = ["/today/", "/patients/", f"/patients/{pair.patient.pk}/"]
    for browser, urls in pages.items():
        for url in urls:
            answer = browser.get(url)
            policy = answer["Content-Security-Policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            said = answer.content.decode()
            assert " style=" not in said, url
            assert "<style" not in said, url
            assert " onclick=" not in said, url
            assert answer["X-Frame-Options"] == "DENY"


def test_a_record_stays_in_no_cache(pair):
    for user, url in ((pair.therapist, "/today/"), (pair.user, "/my/")):
        assert "no-store" in make.visitor(user).get(url)["Cache-Control"]
