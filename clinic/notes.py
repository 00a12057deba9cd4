"""How does a visit read in the clinic's own notes? Four parts (SOAP) in plain lines under 80 columns. Pure."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

COLUMNS = 79
# Of what the patient wrote: as much as a reader takes in at a glance.
REMARKS, REMARK = 3, 300


@dataclass(frozen=True)
class Found:
    """A signed assessment: what was asked and measured, and what it reads as."""

    on: date
    by: str
    pain_at_rest: int | None
    was_asked: bool
    warnings: tuple[str, ...]
    measured: tuple[str, ...]
    findings: tuple[str, ...]
    remark: str = ""


@dataclass(frozen=True)
class Practised:
    """Of the last fourteen days; `share` of what was asked for. Pain and effort as the least and the most told."""

    times: int
    share: float
    pain: tuple[int, int] = (0, 0)
    effort: tuple[int, int] = (0, 0)
    remarks: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Planned:
    """A running programme: why, what, and until when."""

    issued_on: date
    because: str
    doses: tuple[str, ...]
    later: tuple[str, ...]
    cautions: tuple[str, ...]
    retest_on: date | None
    expires_on: date | None
    is_stopped: bool = False


@dataclass(frozen=True)
class Note:
    """`withheld` is why nothing was prescribed, where that is so."""

    who: str
    found: Found
    practised: Practised | None = None
    planned: Planned | None = None
    withheld: str = ""


def text(note: Note) -> str:
    """Plain lines, none of 80 columns or more."""
    parts = (
        (_("S (subjective)"), _subjective(note)),
        (_("O (objective)"), _objective(note.found)),
        (_("A (assessment)"), _assessed(note)),
        (_("P (plan)"), _plan(note)),
    )
    lines = [*_wrapped(note.who, ""), *_wrapped(_signed(note.found), "")]
    for heading, sentences in parts:
        lines += ["", *_wrapped(heading, "")]
        for sentence in sentences:
            lines += _wrapped(sentence, "- ")
    return "\n".join(lines) + "\n"


def _wrapped(sentence: str, bullet: str) -> list[str]:
    """Whatever breaks a line in it, is a space here."""
    return textwrap.wrap(
        " ".join(sentence.split()),
        COLUMNS,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_on_hyphens=False,
    )


def _signed(found: Found) -> str:
    return _("Assessment of %(day)s, signed by %(name)s") % {"day": _day(found.on), "name": found.by}


def _subjective(note: Note) -> Iterator[str]:
    if note.found.pain_at_rest is None:
        yield _("Pain at rest: not asked.")
    else:
        yield _("Pain at rest: %(n)s of 10.") % {"n": note.found.pain_at_rest}
    if note.practised is None:
        return
    if not note.practised.times:
        yield _("No practice in the last 14 days.")
        return
    yield from _practised(note.practised)


def _practised(told: Practised) -> Iterator[str]:
    times = ngettext(
        "%(n)s practice in the last 14 days, %(percent)s%% of what was asked.",
        "%(n)s practices in the last 14 days, %(percent)s%% of what was asked.",
        told.times,
    )
    yield times % {"n": told.times, "percent": round(100 * told.share)}
    yield _("While practising: pain %(pain)s, effort %(effort)s of 10.") % {
        "pain": _span(told.pain),
        "effort": _span(told.effort),
    }
    for day, words in told.remarks[:REMARKS]:
        yield _("Wrote on %(day)s: “%(words)s”") % {"day": _day(day), "words": _short(words)}


def _objective(found: Found) -> Iterator[str]:
    if found.warnings:
        yield _("Safety questions answered yes: %(which)s.") % {"which": "; ".join(found.warnings)}
    elif found.was_asked:
        yield _("Safety questions asked: none answered yes.")
    else:
        yield _("Safety questions: not asked.")
    yield from found.measured
    if found.remark:
        yield _("Remark: %(words)s") % {"words": _short(found.remark)}


def _assessed(note: Note) -> Iterator[str]:
    yield from note.found.findings
    if note.planned:
        yield note.planned.because
    elif note.withheld:
        yield note.withheld


def _plan(note: Note) -> Iterator[str]:
    plan = note.planned
    if plan is None:
        yield _("No home programme is running.")
        return
    if plan.is_stopped:
        yield _("The home programme is stopped for safety until it is reviewed.")
    yield _("Home programme issued on %(day)s:") % {"day": _day(plan.issued_on)}
    yield from plan.doses
    yield from plan.later
    yield from plan.cautions
    if plan.retest_on and plan.expires_on:
        yield _("Review and retest on %(day)s; the programme ends on %(last)s.") % {
            "day": _day(plan.retest_on),
            "last": _day(plan.expires_on),
        }


def _span(pair: tuple[int, int]) -> str:
    least, most = pair
    return str(most) if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}


def _short(words: str) -> str:
    return textwrap.shorten(words, REMARK, placeholder=" …")


def _day(day: date) -> str:
    return date_format(day, "j F Y")
