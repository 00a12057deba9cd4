"""Can somebody practise with the phone alone: led, without a connection, sent once, and safe from who comes after?"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.conftest import ROOT
from tests.journeys.conftest import CHROMIUM, FLAGS
from tests.journeys.test_pages import TROUBLES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Made in the running site's database: patients of their own, with programmes that began two weeks ago.
MAKE = """
import json, sys, django
django.setup()
from django.db import transaction
from django.utils import timezone
from datetime import timedelta
from tests import make
with transaction.atomic():
    pair = make.a_pair()
    pair.programme(on=timezone.localdate() - timedelta(days=14))
    print(json.dumps({"email": pair.user.email, "clinic": str(pair.clinic.pk), "patient": str(pair.patient.pk)}))
"""
ASK = """
import json, sys, django
django.setup()
from clinic.people import tenancy
from exercises.models import Session
with tenancy.within(sys.argv[1]):
    found = Session.objects.filter(patient=sys.argv[2]).order_by("logged_at")
    facts = [[one.client_key, one.local_date, one.slot, one.pain, one.entries.count()] for one in found]
    print(json.dumps(facts, default=str))
"""


def run(site, program, *words):
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=ROOT,
        env=site.environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def somebody(site):
    if not site.environment:
        pytest.skip("needs a site of its own")
    return run(site, MAKE)


def sessions(site, somebody):
    return run(site, ASK, somebody["clinic"], somebody["patient"])


def opened(visitor, somebody):
    """Signed in, and today's practice kept on the phone."""
    from tests.make import PASSWORD

    one = visitor("phone").sign_in_as(somebody["email"], PASSWORD)
    one.page.goto("/my/practice/")
    is_kept(one.page)
    return one


IS_KEPT = """async () => { for (const name of await caches.keys())
  if (name.startsWith("practice:") && await (await caches.open(name)).match("/my/practice/")) return true;
  return false; }"""


def is_kept(page, wait_s=60):
    deadline = time.monotonic() + wait_s
    while not page.evaluate(IS_KEPT):
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)


ALL_SENT = """async () => {
  const store = performance.getEntriesByType("resource").find((one) => /practice.store/.test(one.name));
  const { toldBy } = await import(store.name);
  return !(await toldBy(document.documentElement.dataset.account)).length; }"""


def all_is_sent(page, wait_s=60):
    """Nothing waits on this phone any more, and the notice says no other."""
    deadline = time.monotonic() + wait_s
    while not page.evaluate(ALL_SENT):
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)
    page.locator("#waiting").wait_for(state="hidden")


def through(page):
    """Every exercise begun and left, up to the questions."""
    for _ in range(12):
        if page.locator("#practise").get_attribute("data-phase") == "questions":
            return
        page.click("#skip")
    raise AssertionError("no end")


def told(page, pain=1):
    for section in page.locator("#afterwards section[data-item]").all():
        section.get_by_text("Done", exact=True).click()
        for question in ("Pain while", "How hard"):
            number = str(pain if question == "Pain while" else 3)
            section.locator("fieldset", has_text=question).get_by_text(number, exact=True).click()
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Save").click()


def offline(visitor, is_so=True):
    visitor.context.set_offline(is_so)
    visitor.complaints = [said for said in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def unheard(one):
    """Without a connection the browser says so; here it is meant."""
    one.complaints = [
        said for said in one.complaints if "ERR_INTERNET" not in said and "Failed to fetch" not in said
    ]


def test_practised_without_a_connection_and_sent_later(visitor, site, somebody):
    one = opened(visitor, somebody)
    offline(one)
    one.page.goto("/my/")  # the app opens, and leads on to what is kept
    one.page.wait_for_url("**/my/practice/")
    one.page.get_by_role("button", name="Start", exact=True).click()
    assert one.page.inner_text("#number") in {"10", "9"}
    through(one.page)
    told(one.page)
    one.page.get_by_text("It waits on this phone").wait_for()
    one.page.get_by_text("1 answer waits to be sent").wait_for()
    assert sessions(site, somebody) == []
    unheard(one)
    offline(one, is_so=False)
    one.page.goto("/my/")
    all_is_sent(one.page)
    assert len(sessions(site, somebody)) == 1


def test_what_hurts_stops_at_once(visitor, site, somebody):
    one = opened(visitor, somebody)
    one.page.get_by_role("button", name="Start", exact=True).click()
    one.page.click("#hurts")
    one.page.get_by_role("button", name="6", exact=True).click()
    one.page.locator("#advice").get_by_text("Stop this exercise for today").wait_for()
    one.page.get_by_role("button", name="Next exercise").click()
    assert one.page.inner_text("#where").startswith("2 of")
    all_is_sent(one.page)
    ((_, _, _, pain, entries),) = sessions(site, somebody)
    assert (pain, entries) == (6, 1)  # the therapist hears of it before the practice is over
    one.page.reload()
    one.page.locator("#practise[data-phase=intro]").wait_for()
    assert one.page.inner_text("#where").startswith("2 of")
    offline(one)
    one.page.click("#hurts")
    one.page.get_by_role("button", name="9", exact=True).click()
    alarm = one.page.locator("#alarm")
    alarm.wait_for()
    assert "999" in alarm.inner_text()
    assert alarm.get_by_role("link", name="Call 999").get_attribute("href") == "tel:999"
    unheard(one)
    offline(one, is_so=False)
    one.page.goto("/my/reminders/")
    all_is_sent(one.page)
    ((_, _, slot, pain, entries),) = sessions(site, somebody)
    assert (slot, pain, entries) == (1, 9, 2)


def test_a_closed_page_comes_back_to_where_it_was(visitor, somebody):
    one = opened(visitor, somebody)
    one.page.click("#skip")
    one.page.get_by_role("button", name="Start", exact=True).click()
    one.page.click("#skip")
    one.page.wait_for_function("document.getElementById('practise').dataset.phase === 'work'")
    one.page.reload()
    one.page.get_by_role("button", name="Go on").wait_for()
    assert one.page.inner_text("#where").startswith("2 of")


def test_nothing_is_left_for_who_signs_in_next(visitor, site, somebody):
    one = opened(visitor, somebody)
    offline(one)
    through(one.page)
    told(one.page)
    one.page.get_by_text("1 answer waits").wait_for()
    unheard(one)
    one.context.clear_cookies()  # the session ends, and somebody else signs in
    offline(one, is_so=False)
    one.sign_in("patient")
    one.page.goto("/my/")
    assert not one.page.evaluate(IS_KEPT)
    assert one.page.locator("#waiting").is_hidden()
    assert sessions(site, somebody) == []
    one.context.clear_cookies()
    from tests.make import PASSWORD

    one.sign_in_as(somebody["email"], PASSWORD)
    one.page.goto("/my/")
    all_is_sent(one.page)
    assert len(sessions(site, somebody)) == 1


def test_signing_out_with_something_unsent_asks_first(visitor, site, somebody):
    one = opened(visitor, somebody)
    one.page.goto("/my/")
    one.page.route("**/my/sessions/", lambda route: route.abort())
    one.page.evaluate(
        """async () => {
          const store = performance.getEntriesByType("resource").find((one) => /practice.store/.test(one.name));
          const { put } = await import(store.name);
          const { account } = document.documentElement.dataset;
          await put({ account, client_key: crypto.randomUUID(), at: Date.now(), complete: true, answers: {} });
        }"""
    )
    one.page.locator(".menu > summary").click()
    one.page.get_by_role("button", name="Sign out").click()
    one.page.get_by_role("button", name="Stay signed in").click()
    assert one.page.url.endswith("/my/")
    one.page.locator(".menu > summary").click() if not one.page.locator(".menu[open]").count() else None
    one.page.get_by_role("button", name="Sign out", exact=True).click()
    one.page.get_by_role("button", name="Sign out and delete it").click()
    one.page.wait_for_url("**/accounts/login/")
    assert (
        one.page.evaluate("async () => (await caches.keys()).filter((n) => n.startsWith('practice:'))") == []
    )
    one.complaints = [said for said in one.complaints if "ERR_FAILED" not in said]


# -- For many readers ------------------------------------------------------------------------------------------------
LOOKS = [
    ("light", "ltr", "normal"),
    ("dark", "ltr", "normal"),
    ("light", "rtl", "largest"),
    ("dark", "ltr", "more"),
]


def test_each_phase_can_be_read_by_everybody(visitor, somebody):
    one = opened(visitor, somebody)
    page, troubles = one.page, []

    def looks(phase):
        for scheme, direction, setting in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(
                "([dir, setting]) => { const html = document.documentElement; html.dir = dir;"
                " html.dataset.text = setting === 'largest' ? setting : 'normal';"
                " html.dataset.contrast = setting === 'more' ? setting : 'normal'; }",
                [direction, setting],
            )
            found = page.evaluate(TROUBLES)
            found = [each for each in found if "main headings" not in each and "follows h" not in each]
            page.evaluate(AXE_SCRIPT)
            rules = {"resultTypes": ["violations"], "rules": {"page-has-heading-one": {"enabled": False}}}
            broken = page.evaluate(f"axe.run({json.dumps(rules)})")["violations"]
            found += [f"{each['id']}: {each['nodes'][0]['html'][:90]}" for each in broken]
            troubles.extend(f"{phase} {scheme} {direction} {setting}: {each}" for each in found)

    looks("intro")
    page.get_by_role("button", name="Start", exact=True).click()
    page.click("#main-button")
    looks("paused")
    page.click("#hurts")
    looks("hurts")
    page.get_by_role("button", name="It does not hurt").click()
    through(page)
    looks("questions")
    page.goto("/reading/")
    looks("reading")
    page.goto("/my/")
    looks("today")
    assert not troubles, "\n".join(troubles)


def test_the_chosen_text_size_and_contrast_stay(visitor, somebody):
    from tests.make import PASSWORD

    one = visitor("phone").sign_in_as(somebody["email"], PASSWORD)
    one.page.goto("/reading/")
    one.page.get_by_text("Largest", exact=True).click()
    one.page.get_by_text("High", exact=True).click()
    one.page.get_by_role("button", name="Save").click()
    one.page.goto("/my/")
    kept = one.page.evaluate("({...document.documentElement.dataset})")
    assert (kept["text"], kept["contrast"]) == ("largest", "more")


# -- How light, how quick --------------------------------------------------------------------------------------------
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


KEPT_PICTURES = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      if (request.url.includes(".svg")) found.push(request.url);
  return found; }"""


def on_the_wire(one, url):
    """Bytes of an answer as it is sent to a browser, its head included."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in one.context.cookies())
    asked = urllib.request.Request(url, headers={"Accept-Encoding": "br, gzip", "Cookie": cookies})
    with urllib.request.urlopen(asked) as answer:
        return len(answer.read()) + len(str(answer.headers))


def test_a_first_visit_is_light_and_soon_usable(visitor, somebody):
    """With all the day's pictures: every byte over the wire, heads included."""
    from tests.make import PASSWORD

    one = visitor("phone").sign_in_as(somebody["email"], PASSWORD)
    wire = one.context.new_cdp_session(one.page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.send("Network.emulateNetworkConditions", SLOW_3G)
    came = []
    wire.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    began = time.monotonic()
    one.page.goto("/my/practice/", wait_until="commit")
    one.page.get_by_role("button", name="Start", exact=True).wait_for()
    usable = time.monotonic() - began
    one.page.wait_for_load_state("networkidle")
    page_bytes = sum(came)
    wire.send(
        "Network.emulateNetworkConditions",
        {**SLOW_3G, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    is_kept(one.page)
    kept = one.page.evaluate(KEPT_PICTURES)
    assert kept
    pictures = sum(on_the_wire(one, url) for url in kept)
    print(f"usable after {usable:.1f} s; page {page_bytes} bytes; pictures {pictures} bytes")
    assert page_bytes + pictures < 120 * 1024


# -- Closed by force ---------------------------------------------------------------------------------------------------
# What the page itself would do when the last question is answered.
PUT = """
async ([key, day, slot, ago, item, programme]) => {
  const store = performance.getEntriesByType("resource").find((one) => /practice.store/.test(one.name));
  const { put } = await import(store.name);
  const { account } = document.documentElement.dataset;
  const told = { [`${item}-completion`]: "done", [`${item}-pain`]: "1", [`${item}-effort`]: "2" };
  const answers = { programme, day, slot: String(slot), client_key: key, ...told };
  await put({ account, client_key: key, at: Date.now() - ago * 86400000, complete: true, answers });
}
"""


def test_twenty_forced_closes_lose_and_double_nothing(site, somebody, play, tmp_path):
    """Half of them while sending. What was acknowledged is there once, in the order in which it was told."""
    from tests.make import PASSWORD

    def launched():
        return play.chromium.launch_persistent_context(
            str(tmp_path / "phone"),
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=site.url,
            viewport={"width": 390, "height": 844},
        )

    today = datetime.now(ZoneInfo("Europe/London")).date()
    expected = []
    context = launched()
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", somebody["email"])
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    page.goto("/my/practice/")
    is_kept(page)
    plan = json.loads(page.locator("#plan").text_content())
    cookies = context.cookies()
    for turn in range(20):
        ago, slot = 10 - turn // 2, turn % 2 + 1
        key = f"00000000-0000-4000-8000-{turn:012d}"
        day = (today - timedelta(days=ago)).isoformat()
        context.set_offline(True)
        page.evaluate(PUT, [key, day, slot, ago, plan["exercises"][0]["id"], plan["programme"]])
        expected.append([key, day, slot, 1, 1])
        if turn % 2:
            context.set_offline(False)
            page.evaluate("dispatchEvent(new Event('online'))")  # sending begins, and is cut off
        kill(tmp_path / "phone")
        context = launched()
        context.add_cookies(cookies)  # a session cookie ends with the browser; the person signs in again
        context.set_offline(True)
        page = context.new_page()
        page.goto("/my/practice/")
    context.set_offline(False)
    page.goto("/my/reminders/")
    all_is_sent(page)
    context.close()
    assert sessions(site, somebody) == expected


def kill(profile):
    """The browser of this profile, by its processes' numbers; nobody else's has it in its words."""
    while mine := [int(one.name) for one in Path("/proc").iterdir() if str(profile) in words_of(one)]:
        for number in mine:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.05)


def words_of(process):
    try:
        return (process / "cmdline").read_text(errors="replace") if process.name.isdigit() else ""
    except OSError:
        return ""
