"""How long does Today take, for how many patients? `python -m bench.today 10 100 1000 10000`

Against a PostgreSQL of its own, through the whole stack but the socket: p50, p99, statements, and the page over gzip.
"""

import gzip
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import conftest

ASKED = {
    "first page": "/today/",
    "by retest": "/today/?sort=-retest&page=2",
    "a name": "/today/?q=Family0042",
    "typed wrong": "/today/?q=Famyli0042%20Givne",
}
TIMES, WARM = 200, 10


def main(*sizes: str) -> None:
    from tests import make
    from tests.committed import own_database
    from tests.pages import test_query_counts as counting

    print(
        f"{'patients':>9} {'asked':<12} {'p50 ms':>7} {'p99 ms':>7} {'ratio':>6} {'SQL':>4} {'KB':>6} {'MB more':>8}"
    )
    with own_database():
        pair = make.a_pair()
        pair.session(pair.programme(), pain=7)
        browser, there = make.visitor(pair.therapist), 1
        for size in map(int, sizes or ("10", "100", "1000")):
            counting.fill(pair, size - there)
            there = size
            for what, url in ASKED.items():
                _measure(browser, counting, size, what, url)


def _measure(browser: object, counting: object, size: int, what: str, url: str) -> None:
    took = _times(browser, url)
    statements = len(counting.statements(browser, url))  # type: ignore[attr-defined]
    page = len(gzip.compress(browser.get(url, headers={"accept-encoding": ""}).content))  # type: ignore[attr-defined]
    p50, p99 = statistics.median(took), took[int(len(took) * 0.99) - 1]
    print(
        f"{size:>9} {what:<12} {p50 * 1000:>7.1f} {p99 * 1000:>7.1f} {p99 / p50:>6.2f} {statements:>4} "
        f"{page / 1024:>6.1f} {_memory(browser, url):>8.1f}"
    )


def _times(browser: object, url: str) -> list[float]:
    for _ in range(WARM):
        _once(browser, url)
    return sorted(_once(browser, url) for _ in range(TIMES))


def _once(browser: object, url: str) -> float:
    """Processor time here would leave PostgreSQL out; on a busy machine run it with nothing beside it."""
    begun = time.perf_counter()
    assert browser.get(url).status_code == 200  # type: ignore[attr-defined]
    return time.perf_counter() - begun


def _memory(browser: object, url: str) -> float:
    tracemalloc.start()
    browser.get(url)  # type: ignore[attr-defined]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024 / 1024


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    finally:
        conftest.pytest_unconfigure()
