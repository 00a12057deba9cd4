"""Who gets what, at every URL there is? The table says it, the site is asked.

`access.toml` holds a row for each URL and method and a column for each kind of person. All URLs that name something
name a thing of `record`: of the patient of `own_therapist`.
"""

import tomllib
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.urls import URLResolver, get_resolver, reverse

from clinic.people import access
from clinic.people import api as doors
from clinic.people.models import Patient
from tests import make
from tests.committed import rolled_back
from tests.conftest import DATABASES

TABLE = tomllib.loads(Path(__file__).with_name("access.toml").read_text())
PEOPLE = TABLE["people"]
ROWS = [
    (name, method, dict(zip(PEOPLE, answers.split(), strict=True)))
    for name, methods in TABLE["urls"].items()
    for method, answers in methods.items()
]
NAMES = [f"{method} {name}" for name, method, _ in ROWS]
SETS_PAPER = {"handout", "own_handout"}  # a second for everybody who may


def takes_its_time(name, method, expected):
    """Whatever is written is undone again, for each of ten people: that, and paper, is for the slow run."""
    return name in SETS_PAPER or (method == "POST" and set(expected.values()) != {"405"})


CASES = [
    pytest.param(*row, id=name, marks=[pytest.mark.slow] if takes_its_time(*row) else [])
    for row, name in zip(ROWS, NAMES, strict=True)
]


def urls(resolver=None, namespace="", given=()):
    """Every URL's name, with its view and the names of its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        arguments = (*given, *pattern.pattern.converters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from urls(pattern, inner, arguments)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback, set(arguments)


def address(name, things):
    arguments = next(wanted for known, _, wanted in urls() if known == name)
    return reverse(name, kwargs={argument: things[argument] for argument in arguments})


SENT = {"POST": {"data": {"sent": "nothing that is asked for"}}}
SENT_AS_JSON = {"POST": {"data": "{}", "content_type": "application/json"}}


def answer_to(session, method, url):
    """A status; `in` when the answer is to sign in first."""
    browser = make.Visitor()
    if session:
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
    sent = SENT_AS_JSON if url.startswith("/api/") else SENT
    with rolled_back():
        answer = getattr(browser, method.lower())(url, **sent.get(method, {}))
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"):
        return "in"
    return str(answer.status_code)


def answers(house, name, method, who=PEOPLE):
    url = address(name, house.things)
    return {one: answer_to(house.sessions[one], method, url) for one in who}


# -- The table is whole ----------------------------------------------------------------------------------------------
def test_the_columns_are_the_usual_people(people):
    assert list(people.all()) == PEOPLE


def test_every_url_has_its_row():
    known = set(TABLE["urls"]) | set(TABLE["not_ours"])
    assert {name for name, _, _ in urls()} == known


def test_every_url_has_both_rows():
    """A page nobody may post to says so: 405."""
    assert [name for name, methods in TABLE["urls"].items() if set(methods) != {"GET", "POST"}] == []


def test_every_view_says_whom_it_is_for():
    """Our pages by a decorator of `access`, the programming interface by a permission, allauth's by the list."""
    silent = [
        name
        for name, view, _ in urls()
        if name not in TABLE["not_ours"] and not hasattr(view, "audience") and not permits_by_our_rules(view)
    ]
    assert silent == []


def permits_by_our_rules(view):
    asked = getattr(view, "initkwargs", {}).get("permission_classes") or getattr(
        getattr(view, "cls", None), "permission_classes", []
    )
    return bool(asked) and all(one.__module__ == doors.__name__ for one in asked)


def test_what_is_not_ours_is_allauths():
    for name, view, _ in urls():
        assert (name in TABLE["not_ours"]) == view.__module__.startswith("allauth."), name


# -- The site does what the table says ---------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "method", "expected"), CASES)
def test_everybody_gets_what_the_table_says(house, people, name, method, expected):
    assert answers(house, name, method) == expected


WITH_A_KEY = {
    "account_reset_password_from_key": "/accounts/password/reset/key/1-wrong/",
    "mfa_remove_webauthn": "/accounts/2fa/webauthn/keys/1/remove/",
    "mfa_edit_webauthn": "/accounts/2fa/webauthn/keys/1/edit/",
}


@pytest.mark.parametrize("name", TABLE["not_ours"])
def test_allauths_pages_stand(people, name):
    """For a stranger and for somebody signed in: a page or a way on, never an error."""
    for user in (None, people.own_patient):
        url = WITH_A_KEY.get(name) or reverse(name)
        assert make.visitor(user).get(url, follow=True).status_code in {200, 404}


# -- Each wall holds alone, and the table sees when none does ----------------------------------------------------------
GUARDED = [
    (name, expected) for name, method, expected in ROWS if method == "GET" and "404" in expected.values()
]
STRANGERS = ("assistant", "colleague_elsewhere", "other_patient", "patient_elsewhere")


def of_strangers(expected):
    return {who: expected[who] for who in STRANGERS}


@pytest.fixture
def no_row_security(house, django_db_blocker):
    """As if the database had no policies."""
    with django_db_blocker.unblock():
        connection.close()
        alter_every_table("DISABLE ROW LEVEL SECURITY")
        with rolled_back():
            yield house
        connection.close()
        alter_every_table("ENABLE ROW LEVEL SECURITY")


def alter_every_table(how):
    with psycopg.connect(DATABASES.urls(connection.settings_dict["NAME"]).superuser) as own:
        forced = (
            "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in own.execute(forced).fetchall():
            own.execute(f"ALTER TABLE {table} {how}")


def without_scope(request, patient_id, clinics):
    """The program's door to a patient, left open."""
    return Patient.objects.select_related("clinic").filter(pk=patient_id).first() or access.refuse(
        request, "patient"
    )


@pytest.mark.slow
def test_the_program_alone_keeps_them_apart(no_row_security):
    for name, expected in GUARDED:
        assert answers(no_row_security, name, "GET", STRANGERS) == of_strangers(expected), name


@pytest.mark.slow
def test_the_database_alone_keeps_them_apart(house, people, monkeypatch):
    monkeypatch.setattr(access, "_patient_in", without_scope)
    for name, expected in GUARDED:
        assert answers(house, name, "GET", STRANGERS) == of_strangers(expected), name


@pytest.mark.slow
def test_the_table_sees_both_walls_down(no_row_security, monkeypatch):
    """Or it would prove nothing."""
    monkeypatch.setattr(access, "_patient_in", without_scope)
    red = {
        name
        for name, expected in GUARDED
        if answers(no_row_security, name, "GET", STRANGERS) != of_strangers(expected)
    }
    assert {
        "patient",
        "people:change",
        "assessments:record",
        "assessments:show",
        "exercises:programme",
    } <= red


def test_the_front_desk_sees_nothing_clinical(house, people):
    """The one page that answers 200 to therapist and assistant alike shows them different things."""
    url = address("patient", house.things)
    for_therapist, for_assistant = (
        make.visitor(user).get(url).content.decode() for user in (people.own_therapist, people.assistant)
    )
    for word in ("Compare assessments", "Programme issued", "Effort", "Waiting for you"):
        assert word in for_therapist
        assert word not in for_assistant
