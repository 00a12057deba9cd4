"""What is to be drawn?"""

from dataclasses import dataclass

Value = int | float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured; a value for each day, None where there is none.

    `errors` says how far each value may be off: a band around the line, and a number in the table.
    """

    name: str
    values: tuple[Value, ...]
    errors: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A value where the reading changes: a line across, with its name."""

    value: float
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`days` are in words, in the order of time; `places` says how far apart they are, in days from the first.

    `low` and `high` bound the scale, `ticks` are the values with a line across. `unit` follows a value in the table,
    `says` is the course in a sentence, for who does not see it, and `key` tells a page's charts apart. `errors_name`
    is what the bands are called.
    """

    title: str
    days_name: str
    days: tuple[str, ...]
    places: tuple[int, ...]
    lines: tuple[Line, ...]
    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str = ""
    marks: tuple[Mark, ...] = ()
    errors_name: str = ""
    says: str = ""
    key: str = "chart"

    def __post_init__(self) -> None:
        """Every row is as long as time."""
        rows = [self.places, *(line.values for line in self.lines)]
        rows += [line.errors for line in self.lines if line.errors]
        if any(len(row) != len(self.days) for row in rows):
            raise ValueError("each line needs a value, or None, for each day")
        if self.high <= self.low:
            raise ValueError("the scale ends below its beginning")
