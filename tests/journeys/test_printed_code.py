"""From a printed code to today's exercises, and back in the next day: by somebody without an e-mail address."""

import uuid

import pytest

from tests.journeys.test_main_job import propose_and_issue, record

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.walk]
PHRASE = "three grey herons wade"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_sheet_to_today_and_back(visitor, scripts):
    therapist = visitor("desktop", scripts=scripts).sign_in("therapist").page
    given, family = uuid.uuid4().hex[:8].title(), f"Sheet-{uuid.uuid4().hex[:6]}"  # like nobody else
    register(therapist, given, family)
    about = therapist.url
    record(therapist)
    propose_and_issue(therapist)
    therapist.goto(about)
    therapist.get_by_role("button", name="Print a sign-in sheet").click()
    code = therapist.locator(".code--large").inner_text()
    assert therapist.locator(".qr svg").count() == 1

    patient = visitor("phone", scripts=scripts).page
    patient.goto(f"/start/{code.replace('-', '')}/")
    patient.goto(f"/start/{code.replace('-', '')}/")  # looking twice does not use it up
    patient.goto("/start/")
    patient.get_by_label("The code on your sheet").fill("7kq2")
    patient.get_by_role("button", name="Let me in").click()
    assert "not a whole code" in patient.locator("main").inner_text()
    patient.get_by_label("The code on your sheet").fill(code.lower())
    patient.get_by_role("button", name="Let me in").click()
    name = patient.locator("main .code").inner_text()
    patient.get_by_role("link", name="Choose a password").click()
    for field in patient.locator("main input[type=password]").all():
        field.fill(PHRASE)
    patient.get_by_role("button", name="Keep this password").click()
    patient.get_by_role("link", name="On to today's exercises").click()
    assert "exercises, about" in patient.get_by_role("heading", level=1).inner_text()

    patient.locator("details.menu > summary").click()
    patient.get_by_role("button", name="Sign out").click()
    patient.goto("/accounts/login/")
    patient.fill("[name=login]", name)
    patient.fill("[name=password]", PHRASE)
    patient.get_by_role("button", name="Sign in", exact=True).click()
    patient.goto("/my/")
    assert "exercises, about" in patient.get_by_role("heading", level=1).inner_text()


def register(page, given, family):
    page.get_by_role("link", name="Register a patient").click()
    page.get_by_label("Given name").fill(given)
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Date of birth").fill("1948-05-17")
    page.get_by_role("button", name="Register").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{given} {family}"
