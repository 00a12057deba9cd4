"""How have a patient's numbers gone? Angles over the visits, pain, effort and practice over the sessions, as charts.

Of an angle only what counts is drawn: with the pelvis controlled. Around it lies what this way of measuring, by these
hands, cannot tell apart; where the reading changes, a line goes across. Fewer than two values make a sentence.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments import facts, figures, reading
from assessments.bands import Band, Bound, Kind, Reads, Thresholds
from assessments.observed import Facts, ThomasTest
from assessments.words import plain
from clinic.charts import Chart, Drawing, Line, Mark, draw
from clinic.people.models import Patient
from exercises import adherence, progress
from exercises.models import ProgrammeState, Session

# As far back as a chart can be read: visits, practices, programmes, weeks.
VISITS, SESSIONS, PROGRAMMES, WEEKS = 12, 120, 6, 16
STEP = 20
SIDES = ("right", "left")


@dataclass(frozen=True)
class Numbers:
    """One thing over time: its drawing, or a sentence where there is too little to draw."""

    name: str
    drawing: Drawing | None
    sentence: str = ""


@dataclass(frozen=True)
class Visit:
    """What a signed assessment says about the angles, and by whose hands."""

    on: date
    facts: Facts
    rater: object


def of(patient: Patient, today: date) -> list[Numbers]:
    """In six queries, however long the story is."""
    thresholds = figures.of_clinic(patient.clinic)
    visits = [
        Visit(one.assessed_on, facts.parse(one.facts), one.recorded_by_id)
        for one in reversed(patient.assessments.current()[:VISITS])
    ]
    sessions = list(reversed(patient.sessions.practised()[:SESSIONS]))
    return [
        hip(visits, thresholds),
        knee(visits, thresholds),
        pain_and_effort(sessions),
        practised(_weeks(patient, sessions, today)),
    ]


def _weeks(patient: Patient, sessions: Sequence[Session], today: date) -> list[adherence.Week]:
    programmes = list(patient.programmes.exclude(state=ProgrammeState.DRAFT)[:PROGRAMMES])
    items = list(patient.item_set.filter(programme__in=programmes, removed_at=None, stage__is_open=True))
    asked = adherence.asked(programmes, items, today, _local(patient))
    weeks = adherence.weeks(asked, [one.local_date for one in sessions], today)
    # Before the oldest practice that was fetched, nothing is known of what was done.
    if len(sessions) == SESSIONS:
        weeks = [week for week in weeks if week.first > sessions[0].local_date]
    return weeks[-WEEKS:]


def _local(patient: Patient) -> Callable[..., date]:
    zone = ZoneInfo(patient.time_zone)
    return lambda time: time.astimezone(zone).date()


# -- Angles --------------------------------------------------------------------------------------------------------
def hip(visits: Sequence[Visit], thresholds: Thresholds) -> Numbers:
    return _angles(_("Hip angle"), Kind.HIP_ANGLE, visits, thresholds, least=-20, most=20)


def knee(visits: Sequence[Visit], thresholds: Thresholds) -> Numbers:
    return _angles(_("Knee flexion"), Kind.KNEE_FLEXION, visits, thresholds, least=40, most=100)


def _angles(
    name: str, kind: Kind, visits: Sequence[Visit], thresholds: Thresholds, *, least: int, most: int
) -> Numbers:
    shown = [visit for visit in visits if any(_angle(visit, side, kind) is not None for side in SIDES)]
    if len(shown) < 2:
        return Numbers(name, None, _few(kind, shown))
    lines = tuple(_line(side, kind, shown, thresholds) for side in SIDES)
    reached = [*_reached(lines), least, most]
    low, high = STEP * (min(reached) // STEP), -STEP * (-max(reached) // STEP)
    chart = Chart(
        title=_("%(angle)s at each assessment, degrees") % {"angle": name},
        days_name=_("Assessment"),
        days=tuple(date_format(visit.on, "j M") for visit in shown),
        places=tuple((visit.on - shown[0].on).days for visit in shown),
        lines=lines,
        low=low,
        high=high,
        ticks=tuple(range(int(low), int(high) + 1, STEP)),
        unit="°",
        marks=tuple(_marks(thresholds.bands[kind])),
        errors_name=_("within measurement error"),
        says=" ".join(_course(line) for line in lines),
        key=str(kind).replace("_", "-"),
    )
    return Numbers(name, draw(chart))


def _test(visit: Visit, side: str) -> ThomasTest | None:
    return visit.facts.thomas.right if side == "right" else visit.facts.thomas.left


def _angle(visit: Visit, side: str, kind: Kind) -> float | None:
    test = _test(visit, side)
    if test is None or not test.counts:
        return None
    angle = test.angle_deg if kind is Kind.HIP_ANGLE else test.knee_flexion_deg
    return None if angle is None else round(angle, 1)


def _line(side: str, kind: Kind, visits: Sequence[Visit], thresholds: Thresholds) -> Line:
    measured = [_measured(visit, side, kind) for visit in visits]
    return Line(
        _side(side),
        tuple(one.angle_deg if one else None for one in measured),
        tuple(_errors(measured, kind, thresholds)),
    )


def _measured(visit: Visit, side: str, kind: Kind) -> reading.Measured | None:
    angle, test = _angle(visit, side, kind), _test(visit, side)
    if angle is None or test is None:
        return None
    return reading.Measured(angle, test.instrument, test.pelvis_controlled, visit.rater)


def _errors(
    measured: Iterable[reading.Measured | None], kind: Kind, thresholds: Thresholds
) -> Iterable[float | None]:
    """What each cannot be told apart from the one before it by; the first, by the same hands once more."""
    before: reading.Measured | None = None
    for one in measured:
        if one is None:
            yield None
        else:
            yield reading.change_is_real(kind, before or one, one, thresholds).limit_deg
            before = one


def _reached(lines: Iterable[Line]) -> list[float]:
    pairs = [pair for line in lines for pair in zip(line.values, line.errors, strict=True)]
    return [
        value + sign * error
        for value, error in pairs
        if value is not None and error is not None
        for sign in (-1, 1)
    ]


def _marks(bands: Iterable[Band]) -> Iterable[Mark]:
    """Where a finding begins, and where lengthening ends."""
    words = {
        Bound.ABOVE: _("short above %(limit)s°"),
        Bound.BELOW: _("short under %(limit)s°"),
        Bound.AT_MOST: _("very mobile from %(limit)s°"),
    }
    for band in bands:
        if band.bound in words and (band.finding or band.reads is Reads.VERY_MOBILE):
            yield Mark(band.limit, words[band.bound] % {"limit": _minus(band.limit)})


def _few(kind: Kind, visits: Sequence[Visit]) -> str:
    if not visits:
        return _("Nothing to draw yet: no side has been measured with the pelvis controlled.")
    (only,) = visits
    sides = [(side, _angle(only, side, kind)) for side in SIDES]
    said = ", ".join(f"{_side(side).lower()} {_minus(angle)}°" for side, angle in sides if angle is not None)
    return _("One measurement so far, on %(day)s: %(said)s. The next one draws the line.") % {
        "day": date_format(only.on, "j F"),
        "said": said,
    }


def _course(line: Line) -> str:
    known = [value for value in line.values if value is not None]
    if not known:
        return _("%(side)s: not measured.") % {"side": line.name}
    return _("%(side)s: from %(first)s° to %(last)s°.") % {
        "side": line.name,
        "first": _minus(known[0]),
        "last": _minus(known[-1]),
    }


def _side(side: str) -> str:
    return {"right": _("Right"), "left": _("Left")}[side]


def _minus(number: float) -> str:
    return plain(number).replace("-", "\N{MINUS SIGN}")


# -- Practice ------------------------------------------------------------------------------------------------------
def pain_and_effort(sessions: Sequence[Session]) -> Numbers:
    name = _("Pain and effort")
    if not sessions:
        return Numbers(name, None, _("No practice yet."))
    days = {one.local_date for one in sessions}
    if len(days) < 2:
        said = _("One day of practice so far, on %(day)s: pain %(pain)s, effort %(effort)s of 10.") % {
            "day": date_format(sessions[0].local_date, "j F"),
            "pain": max(one.pain for one in sessions),
            "effort": max(one.effort for one in sessions),
        }
        return Numbers(name, None, said)
    return Numbers(name, progress.pain_and_effort(sessions))


def practised(weeks: Sequence[adherence.Week]) -> Numbers:
    """Percent of what was asked for, week by week."""
    name = _("Practised of what was asked")
    if not weeks:
        return Numbers(name, None, _("Nothing has been asked for yet."))
    if len(weeks) < 2:
        said = _("The first week so far: %(done)s of %(due)s practices.")
        return Numbers(name, None, said % {"done": weeks[0].done, "due": weeks[0].due})
    chart = Chart(
        title=_("Practised of what was asked, percent of each week"),
        days_name=_("Week of"),
        days=tuple(date_format(week.first, "j M") for week in weeks),
        places=tuple((week.first - weeks[0].first).days for week in weeks),
        lines=(Line(_("Practised"), tuple(week.percent for week in weeks)),),
        low=0,
        high=100,
        ticks=(0, 25, 50, 75, 100),
        unit="%",
        says=_("From %(first)s to %(last)s percent.")
        % {"first": weeks[0].percent, "last": weeks[-1].percent},
        key="practised",
    )
    return Numbers(name, draw(chart))
