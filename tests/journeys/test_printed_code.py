"""From a printed code to today's exercises, and back in the next day: by somebody without an e-mail address."""

import uuid

import pytest

from tests.journeys.test_main_job import propose_and_issue, record

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHRASE = "three grey herons wade"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_sheet_to_today_and_back(visitor, scripts):
    code = a_code(visitor("desktop", scripts=scripts).sign_in("therapist").page)

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
    is_today(patient)

    sign_out(patient)
    patient.goto("/accounts/login/")
    patient.fill("[name=login]", name)
    patient.fill("[name=password]", PHRASE)
    patient.get_by_role("button", name="Sign in", exact=True).click()
    patient.goto("/my/")
    is_today(patient)


def test_from_the_sheet_to_a_passkey_and_back(visitor):
    """With the key of a phone that knows its owner by a fingerprint."""
    code = a_code(visitor("desktop").sign_in("therapist").page)
    patient = visitor("phone").page
    keys = patient.context.new_cdp_session(patient)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": FINGERPRINT})
    patient.goto(f"/start/{code.replace('-', '')}/")
    patient.get_by_role("button", name="Let me in").click()
    patient.get_by_role("link", name="Set up a passkey").click()
    patient.get_by_role("button", name="Add it").click()
    patient.locator("main .chip--done").wait_for()
    patient.get_by_role("link", name="On to today's exercises").click()
    is_today(patient)

    sign_out(patient)
    patient.goto("/accounts/login/")
    patient.get_by_role("button", name="Use a passkey").click()
    is_today(patient)


FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def a_code(therapist):
    """Of somebody new, with a programme, and no address."""
    register(therapist, uuid.uuid4().hex[:8].title(), f"Sheet-{uuid.uuid4().hex[:6]}")  # like nobody else
    about = therapist.url
    record(therapist)
    propose_and_issue(therapist)
    therapist.goto(about)
    therapist.get_by_role("button", name="Print a sign-in sheet").click()
    assert therapist.locator(".qr svg").count() == 1
    return therapist.locator(".code--large").inner_text()


def is_today(page):
    page.get_by_role("heading", level=1).get_by_text("exercises, about").wait_for()


def sign_out(page):
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/my/" not in url)


def register(page, given, family):
    page.get_by_role("link", name="Register a patient").click()
    page.get_by_label("Given name").fill(given)
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Date of birth").fill("1978-05-17")
    page.get_by_role("button", name="Register").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{given} {family}"
