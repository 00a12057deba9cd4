"""Can a record be typed in one go, and is nothing of it ever lost? Keyboard alone, no session, no line, two tabs."""

import gzip
import re
import urllib.request
import uuid

import brotli
import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job import register

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATUS = "#kept"
HOW_FAR = 8  # stops of the Tab key from one field to the next, at most


@pytest.fixture
def therapist(visitor):
    """At a desk, with a patient of their own and a record begun."""

    def make(**choices):
        one = visitor("desktop", **choices).sign_in("therapist")
        given, family = uuid.uuid4().hex[:8], uuid.uuid4().hex[:8]  # alike to nobody
        one.page.goto("/today/")
        register(one.page, given, family, f"{family}@example.org")
        one.page.get_by_role("button", name="Record an assessment").click()
        one.page.wait_for_load_state()
        return one

    return make


class Keyboard:
    """Somebody who owns no mouse. Counts every key."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.presses += 1

    def here(self):
        return self.page.evaluate("document.activeElement.name || document.activeElement.id")

    def goes_to(self, name):
        for _ in range(HOW_FAR):
            self.press("Tab")
            if self.here() == name:
                return
        raise AssertionError(f"{name} is not within {HOW_FAR} stops; stands at {self.here()}")

    def types(self, **values):
        for name, value in values.items():
            self.goes_to(name)
            for key in str(value):
                self.press(key)

    def ticks(self, name):
        self.goes_to(name)
        self.press("Space")


def test_a_whole_record_by_keyboard_alone(therapist):
    page = therapist().page
    keys = Keyboard(page)
    assert keys.here() == "screened"
    keys.press("ArrowDown")
    keys.types(pain_at_rest=2)
    keys.ticks("activities")
    for side, angle in (("right", 8), ("left", -11)):
        keys.ticks(f"{side}_pelvis_controlled")
        keys.types(**{f"{side}_hip_angle_deg": angle, f"{side}_knee_flexion_deg": 84})
        keys.types(**{f"{side}_abduction_deg": 4, f"{side}_thomas_pain": 1, f"{side}_end_feel": "E"})
    keys.types(sahrmann_level=3, dead_bug_quality=3, prone_bridge_s=62)
    for side in ("right", "left"):
        keys.types(**{f"{side}_trendelenburg_hold_s": 30, f"{side}_single_leg_bridge_reps": 28})
    keys.types(right_single_leg_stance_s=30, left_single_leg_stance_s="p")
    keys.goes_to("posture")
    keys.press("ArrowRight")
    keys.types(right_hip_flexor_strength=5, left_hip_flexor_strength=4)
    page.locator("#reading", has_text="thigh at +8°").wait_for()
    keys.goes_to("note")
    keys.goes_to("sign")
    keys.press("Enter")
    page.wait_for_url("**/propose/")
    assert "Lunge hip-flexor stretch" in page.locator("ol.stages > li").first.inner_text()
    assert keys.presses < 125, keys.presses


def test_what_is_typed_is_answered_beside_its_field(therapist):
    page = therapist().page
    page.fill("[name=right_hip_angle_deg]", "12")
    page.locator("#at-right_hip_angle_deg", has_text="Not counted").wait_for()
    page.fill("[name=right_knee_flexion_deg]", "-5")
    page.locator("#at-right_knee_flexion_deg .error", has_text="does not bend that way").wait_for()
    page.fill("[name=left_knee_flexion_deg]", "80")
    page.locator("#at-left_hip_angle_deg", has_text="filled by half").wait_for()
    page.get_by_text("Tape measure", exact=True).first.click()
    page.fill("[name=right_hip_angle_deg]", "")
    page.fill("[name=right_thigh_length_cm]", "42")
    page.fill("[name=right_knee_above_hip_cm]", "-5")
    page.locator("#at-right_hip_angle_deg", has_text="6.8° by the tape").wait_for()


def test_a_clock_and_a_counter_in_the_field(therapist):
    page = therapist().page
    page.focus("[name=right_single_leg_stance_s]")
    page.keyboard.press("Space")
    expect(page.locator("[name=right_single_leg_stance_s]")).to_have_value("1")
    page.keyboard.press("Space")
    assert page.input_value("[name=right_single_leg_stance_s]") in {"1", "2", "3"}
    page.focus("[name=left_single_leg_bridge_reps]")
    for _ in range(3):
        page.keyboard.press("Space")
    assert page.input_value("[name=left_single_leg_bridge_reps]") == "3"


def saved(page):
    page.locator(STATUS, has_text=re.compile(r"Saved at \d\d:\d\d:\d\d$")).wait_for()


def test_the_session_ends_in_mid_record(therapist):
    one = therapist()
    page = one.page
    page.fill("[name=pain_at_rest]", "3")
    saved(page)
    one.context.clear_cookies(name=re.compile("session"))
    page.fill("[name=note]", "Stiff since March")
    page.locator(STATUS, has_text="You were signed out").wait_for()
    page.get_by_role("button", name="Save draft").click()
    account = one.site.account("therapist")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/record/")
    assert page.input_value("[name=note]") == "Stiff since March"
    assert page.input_value("[name=pain_at_rest]") == "3"
    page.fill("[name=sahrmann_level]", "3")
    saved(page)
    page.reload()
    assert page.input_value("[name=note]") == "Stiff since March"


def test_a_tab_closed_without_a_line_loses_nothing(therapist):
    one = therapist()
    url = one.page.url
    saved_first = one.page.locator("[name=note]")
    saved_first.fill("Before")
    saved(one.page)
    one.context.set_offline(True)
    one.page.fill("[name=note]", "Typed on the train")
    one.page.locator(STATUS, has_text="No connection").wait_for()
    kept = one.page.evaluate("Object.values(localStorage).join()")
    assert kept
    assert "train" not in kept
    one.page.close()
    one.context.set_offline(False)
    again = one.context.new_page()
    again.goto(url)
    expect(again.locator("[name=note]")).to_have_value("Typed on the train")
    saved(again)
    assert again.evaluate("localStorage.length") == 0
    again.reload()
    assert again.input_value("[name=note]") == "Typed on the train"
    offline = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError")
    one.complaints = [said for said in one.complaints if not any(word in said for word in offline)]


@pytest.mark.parametrize("choice", ["Keep what is here", "Take what was saved there"])
def test_two_tabs_overwrite_nothing_unseen(therapist, choice):
    one = therapist()
    first, second = one.page, one.context.new_page()
    second.goto(first.url)
    first.fill("[name=pain_at_rest]", "3")
    saved(first)
    second.fill("[name=pain_at_rest]", "7")
    versions = second.locator("#versions")
    versions.get_by_text("Saved in another window meanwhile").wait_for()
    assert "7 of 10" in versions.inner_text()
    assert "3 of 10" in versions.inner_text()
    versions.get_by_text(choice).click()
    second.wait_for_load_state()
    first.reload()
    expected = "7" if choice.startswith("Keep") else "3"
    assert second.input_value("[name=pain_at_rest]") == expected
    assert first.input_value("[name=pain_at_rest]") == expected
    one.complaints = [said for said in one.complaints if "409" not in said]


def test_the_same_without_scripts(therapist):
    page = therapist(scripts=False).page
    page.get_by_label("no to every one").check()
    page.fill("[name=pain_at_rest]", "2")
    page.fill("[name=right_knee_flexion_deg]", "p")
    page.fill("[name=right_hip_angle_deg]", "8")
    page.get_by_role("button", name="Save draft").click()
    assert page.locator("[name=right_knee_flexion_deg_state]").is_checked()
    assert page.input_value("[name=right_knee_flexion_deg]") == ""
    assert "From what was saved at" in page.locator("#reading").inner_text()
    assert "Not counted" in page.locator("#at-right_hip_angle_deg").inner_text()


def test_the_page_is_light(therapist):
    """All of it at the first visit, and what every later one costs."""
    one = therapist()
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in one.context.cookies())
    page, later = fetched(one.page.url, cookies)
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', page))
    assert len(parts) > 8
    first = later + sum(fetched(one.site.url + part, cookies)[1] for part in parts)
    assert later < 15 * 1024, later
    assert first < 60 * 1024, first


def fetched(url, cookies):
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br, gzip", "Cookie": cookies})
    with urllib.request.urlopen(asked) as answer:
        sent = answer.read()
        packed = answer.headers.get("Content-Encoding")
    whole = {"gzip": gzip.decompress, "br": brotli.decompress}.get(packed, bytes)(sent)
    return whole.decode(errors="replace"), len(sent)
