"""How heavy are the therapist's pages over the wire? `python -m bench.weights var/demo.json`, beside a `make run`.

First visit: the page with all its styles, scripts and pictures, as a browser asks for them. After: what a second visit
to the same page still fetches.
"""

import json
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
LOOK_AT = "Nwosu"


def main(listing: str) -> None:
    demo = json.loads(Path(listing).read_text())
    account = next(one for one in demo["accounts"] if one["role"] == "therapist")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(base_url=demo["url"]).new_page()
        _sign_in(page, account)
        state = page.context.storage_state()
        print(f"{'page':<12} {'first KB':>9} {'after KB':>9}")
        for name, path in _paths(page).items():
            fresh = browser.new_context(base_url=demo["url"], storage_state=state).new_page()
            first, after = _weight(fresh, path), _weight(fresh, path)
            print(f"{name:<12} {first / 1024:>9.1f} {after / 1024:>9.1f}")
        browser.close()


def _sign_in(page: Page, account: dict[str, str]) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


def _paths(page: Page) -> dict[str, str]:
    """A proposal on the table, and the pages around it."""
    page.goto(f"/patients/?q={LOOK_AT}")
    page.goto(page.locator("main tbody a").first.get_attribute("href") or "")
    patient = page.url
    page.get_by_role("link", name="Programme").first.click()
    page.get_by_role("button", name="Propose a change").click()
    page.wait_for_load_state()
    return {
        "Today": "/today/",
        "Propose": f"{patient}propose/",
        "Add": page.get_by_role("link", name="Add an exercise").first.get_attribute("href") or "",
        "What if": f"{patient}what-if/",
        "Templates": f"{patient}propose/templates/",
    }


def _weight(page: Page, path: str) -> int:
    """Bytes that came, headers included; what the browser had kept is none."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    came: list[int] = []
    session.on("Network.loadingFinished", lambda event: came.append(int(event["encodedDataLength"])))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    session.detach()
    return sum(came)


if __name__ == "__main__":
    main(*sys.argv[1:])
