"""Can everybody read and use every page: at a phone, a tablet or a desk, in light and dark, by thumb and by ear?"""

import gzip
import json
import re
import time
import urllib.request
import uuid

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from assessments.how_to import FOLDER as TESTS
from clinic.figures import load
from clinic.figures.sheet import sheet
from tests.journeys.conftest import SIZES
from tests.journeys.test_main_job import choose, fill, register

pytestmark = pytest.mark.browser

# Only colours change with the light.
AXE = {"light": {"resultTypes": ["violations"]}, "dark": {"runOnly": ["color-contrast"]}}
# The menu lies over the page when it is open, so it is looked at once. Of a long list, eight rows stand for all.
OPEN_EVERYTHING = """
() => {
  document.querySelectorAll("details:not(.menu)").forEach((one) => { one.open = true; });
  const long = ":is(tbody > tr, .reading > li, .entries > li):nth-child(n+9)";
  document.querySelectorAll(long).forEach((one) => one.remove());
}
"""
TROUBLES = """
() => {
  const shown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: false});
  const said = (one) => (one.innerText || one.name || one.id || "").trim().slice(0, 40);
  const say = (one) => `${one.tagName.toLowerCase()} “${said(one)}”`;
  const found = [];

  const wider = document.scrollingElement.scrollWidth - window.innerWidth;
  if (wider > 0) {
    const guilty = [...document.querySelectorAll("body *")]
      .filter((one) => shown(one) && one.getBoundingClientRect().right > window.innerWidth + 1).map(say);
    found.push(`scrolls sideways by ${wider} px: ${guilty.slice(0, 3).join(", ")}`);
  }

  const titles = [...document.querySelectorAll("h1")].filter(shown).length;
  if (titles !== 1) found.push(`${titles} main headings`);
  let before = 0;
  for (const heading of [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown)) {
    const level = Number(heading.tagName[1]);
    if (before && level > before + 1) found.push(`h${level} follows h${before}: ${say(heading)}`);
    before = level;
  }

  const inASentence = (link) => {
    if (link.tagName !== "A" || getComputedStyle(link).display !== "inline") return false;
    return link.parentElement.innerText.replace(link.innerText, "").replace(/[\\s·.,]/g, "").length > 1;
  };
  // An answer to choose is as large as its box and its words together.
  const reach = (one) => {
    const boxes = [one, ...(one.labels && ["radio", "checkbox"].includes(one.type) ? one.labels : [])]
      .map((part) => part.getBoundingClientRect());
    return [
      Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
      Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)),
    ];
  };
  const pressed = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  for (const one of [...document.querySelectorAll(pressed)].filter(shown)) {
    const [width, height] = reach(one);
    if ((width < 43.5 || height < 43.5) && !inASentence(one))
      found.push(`too small to press, ${Math.round(width)}x${Math.round(height)}: ${say(one)}`);
  }

  for (const one of [...document.querySelectorAll(".button")].filter(shown))
    if (one.getBoundingClientRect().height > 130) found.push(`squeezed: ${say(one)}`);

  // What is drawn grows and shrinks with its drawing.
  const read = (one) => parseFloat(getComputedStyle(one).fontSize) * (one.getScreenCTM ? one.getScreenCTM().a : 1);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const around = words.currentNode.parentElement;
    if (words.currentNode.data.trim() && shown(around) && read(around) < 15.5)
      found.push(`too small to read, ${Math.round(read(around))} px: ${say(around)}`);
  }
  return found;
}
"""


class Critic:
    """Looks at each page somebody comes to, at every size and in both lights, and keeps what is wrong with it."""

    def __init__(self, visitor):
        self.visitor, self.page, self.troubles = visitor, visitor.page, []

    def looks_at(self, name, path=None, ignoring=None):
        if path is not None:
            answer = self.page.goto(path)
            assert answer.status < 500, f"{name}: the page broke"
        self.page.evaluate(OPEN_EVERYTHING)
        found = []
        for size, (width, height) in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            found += [f"{size}: {trouble}" for trouble in self.page.evaluate(TROUBLES)]
        self.page.evaluate(AXE_SCRIPT)
        for light, options in AXE.items():
            self.page.emulate_media(color_scheme=light)
            for broken in self.page.evaluate(f"axe.run({json.dumps(options)})")["violations"]:
                found.append(f"{light}: {broken['id']}: {broken['nodes'][0]['html'][:90]}")
        self.page.emulate_media(color_scheme="light")
        kept = [trouble for trouble in dict.fromkeys(found) if not ignoring or ignoring not in trouble]
        self.troubles += [f"{name}: {trouble}" for trouble in kept]

    def expects(self, status):
        """A page that answers so is a failed load to the browser; here it is meant."""
        self.visitor.complaints = [said for said in self.visitor.complaints if status not in said]

    def presses(self, button):
        self.page.get_by_role("button", name=button, exact=True).first.click()
        self.page.wait_for_load_state()


@pytest.fixture
def critic(visitor):
    """Makes critics, signed in or not; at the end each says what was wrong."""
    made = []

    def make(role=None, clinic=0):
        somebody = visitor("desktop")
        made.append(Critic(somebody.sign_in(role, clinic) if role else somebody))
        return made[-1]

    yield make
    troubles = [trouble for one in made for trouble in one.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.mark.slow
def test_the_doors(critic):
    one = critic()
    one.looks_at("sign-in", "/accounts/login/")
    one.page.fill("[name=login]", "nobody@example.org")
    one.page.fill("[name=password]", "not a password of theirs")
    one.presses("Sign in")
    one.looks_at("sign-in, refused")
    one.looks_at("sign-in by code", "/accounts/login/code/")
    one.page.fill("[name=email]", "nobody@example.org")
    one.presses("E-mail me a code")
    one.looks_at("type the code")
    one.looks_at("password reset", "/accounts/password/reset/")
    one.looks_at("spent invitation", "/invitation/used-long-ago/")
    one.expects("410")
    one.looks_at("no such page", "/nowhere/")
    one.expects("404")


@pytest.mark.slow
def test_every_drawing(critic):
    critic("therapist").looks_at("every drawing", "/figures/")


@pytest.mark.slow
def test_every_drawing_in_a_file(critic):
    one = critic()
    one.page.goto("about:blank")
    one.page.set_content(sheet({"Tests": {"thomas-test": load(TESTS / "thomas-test.poses.toml")}}))
    # Its thumbnails are there to be compared; the letters in them are read in the drawings beside them.
    one.looks_at("every drawing, in a file", ignoring="too small to read")


@pytest.mark.slow
def test_the_account(critic):
    one = critic("owner")
    one.page.goto("/today/")
    one.page.locator(".menu > summary").click()
    one.looks_at("the menu")
    one.looks_at("the clinic", "/clinic/")
    one.looks_at("password", "/accounts/password/change/")
    one.looks_at("e-mail address", "/accounts/email/")
    one.looks_at("sessions", "/accounts/sessions/")
    one.looks_at("second factor", "/accounts/2fa/")
    one.looks_at("protocol", "/protocol/")
    one.presses("Sign for this clinic")
    one.looks_at("protocol, with errors")


@pytest.mark.slow
def test_the_front_desk(critic):
    one = critic("assistant")
    one.looks_at("patients", "/patients/")
    one.looks_at("nobody found", "/patients/?q=Nobodyatall")
    one.looks_at("register", "/patients/new/")
    one.presses("Register")
    one.looks_at("register, with errors")
    contact = patient_called(one.page, "Nwosu")
    one.looks_at("patient, as the desk sees them", contact)
    one.looks_at("change", f"{contact}change/")
    one.looks_at("messages", "/messages/")
    one.looks_at("outbox", "/outbox/")
    one.page.locator("main tbody a").first.click()
    one.looks_at("one mail")


def patient_called(page, family):
    page.goto(f"/patients/?q={family}")
    return page.locator("main tbody a").first.get_attribute("href")


@pytest.mark.slow
def test_looking_back(critic):
    one = critic("therapist")
    one.looks_at("Today", "/today/")
    one.looks_at("patient, practising", patient_called(one.page, "Nwosu"))
    one.looks_at("programme", one.page.locator("main a", has_text="Programme").first.get_attribute("href"))
    one.looks_at("patient, stopped", patient_called(one.page, "Demir"))
    one.looks_at(
        "programme, stopped", one.page.locator("main a", has_text="Programme").first.get_attribute("href")
    )
    one.looks_at("patient, corrected", patient_called(one.page, "Zhou"))
    one.page.get_by_role("link", name="Assessment, version 2").click()
    one.looks_at("assessment")
    one.page.get_by_role("link", name="Correct it").click()
    one.looks_at("correct")
    one.page.goto(patient_called(one.page, "Nwosu"))
    one.presses("Record an assessment")
    one.looks_at("record, a retest")


WITHHELD = {
    "emergency": "Pritchard",
    "urgent": "Solberg",
    "hold": "Hosseini",
    "therapist decides": "Atkinson",
    "incomplete": "Marchetti",
    "not indicated": "Boateng",
}


@pytest.mark.slow
def test_nothing_proposed(critic):
    one = critic("therapist")
    for kind, family in WITHHELD.items():
        one.looks_at(f"withheld, {kind}", f"{patient_called(one.page, family)}propose/")


@pytest.mark.slow
def test_from_registering_to_a_painful_evening(critic):
    """The pages that come of doing something, with a patient of their own."""
    therapist, patient = critic("therapist"), critic()
    email = registered(therapist)
    therapist.looks_at("patient, new")
    come_in(patient, email)
    patient.looks_at("today, nothing yet", "/my/")
    recorded(therapist)
    proposed(therapist)

    patient.looks_at("today", "/my/")
    patient.looks_at("log", "/my/log/")
    patient.presses("Save")
    patient.looks_at("log, with errors")
    practised(patient, pain=1)
    patient.looks_at("done")
    patient.looks_at("today, second practice", "/my/")
    patient.page.goto("/my/log/")
    practised(patient, pain=6)
    patient.looks_at("done, painful")
    patient.looks_at("today, done", "/my/")
    patient.looks_at("reminders", "/my/reminders/")


@pytest.mark.slow
def test_deciding(critic):
    """The proposal changed, and the pages around it."""
    one = critic("therapist")
    registered(one)
    recorded(one, looking=False)
    one.page.get_by_role("button", name="Smaller dose: Bridge").click()
    one.page.get_by_text("One step less").wait_for()
    one.looks_at("propose, changed")
    table = one.page.url
    one.page.get_by_role("link", name="Swap Bridge").click()
    one.looks_at("swap")
    one.presses("Swap")
    one.looks_at("swap, with errors")
    one.page.goto(table)
    one.presses("Save as a template")
    one.looks_at("propose, template without a name")
    one.page.get_by_label("Name of the template").fill(f"Looked at {uuid.uuid4().hex[:4]}")
    one.presses("Save as a template")
    one.page.get_by_role("link", name="Templates").click()
    one.looks_at("templates")
    one.page.get_by_role("link", name="What if").click()
    one.page.get_by_label("Hip angle").first.fill("400")
    one.presses("See what would change")
    one.page.locator("#difference", has_text="-40").wait_for()
    one.looks_at("what if, with an error")
    one.looks_at("nobody found", "/today/?q=Nobodyatall&show=due")


@pytest.mark.slow
def test_the_views_of_a_story(critic):
    one = critic("therapist")
    story = patient_called(one.page, "Zhou")
    one.looks_at("story", story)
    one.looks_at("compare", f"{story}assessments/compare/")
    one.looks_at("notes", f"{story}notes/")
    one.looks_at("discharge", f"{story}discharge/")
    one.looks_at("a test", "/tests/sahrmann/")


@pytest.mark.slow
def test_somebody_goes_to_another_clinic(critic):
    """Every page on both sides; a patient of their own, so that nobody of the demo is gone for the next test."""
    one = critic("therapist")
    registered(one)
    recorded(one, looking=False)
    one.presses("Issue to the patient")
    one.page.locator("main .eyebrow a").first.click()
    one.page.get_by_role("link", name="Transfer to another clinic").click()
    offer = one.page.url
    one.presses("Print a code")
    one.looks_at("transfer, with errors")
    one.page.goto(offer)
    one.page.get_by_label("They know what is handed over").check()
    one.page.get_by_label("the patient", exact=True).check()
    one.presses("Print a code")
    one.looks_at("transfer, the code")
    code = one.page.locator(".code--large").inner_text()
    one.looks_at("transfer, offered", offer)

    other = critic("therapist", 1)
    other.page.goto("/patients/")
    other.page.get_by_role("link", name="Receive a patient").click()
    other.page.get_by_label("The code on the sheet").fill("7KQ2-M4XT-RB93")
    other.presses("See who it is")
    other.looks_at("receive, a wrong code")
    other.page.get_by_label("The code on the sheet").fill(code.lower())
    other.presses("See who it is")
    other.looks_at("receive, who it is")
    other.presses("Yes: receive them")
    other.looks_at("patient, received")
    other.page.get_by_role("link", name="Copy from").click()
    other.looks_at("the copy")
    one.looks_at("patient, transferred", offer.removesuffix("transfer/"))


@pytest.mark.slow
def test_an_alarm(critic):
    therapist, patient = critic("therapist"), critic()
    email = registered(therapist)
    come_in(patient, email, looking=False)
    recorded(therapist, looking=False)
    proposed(therapist, looking=False)
    patient.page.goto("/my/log/")
    patient.page.get_by_label("new numbness").check()
    practised(patient, pain=2)
    patient.looks_at("done, alarm")
    patient.looks_at("today, stopped", "/my/")


def registered(one):
    family = f"Pages-{uuid.uuid4().hex[:6]}"
    one.page.goto("/today/")
    register(one.page, uuid.uuid4().hex[:8].title(), family, f"{family.lower()}@example.org")
    return f"{family.lower()}@example.org"


def come_in(one, email, looking=True):
    link = re.search(r"http://\S+/invitation/\S+/", mail_to(one.page, email)).group()
    one.page.goto(link)
    if looking:
        one.looks_at("invitation")
    one.presses("Let me in")
    if looking:
        one.looks_at("choose a password")


def mail_to(page, email, wait_s=60):
    deadline = time.monotonic() + wait_s
    while time.monotonic() < deadline:
        page.goto("/outbox/")
        row = page.locator("main tbody tr", has_text=email)
        if row.count():
            row.first.get_by_role("link").click()
            return page.locator("main").inner_text()
        time.sleep(0.3)
    raise AssertionError(f"no mail to {email} in {wait_s} s")


def recorded(one, looking=True):
    one.presses("Record an assessment")
    if looking:
        one.looks_at("record")
    fill(one.page, pain_at_rest=2, sahrmann_level=3)
    for side, angle in (("right", 8), ("left", -11)):
        one.page.locator(f"[name={side}_pelvis_controlled]").check()
        fill(one.page, **{f"{side}_hip_angle_deg": angle, f"{side}_single_leg_stance_s": 30})
    if looking:
        fill(one.page, left_abduction_deg=400)
        one.presses("Sign and propose")
        one.looks_at("record, with an error")
        fill(one.page, left_abduction_deg=4)
    one.page.get_by_label("I have asked all of these questions").check()
    one.presses("Sign and propose")


def proposed(one, looking=True):
    if looking:
        one.looks_at("propose")
        one.presses("Save the change")
        one.page.get_by_text("Say in a line why").first.wait_for()
        one.looks_at("propose, with an error")
        one.page.get_by_role("link", name="As a whole page").click()
        one.looks_at("preview")
        one.page.get_by_role("link", name="Back to the proposal").click()
    one.presses("Issue to the patient")


def practised(one, pain):
    for section in one.page.locator("main form section").all()[:-1]:
        section.get_by_text("Done", exact=True).click()
        choose(section, "Pain while you did it", str(pain))
        choose(section, "How hard was it?", "4")
    one.presses("Save")


def test_the_first_page_is_light(site):
    """Sign-in with its styles and scripts, as they come over the wire."""
    page, total = fetched(f"{site.url}/accounts/login/")
    parts = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', gzip.decompress(page).decode())
    assert len(parts) > 4
    total += sum(fetched(site.url + part)[1] for part in set(parts))
    assert total < 40 * 1024


def fetched(url):
    """What came, and how many bytes of it came over the wire."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        sent = answer.read()
    return sent, len(sent)
