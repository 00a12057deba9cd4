"""What does the answer cost while somebody types on Record? `python -m bench.live`

The whole stack but the socket, against a PostgreSQL of its own: processor time of this process, wall time, statements
and bytes over gzip, for a first visit and for a retest with everything filled in.
"""

import gzip
import statistics
import sys
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.http import HttpResponse

from tests import conftest

TIMES, WARM = 60, 10


def main() -> None:
    from tests import make
    from tests.committed import own_database
    from tests.pages import test_query_counts as counting

    print(f"{'what':<22} {'CPU ms':>7} {'wall p50':>9} {'wall p99':>9} {'SQL':>4} {'KB gz':>6}")
    with own_database():
        for what, visits in (("first visit", 0), ("retest", 1)):
            pair = make.a_pair()
            for _visit in range(visits):
                make.an_assessment(pair.patient, pair.therapist, FULL)
            make.a_draft_assessment(pair.patient, pair.therapist, FULL)
            browser, page = make.visitor(pair.therapist), f"/patients/{pair.patient.pk}/record/"
            typed = filled(browser.get(page).content.decode())
            _measure(counting, browser, f"{page}reading/", typed, what)


def _measure(counting: object, browser: object, url: str, typed: dict[str, list[str]], what: str) -> None:
    for _ in range(WARM):
        _once(browser, url, typed)
    took = [_once(browser, url, typed) for _ in range(TIMES)]
    cpu, wall = sorted(one[0] for one in took), sorted(one[1] for one in took)
    counted = counting.Counted()  # type: ignore[attr-defined]
    from django.db import connection

    with connection.execute_wrapper(counted):
        answer = _sent(browser, url, typed, encoding="")
    weight, p99 = len(gzip.compress(answer.content)), wall[int(TIMES * 0.99) - 1]
    print(
        f"{what:<22} {statistics.median(cpu) * 1000:>7.1f} {statistics.median(wall) * 1000:>9.1f} {p99 * 1000:>9.1f} "
        f"{len(counted):>4} {weight / 1024:>6.1f}"
    )


def _once(browser: object, url: str, typed: dict[str, list[str]]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    answer = _sent(browser, url, typed)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    return time.process_time() - cpu, time.perf_counter() - wall


def _sent(browser: object, url: str, typed: dict[str, list[str]], encoding: str = "gzip") -> HttpResponse:
    """As htmx sends it."""
    return browser.post(  # type: ignore[attr-defined, no-any-return]
        url,
        urlencode(typed, doseq=True),
        content_type="application/x-www-form-urlencoded",
        headers={"hx-request": "true", "accept-encoding": encoding},
    )


class _Form(HTMLParser):
    """What a browser would send of the page as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name") or "", given.get("type")
        if tag == "select":
            self._select = name
            self.sent[name] = [""]
        if tag == "option" and "selected" in given:
            self.sent[self._select] = [given.get("value") or ""]
        if tag == "textarea":
            self.sent[name] = [""]
        if tag != "input" or not name or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        self.sent.setdefault(name, []).append(given.get("value") or "")


def filled(page: str) -> dict[str, list[str]]:
    form = _Form()
    form.feed(page)
    return form.sent


def _full() -> dict[str, object]:
    from tests import make

    both = {"right": 3, "left": 2}
    return make.changed(
        make.SHORT,
        core__dead_bug_quality=2,
        core__pressure_change_mmhg=6,
        core__double_leg_lowering_deg=50,
        core__side_bridge_s={"right": 41, "left": 38},
        core__active_straight_leg_raise=both,
        glutes={
            "trendelenburg_hold_s": {"right": 20, "left": 30},
            "single_leg_bridge_reps": {"right": 21, "left": 26},
        },
        hip_flexor_strength={"right": 4, "left": 5},
    )


if __name__ == "__main__":
    try:
        FULL = _full()
        main()
    finally:
        conftest.pytest_unconfigure()
