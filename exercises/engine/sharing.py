"""How are thousands of answers shared out among the processors? Imported only where there are so many."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

AT_A_TIME = 250
Given = TypeVar("Given")
Answered = TypeVar("Answered")


def shared_out(work: Callable[[Given], Answered], many: list[Given]) -> Iterator[Answered]:
    """In the order of what was given; by this process alone where no other can be started."""
    processes = _processes()
    if processes is None:
        yield from map(work, many)
        return
    with processes:
        yield from processes.map(work, many, chunksize=AT_A_TIME)


def _processes() -> ProcessPoolExecutor | None:
    """None where there is one processor only, or where a system lets processes share nothing."""
    processors = multiprocessing.cpu_count()
    if processors == 1:
        return None
    try:
        return ProcessPoolExecutor(processors, multiprocessing.get_context("fork"))
    except (ImportError, NotImplementedError, OSError, ValueError):
        return None
