"""How is the text of a data file read, so that even a slip of the pen names its file and line?"""

import tomllib
from typing import Any


class DataError(ValueError):
    """Names the file, the key and the reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")


def parsed(file: str, text: str, error: type[DataError] = DataError) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        reason, _, place = str(wrong).rpartition(" (at ")
        raise error(file, place.rstrip(")"), reason) from wrong
