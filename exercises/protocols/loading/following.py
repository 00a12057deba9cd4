"""Section 6 of the file: sessions, gates, steps and the programme's days."""

from assessments.data import Table
from exercises.protocols.conditions import read_when
from exercises.protocols.loading.rows import count, said, words
from exercises.protocols.protocol import Action, Gate, Programme, ReviewStep, SessionBands
from exercises.protocols.questions import AboutLog

GATE_VALUES = frozenset({"days", "sessions", "adherence", "clean", "effort"})


def session(row: Table) -> SessionBands:
    bands = SessionBands(
        red_from=count(row, "red_from"),
        amber_from=count(row, "amber_from"),
        amber_to=count(row, "amber_to"),
        clean_to=count(row, "clean_to"),
        clean_to_at_most=count(row, "clean_to_at_most"),
        flare_above=count(row, "flare_above"),
        wording=row.wording("session"),
        basis=row.basis(),
    )
    touching = bands.clean_to + 1 == bands.amber_from and bands.amber_to + 1 == bands.red_from
    if not touching or not bands.clean_to <= bands.clean_to_at_most < bands.red_from:
        raise row.wrong("amber_from", "the bands of pain overlap or leave a gap")
    return bands


def gate(row: Table) -> Gate:
    name = row.text("id")
    return Gate(
        name,
        read_when(row, AboutLog),
        count(row, "days"),
        count(row, "sessions", 1),
        *said(row, f"gate.{name}", GATE_VALUES),
    )


def step(row: Table) -> ReviewStep:
    name = row.text("id")
    actions = words(row, "actions", Action)
    alert: bool = row.take("alert", bool)
    return ReviewStep(name, read_when(row, AboutLog), actions, alert, *said(row, f"step.{name}"))


def programme(row: Table) -> Programme:
    times = row.take("maintenance_per_week", list)
    if len(times) != 2 or not all(isinstance(each, int) for each in times) or times[0] > times[1]:
        raise row.wrong("maintenance_per_week", "must be the fewest and the most times a week")
    return Programme(
        retest_day=count(row, "retest_day", 1),
        expires_day=count(row, "expires_day", 1),
        stop_lengthening_at_deg=row.take("stop_lengthening_at_deg", (int, float)),
        maintenance_at_most_deg=row.take("maintenance_at_most_deg", (int, float)),
        maintenance_per_week=(times[0], times[1]),
        wording=row.wording("programme"),
        basis=row.basis(),
    )
