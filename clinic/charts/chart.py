"""What is to be drawn?"""

from dataclasses import dataclass

Value = int | float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured; a value for each day, None where there is none."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Between which values the first line may really lie."""

    name: str
    lows: tuple[Value, ...]
    highs: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`days` are in words, in the order of time; `places` says how far apart they are, in days from the first.

    `low` and `high` bound the scale, `ticks` are the values with a line across. `unit` follows a value in the table.
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
    band: Band | None = None

    def __post_init__(self) -> None:
        """Every row is as long as time."""
        rows = [self.places, *(line.values for line in self.lines)]
        rows += [self.band.lows, self.band.highs] if self.band else []
        if any(len(row) != len(self.days) for row in rows):
            raise ValueError("each line needs a value, or None, for each day")
        if self.high <= self.low:
            raise ValueError("the scale ends below its beginning")
