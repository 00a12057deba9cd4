"""What does a list of patients from another program say? Pure: a file's bytes in; patients, or what is wrong, out.

A line is a patient or names its troubles; a list with any trouble is not taken, so nothing is half done. Columns are
found by their heading, in any order; a heading nobody asked for is passed over.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

MOST_LINES = 5_000
LARGEST = 2_000_000  # bytes: 5,000 lines of 400
OLDEST = date(1900, 1, 1)
LONGEST = {"given_name": 80, "family_name": 80, "email": 254, "phone": 40}
NEEDED = ("given_name", "family_name", "date_of_birth")
HEADINGS = {
    "given_name": ("given name", "first name", "forename", "name given"),
    "family_name": ("family name", "last name", "surname", "name family"),
    "date_of_birth": ("date of birth", "born", "birth date", "birthday", "dob"),
    "email": ("email", "e mail", "email address", "e mail address", "mail"),
    "phone": ("phone", "telephone", "mobile", "phone number"),
    "consented": ("consent", "consented", "agreed"),
}
DATES = {"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"", "no", "n", "false", "0"})


@dataclass(frozen=True)
class Line:
    """One patient, by the file's line."""

    number: int
    given_name: str
    family_name: str
    date_of_birth: date
    email: str = ""
    phone: str = ""
    consented: bool = False

    @property
    def key(self) -> tuple[str, str, date]:
        """Who is the same person, beyond doubt."""
        return self.given_name.casefold(), self.family_name.casefold(), self.date_of_birth


@dataclass(frozen=True)
class Trouble:
    """What has to be put right, and where."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Read:
    lines: tuple[Line, ...]
    troubles: tuple[Trouble, ...]


def read(content: bytes, dates: str, today: date) -> Read:
    """`dates` is a key of DATES. Troubles come in the file's order."""
    undecodable = list(_not_utf8(content))
    if undecodable:
        return Read((), tuple(undecodable))
    rows = _rows(content.decode("utf-8-sig"))
    try:
        columns = _columns(next(rows, (1, []))[1])
        missing = [name for name in NEEDED if name not in columns.values()]
        if missing:
            return Read((), tuple(Trouble(1, _no_column(name)) for name in missing))
        return _read_lines(rows, columns, DATES[dates], today)
    except csv.Error:
        return Read(
            (), (Trouble(1, _("This is not a list as programs write it. Save it as CSV and try again.")),)
        )


def _read_lines(
    rows: Iterator[tuple[int, list[str]]], columns: dict[int, str], dates: str, today: date
) -> Read:
    lines: list[Line] = []
    troubles: list[Trouble] = []
    seen: dict[tuple[str, str, date], int] = {}
    for number, cells in islice(rows, MOST_LINES):
        line, wrong = _line(number, _by_name(cells, columns), dates, today)
        if line and line.key in seen:
            wrong = [_("The same person stands on line %(other)s.") % {"other": seen[line.key]}]
        troubles += [Trouble(number, sentence) for sentence in wrong]
        if line and not wrong:
            lines.append(line)
            seen[line.key] = number
    if further := next(rows, None):
        troubles.append(Trouble(further[0], _too_long()))
    if not lines and not troubles:
        troubles.append(Trouble(2, _("No patient stands below the headings.")))
    return Read(tuple(lines), tuple(troubles))


def _not_utf8(content: bytes) -> Iterator[Trouble]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield Trouble(
                number, _("These letters are not UTF-8. Save the list as “CSV UTF-8” and try again.")
            )


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line that says something, with its number; split at whichever mark the headings use."""
    first = text.split("\n", 1)[0]
    mark = max((";", "\t", ","), key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.replace("\0", "").strip() for cell in cells]


def _columns(headings: list[str]) -> dict[int, str]:
    """Which of ours stands in which column; the first one of a name counts."""
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        plain = re.sub(r"[\W_]+", " ", heading.casefold()).strip()
        for name, known in HEADINGS.items():
            if plain in known and name not in found.values():
                found[place] = name
    return found


def _by_name(cells: list[str], columns: Mapping[int, str]) -> dict[str, str]:
    return {name: cells[place] if place < len(cells) else "" for place, name in columns.items()}


def _line(number: int, said: Mapping[str, str], dates: str, today: date) -> tuple[Line | None, list[str]]:
    wrong = [*_missing(said), *_too_wide(said)]
    born, unborn = _born(said["date_of_birth"], dates, today)
    wrong += unborn if said["date_of_birth"] else []
    email, consented = said.get("email", ""), said.get("consented", "").casefold()
    if email and not _is_email(email):
        wrong.append(_("“%(email)s” is not an e-mail address.") % {"email": email[:80]})
    if consented not in YES | NO:
        wrong.append(_("Under consent write yes or no."))
    if wrong or born is None:
        return None, wrong
    names = {name: said[name] for name in ("given_name", "family_name")}
    contact = {"email": email, "phone": said.get("phone", "")}
    return Line(number, **names, **contact, date_of_birth=born, consented=consented in YES), []


def _missing(said: Mapping[str, str]) -> Iterator[str]:
    sentences = {
        "given_name": _("The given name is missing."),
        "family_name": _("The family name is missing."),
        "date_of_birth": _("The date of birth is missing: the plan depends on age."),
    }
    yield from (sentence for name, sentence in sentences.items() if not said[name])


def _too_wide(said: Mapping[str, str]) -> Iterator[str]:
    for name, most in LONGEST.items():
        if len(said.get(name, "")) > most:
            yield _("“%(start)s…” is longer than %(most)s letters.") % {
                "start": said[name][:20],
                "most": most,
            }


def _born(text: str, dates: str, today: date) -> tuple[date | None, list[str]]:
    plain = text.replace(".", "/").replace("-", "/") if dates != DATES["ymd"] else text.replace("/", "-")
    try:
        born = datetime.strptime(plain, dates).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None, [_("“%(text)s” is not a date written as chosen above.") % {"text": text[:20]}]
    if born > today:
        return None, [_("The date of birth has not come yet. Check the year.")]
    if born < OLDEST:
        return None, [_("The date of birth lies before 1900. Check the year.")]
    return born, []


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _no_column(name: str) -> str:
    return _("No column is headed “%(heading)s”. Put the headings on the first line.") % {
        "heading": HEADINGS[name][0]
    }


def _too_long() -> str:
    return _("A list may have %(most)s patients. Split it from this line on.") % {"most": f"{MOST_LINES:,}"}
