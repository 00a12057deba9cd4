#!/usr/bin/env python
"""How much of the processor does the engine take? One prescription in a running process, and many at once.

    python bench/engine.py [how many]

Needs no settings, as the command line needs none. Figures depend on the machine and on what else it does.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from exercises.engine import command  # noqa: E402 - found through the line above

EXAMPLES = [
    each["input"] for each in json.loads((ROOT / "tests/contract/prescribe.json").read_text(encoding="utf-8"))
]


def one_ms(rounds: int = 100) -> float:
    """The dearest of the examples, the quickest of several rounds of it: read, decided, and written as JSON."""
    return max(min(_ms(each) for _ in range(rounds)) for each in EXAMPLES)


def _ms(assessment: dict[str, object]) -> float:
    began = time.process_time()
    for _ in range(10):
        json.dumps(command.prescribed(assessment))
    return (time.process_time() - began) / 10 * 1000


def many_s(count: int) -> tuple[float, float]:
    """Seconds on the clock, and of the processor, for one call of the command line."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([EXAMPLES[place % len(EXAMPLES)] for place in range(count)], file)
        file.flush()
        began, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
        asked = [sys.executable, "manage.py", "prescribe", file.name]
        subprocess.run(asked, cwd=ROOT, env={}, stdout=subprocess.DEVNULL, check=True)
        after = getrusage(RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return time.perf_counter() - began, spent


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else 10_000
    print(f"one prescription: {one_ms():.2f} ms of the processor")
    clock, spent = many_s(count)
    print(f"{count} at once: {clock:.1f} s on the clock, {spent:.1f} s of the processor")
