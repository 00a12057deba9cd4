"""How is the reasoning reached from a command line? JSON in, JSON out; no settings, no database, no server."""

import gc
import io
import json
import math
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from assessments.facts import FactsError, parse
from assessments.strict import unrepeated
from exercises import library, protocols
from exercises.engine.contract import plan_as_contract, review_as_contract
from exercises.engine.log import parse_log
from exercises.engine.prescribing import prescribe
from exercises.engine.reviewing import review

# The last is what a shell says of a program whose reader has gone.
FITS, DOES_NOT_FIT, NOBODY_READS = 0, 2, 141
# From so many on, starting further processes takes less time than they save.
MANY = 1000
# No count and no measure has so many digits, and no float could hold them.
DIGITS = 300
Answer = dict[str, Any]
Line = tuple[bool, str]


class InputError(ValueError):
    """The input could not be read at all."""


def prescribed(data: object) -> Answer:
    return plan_as_contract(prescribe(parse(data), protocols.load(), library.load()))


def reviewed(data: object) -> Answer:
    return review_as_contract(review(parse_log(data), protocols.load()))


COMMANDS: dict[str, Callable[[object], Answer]] = {"prescribe": prescribed, "review": reviewed}


def run(arguments: list[str]) -> int:
    """`prescribe assessment.json`, or - for standard input; the exit code is 0 when everything fits, 2 when not."""
    try:
        code = _answer(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # `head` has enough; what is still to be written goes nowhere.
        sys.stdout = io.StringIO()
        return NOBODY_READS
    return code


def _answer(arguments: list[str]) -> int:
    try:
        data = _read(arguments)
    except InputError as problem:
        return _refuse({"error": str(problem), "fields": {}})
    # Nothing here refers to itself, and thousands of answers need not be searched for what does.
    gc.disable()
    if isinstance(data, list):
        return _print_all(_lines(arguments[0], data))
    result = answered(COMMANDS[arguments[0]], data)
    return _refuse(result) if "error" in result else _print_one(result)


def answered(answer: Callable[[object], Answer], data: object) -> Answer:
    """The answer, or the error object in its place."""
    try:
        return answer(data)
    except FactsError as problem:
        return {"error": str(problem), "fields": problem.fields}


def _read(arguments: list[str]) -> object:
    if len(arguments) != 2:
        raise InputError(f"Give one file, or - for standard input: manage.py {arguments[0]} file.json")
    return decode(_bytes(arguments[1]))


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        raise InputError(f"The file {name} cannot be read: check its name and that it is there.") from problem


def decode(content: bytes) -> object:
    """A key written twice keeps neither value. NaN, Infinity and numbers beyond all use stay: no field takes them."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=unrepeated, parse_int=_whole)
    except RecursionError as problem:
        raise InputError("This is nested too deeply. Check the file and try again.") from problem
    except ValueError as problem:
        raise InputError(f"This is not JSON: {problem}. Check the file and try again.") from problem


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= DIGITS else math.inf


def _print_one(result: Answer) -> int:
    _write(sys.stdout, _json(result, indent=2) + "\n")
    return FITS


def _lines(work: str, data: list[object]) -> Iterable[Line]:
    """In the order of the data; many are shared out among the processors."""
    if len(data) < MANY:
        return map(partial(_line, work), data)
    from exercises.engine.sharing import shared_out  # noqa: PLC0415 - a single answer starts sooner without

    protocols.load(), library.load()  # once, before the processes part
    return shared_out(partial(_line, work), data)


def _line(work: str, data: object) -> Line:
    result = answered(COMMANDS[work], data)
    return "error" not in result, _json(result)


def _print_all(lines: Iterable[Line]) -> int:
    """One line for each, written as it is made: thousands are read by programs, not by people."""
    code, before = FITS, "["
    for fits, line in lines:
        code = code if fits else DOES_NOT_FIT
        _write(sys.stdout, before + line)
        before = ",\n"
    _write(sys.stdout, "[]\n" if before == "[" else "]\n")
    return code


def _refuse(result: Answer) -> int:
    _write(sys.stderr, _json(result, indent=2) + "\n")
    return DOES_NOT_FIT


def _json(result: Answer, indent: int | None = None) -> str:
    return json.dumps(result, ensure_ascii=False, check_circular=False, indent=indent)


def _write(stream: TextIO, text: str) -> None:
    """As bytes: an empty environment may not know what encoding the terminal wants."""
    stream.buffer.write(text.encode("utf-8", "backslashreplace"))
