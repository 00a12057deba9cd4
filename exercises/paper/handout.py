"""What does a handout say? Everything in words and drawings, as one plain structure that the typesetter reads."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from clinic.people.emergency import emergency_number
from clinic.people.models import Clinic, Patient
from exercises import pictures, wording
from exercises.library import load as load_library
from exercises.library.exercise import Role
from exercises.models import Item, Programme
from exercises.models.programme import Rhythm, When
from exercises.paper import diary, qr

Content = dict[str, Any]
TO_DO = (Role.SET_UP, Role.MOVE)


@dataclass(frozen=True)
class WayIn:
    """A printed code that lets its reader in once; `path` opens the page where it is used."""

    code: str
    path: str
    expires_on: date


def content(programme: Programme, patient: Patient, today: date, way_in: WayIn | None = None) -> Content:
    """The whole sheet. `patient` comes with its clinic."""
    return of(_in_order(programme), programme, patient.full_name, patient.clinic, today, way_in)


def of(
    items: list[Item],
    programme: Programme,
    for_whom: str,
    clinic: Clinic,
    today: date,
    way_in: WayIn | None = None,
) -> Content:
    """The same of what is at hand; asks no database."""
    holds = wording.circumstances(programme)
    exercises = [_exercise(n, item, wording.shown(item, holds)) for n, item in enumerate(items, start=1)]
    imprint = {"day": date_format(today, "j F Y"), "version": _version(exercises)}
    return {
        "lang": (get_language() or "en").split("-")[0],
        "rtl": get_language_bidi(),
        "paper": clinic.paper,
        "title": _("Your exercises"),
        "heading": _("Your exercises"),
        "for_whom": for_whom,
        "lede": _lede(items, programme),
        "clinic": {"name": clinic.name, "phone": clinic.phone},
        "imprint": _("%(day)s · version %(version)s") % imprint,
        "stop": _stop(clinic.country, clinic.name),
        "way_in": _way_in(way_in),
        "exercises": exercises,
        "diary": _diary(programme, items, today),
        "words": _words(),
    }


def _in_order(programme: Programme) -> list[Item]:
    """What belongs to a run stands last: it is done on other occasions."""
    items = list(programme.items.open().select_related("stage"))
    return sorted(items, key=lambda item: item.when == When.BEFORE_RUN)


def _lede(items: list[Item], programme: Programme) -> str:
    count = ngettext("%(n)s exercise", "%(n)s exercises", len(items)) % {"n": len(items)}
    daily = [item for item in items if item.when != When.BEFORE_RUN]
    said = _("%(count)s, about %(minutes)s minutes.") % {"count": count, "minutes": wording.minutes(daily)}
    until = programme.expires_on
    return f"{said} {_('For use until %(day)s.') % {'day': wording.day(until)}}" if until else said


def _exercise(number: int, item: Item, shown: wording.Shown) -> Content:
    said = [shown.sides, shown.when, _rhythm(item)]
    drawn = zip(pictures.paper_strip(item), pictures.paper_words(item), strict=True)
    return {
        "number": number,
        "name": shown.name,
        "level": shown.level_name.lower() if shown.level_name else "",
        "dose": shown.dose,
        "how": [one for one in said if one],
        "pictures": [{"svg": svg, "alt": words} for svg, words in drawn],
        "steps": [step.text for step in shown.steps if step.role in TO_DO],
        "feel": [step.text for step in shown.steps if step.role not in TO_DO],
        "changes": list(shown.changes),
        "stop_if": [one for one in shown.exercise.stop_if if one not in said_of_most()],
    }


def _rhythm(item: Item) -> str:
    return "" if item.rhythm == Rhythm.EVERY_DAY else str(_("Every other day: see your diary"))


@cache
def said_of_most() -> frozenset[str]:
    """What most exercises say about stopping: the box on the first page says it once for all."""
    library = load_library().values()
    counted = Counter(sentence for one in library for sentence in one.stop_if)
    return frozenset(sentence for sentence, n in counted.items() if 2 * n > len(library))


def _stop(country: str, clinic: str) -> Content:
    return {
        "title": _("Stop, and call"),
        "lines": [
            _(
                "Numbness between the legs, new trouble with bladder or bowel, chest pain, trouble breathing, or a "
                "leg you cannot stand on: call for help at once."
            ),
            _("A fall, or pain of 6 or more out of 10: leave the exercise for today and tell your clinic."),
            _("Anything else that worries you: call your clinic, or a doctor if it is closed."),
        ],
        "emergency_label": _("Emergency"),
        "emergency": emergency_number(country),
        "clinic_label": clinic,
    }


def _way_in(way_in: WayIn | None) -> Content:
    address = settings.BASE_URL + (way_in.path if way_in else reverse("practice:today"))
    square = {
        "svg": qr.svg(address),
        "alt": _("A square code that opens %(address)s") % {"address": _short()},
    }
    if way_in is None:
        return {
            "qr": square,
            "title": _("The same plan on your phone"),
            "text": _("Point your phone's camera at the square, or open"),
            "address": f"{_short()}{reverse('practice:today')}",
            "code": "",
        }
    return {
        "qr": square,
        "title": _("Your plan on your phone"),
        "text": _("Point your phone's camera at the square. Or open the address below and type the code."),
        "address": f"{_short()}{reverse('start')}",
        "code_label": _("Code:"),
        "code": way_in.code,
        "until": _("It works once, until %(day)s. Keep it to yourself.")
        % {"day": wording.day(way_in.expires_on)},
    }


def _short() -> str:
    """The site's address as one types it."""
    return str(settings.BASE_URL).split("://", 1)[-1]


def _diary(programme: Programme, items: list[Item], today: date) -> Content:
    first = max(today, programme.starts_on or today)
    lines = diary.lines(programme, items, first)
    return {
        "how": _(
            "Tick each exercise you have done; write ½ for one done in part. Then write your worst pain, and how "
            "hard it was, from 0 (none) to 10 (the most there is). Bring this page to your next visit."
        ),
        "days": [
            {
                "label": date_format(day, "D j M"),
                "lines": [_line(line, items) for line in of_day],
            }
            for day, of_day in groupby(lines, key=lambda line: line.day)
        ],
    }


def _line(line: diary.Line, items: list[Item]) -> Content:
    label = _("1st") if line.slot == 1 else _("2nd")
    return {"label": label, "due": [item.pk in line.due for item in items]}


def _words() -> Content:
    return {
        "glance": _("At a glance"),
        "page": _("Page {n} of {all}"),
        "for_you": _("For you"),
        "feel": _("You should feel"),
        "stop_if": _("Stop if you notice"),
        "diary": _("Your diary"),
        "day": _("Day"),
        "pain": _("Pain"),
        "effort": _("Effort"),
    }


def _version(exercises: list[Content]) -> str:
    """The same sheet has the same version, whenever it is printed."""
    said = json.dumps([{**one, "pictures": []} for one in exercises], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:6].upper()
