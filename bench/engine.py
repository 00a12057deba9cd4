#!/usr/bin/env python
"""How much of the processor does the engine take? One answer in a running process, and many at once.

    python bench/engine.py [how many] [rounds]

Needs no settings, as the command line needs none. Of several rounds the quickest counts: figures depend on the
machine, and on what else it does. docs/engine.md holds what was measured.
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

Inputs = list[dict[str, object]]


def examples(work: str) -> Inputs:
    """The contract's."""
    told = json.loads((ROOT / f"tests/contract/{work}.json").read_text(encoding="utf-8"))
    return [each["input"] for each in told]


def dearest(work: str, inputs: Inputs) -> tuple[float, dict[str, object]]:
    """Milliseconds of the processor for one, read, decided and written as JSON; and which one it is."""
    measured = [(min(_ms(work, each) for _ in range(100)), place) for place, each in enumerate(inputs)]
    ms, place = max(measured)
    return ms, inputs[place]


def _ms(work: str, given: dict[str, object]) -> float:
    began = time.process_time()
    for _ in range(10):
        json.dumps(command.COMMANDS[work](given))
    return (time.process_time() - began) / 10 * 1000


def called(work: str, given: object) -> tuple[float, float]:
    """Seconds on the clock, and of the processor, for one call of the command line with an empty environment."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(given, file)
        file.flush()
        began, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
        asked = [sys.executable, "manage.py", work, file.name]
        subprocess.run(asked, cwd=ROOT, env={}, stdout=subprocess.DEVNULL, check=True)
        after = getrusage(RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return time.perf_counter() - began, spent


def quickest(work: str, given: object, rounds: int) -> str:
    clock, spent = min(called(work, given) for _ in range(rounds))
    return f"{clock:.2f} s on the clock, {spent:.2f} s of the processor"


def main(count: int, rounds: int) -> None:
    for work in command.COMMANDS:
        inputs = examples(work)
        ms, dear = dearest(work, inputs)
        print(f"{work}, in a running process: {ms:.2f} ms of the processor for the dearest example")
        print(f"{work}, one call: {quickest(work, dear, rounds)}")
        mixed = [inputs[place % len(inputs)] for place in range(count)]
        print(f"{work}, {count} examples in one call: {quickest(work, mixed, rounds)}")
        print(f"{work}, {count} times the dearest in one call: {quickest(work, [dear] * count, rounds)}")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    main(*given, *(10_000, 3)[len(given) :])
