"""A therapist decides: shapes a proposal, asks what if, answers Today and takes it back; with scripts and without."""

import re
import uuid

import pytest

from tests.journeys.test_main_job import call_about, record, register

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def a_new_proposal(visitor, scripts):
    """By a tablet; from here on with the keyboard alone."""
    given, family = uuid.uuid4().hex[:8], uuid.uuid4().hex[:8]  # alike to nobody
    page = visitor("tablet", scripts=scripts).sign_in("therapist").page
    register(page, given, family, f"{family}@example.org")
    record(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Propose"
    return page


def key(page, role, name):
    """Reached and pressed by the keyboard."""
    page.get_by_role(role, name=name).first.press("Enter")
    page.wait_for_load_state()


def stage(page, name):
    return page.locator(f"ol.stages > li#{name}")


@BOTH
def test_a_proposal_is_shaped(visitor, scripts):
    page = a_new_proposal(visitor, scripts)
    tally = page.locator("#tally").inner_text()

    key(page, "button", "Smaller dose: Bridge")
    stage(page, "glutes").get_by_text("2 rounds of 20 times, twice a day").wait_for()
    page.locator(".phone", has_text="2 rounds of 20 times, twice a day").wait_for()
    assert page.locator("#tally").inner_text() != tally
    if scripts:
        focused = page.evaluate("document.activeElement.id")
        assert focused.startswith("dose-down-")

    key(page, "button", "Later: Lunge hip-flexor stretch")
    stage(page, "inhibit").locator(".exercise__name >> nth=0", has_text="Pigeon").wait_for()

    swap(page, scripts)
    add_against_the_rules(page)
    kept_and_begun_again(page)
    page.get_by_role("button", name="Issue to the patient").press("Enter")
    page.get_by_text("Issued. The patient sees it now.").wait_for()
    said = page.locator("main").inner_text()
    assert "in the place of Bridge" in said
    assert "Cannot lie on the back" in said


def swap(page, scripts):
    key(page, "link", "Swap Bridge")
    page.get_by_label("Name, muscle or aim").fill("sidelying")
    if not scripts:
        key(page, "button", "Search")
    page.locator("#options:not(:has-text('Hip-flexor march'), :has-text('hip-flexor march'))").wait_for()
    key(page, "button", "Swap")
    assert "Choose an exercise from the list." in page.locator("main").inner_text()
    assert "Say in a line why" in page.locator("main").inner_text()
    page.get_by_label("Side-lying glute lift").press("Space")
    page.get_by_label("Why").fill("Cannot lie on the back")
    key(page, "button", "Swap")
    assert "Side-lying glute lift" in stage(page, "glutes").inner_text()
    assert "Bridge" not in stage(page, "glutes").inner_text()


def add_against_the_rules(page):
    """Nothing speaks against anything for this patient; the fifth a day does."""
    for wanted in ("Hamstring stretch", "Figure-four on the back"):
        stage(page, "inhibit").get_by_role("link", name="Add an exercise").press("Enter")
        page.wait_for_load_state()
        if not page.get_by_label(wanted).first.is_visible():
            page.locator("summary", has_text="more that suit").press("Enter")
        option = page.locator(".options .choice", has_text=wanted).first
        option.get_by_role("radio").press("Space")
        page.get_by_label("Why").fill("Asked for it")
        key(page, "button", "Add")
    if page.get_by_label("Give it all the same").count():
        page.get_by_label("Give it all the same").press("Space")
        key(page, "button", "Add")
    assert "More than people keep up" in page.locator("#tally").inner_text()


def kept_and_begun_again(page):
    name = f"Floor-free {uuid.uuid4().hex[:4]}"
    page.get_by_label("Name of the template").fill(name)
    key(page, "button", "Save as a template")
    assert f"Kept as “{name}” for your clinic." in page.locator("main").inner_text()
    key(page, "link", "Templates")
    assert "Left out: " in page.locator("main").inner_text()
    key(page, "button", f"Start from this {name}")
    said = page.locator("main").inner_text()
    assert f"Begun from the clinic's template “{name}”, checked for this patient." in said
    assert "More than people keep up" not in page.locator("#tally").inner_text()


@BOTH
def test_what_if(visitor, scripts):
    page = a_new_proposal(visitor, scripts)
    key(page, "link", "What if")
    difference = page.locator("#difference")
    assert "Everything is as it was found" in difference.inner_text()
    angle = page.get_by_label("Hip angle").first
    angle.fill("-5")
    if scripts:
        angle.press("Tab")
    else:
        key(page, "button", "See what would change")
    page.locator("#difference", has_text="Right, Hip angle: 8 → -5").wait_for()
    assert "Nothing would be prescribed." in difference.inner_text()
    angle.fill("400")
    if scripts:
        angle.press("Tab")
    else:
        key(page, "button", "See what would change")
    page.locator("#difference", has_text="-40").wait_for()
    assert angle.input_value() == "400"
    key(page, "link", "Proposal")
    assert "Lunge hip-flexor stretch" in stage(page, "inhibit").inner_text()


@BOTH
def test_a_stage_is_opened_and_taken_back(visitor, scripts):
    page = visitor("tablet", scripts=scripts).sign_in("therapist").page
    call = call_about(page, "Fraser")
    call.get_by_role("button", name=re.compile("^Open ")).press("Enter")
    page.wait_for_load_state()
    undo = page.locator(".undo", has_text="Callum Fraser")
    assert "is open now" in undo.inner_text()
    assert call_about(page, "Fraser") is None
    page.goto("/today/")
    page.locator(".undo", has_text="Callum Fraser").get_by_role("button", name="Undo").press("Enter")
    page.get_by_text("Taken back. It waits for you again.").wait_for()
    assert call_about(page, "Fraser") is not None


@BOTH
def test_somebody_is_found_and_the_address_keeps_it(visitor, scripts):
    page = visitor("tablet", scripts=scripts).sign_in("therapist").page
    page.goto("/today/")
    page.get_by_role("link", name="Practised this week").press("Enter")
    page.get_by_label("Name or date of birth").fill("Zielinsky")
    key(page, "button", "Search")
    assert "show=practising" in page.url
    assert "q=Zielinsky" in page.url
    rows = page.locator("main tbody tr")
    assert rows.count() == 1
    assert "Zieliński" in rows.first.inner_text()
    assert "These come near" in page.locator("main").inner_text()
