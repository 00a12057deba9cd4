"""Is a list from another program read, or every line that stands in the way named?"""

from datetime import date

import pytest

from clinic.people.importing import MOST_LINES, Line, read

TODAY = date(2026, 11, 22)
HEADINGS = "Family name;First name;Date of birth;E-mail;Phone;Consent;Hair"
ILSE = "Roth;Ilse;1984-03-09;ilse@home.example;01632 960000;yes;grey"


def said(text, dates="ymd"):
    content = text if isinstance(text, bytes) else text.encode()
    return read(content, dates, TODAY)


def troubles(text, dates="ymd"):
    return [(one.line, one.sentence) for one in said(text, dates).troubles]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_a_list_as_programs_write_it(mark, ending, start):
    found = said(start + ending.join([HEADINGS, ILSE, ""]).replace(";", mark))
    known = Line(2, "Ilse", "Roth", date(1984, 3, 9), "ilse@home.example", "01632 960000", consented=True)
    assert (found.lines, found.troubles) == ((known,), ())


@pytest.mark.parametrize(
    ("dates", "written"),
    [("dmy", "09/03/1984"), ("dmy", "9.3.1984"), ("mdy", "03/09/1984"), ("ymd", "1984-03-09")],
)
def test_dates_are_read_as_chosen(dates, written):
    found = said(f"first name,surname,dob\nIlse,Roth,{written}", dates)
    assert [line.date_of_birth for line in found.lines] == [date(1984, 3, 9)]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Roth;;1984-03-09;;;", "The given name is missing."),
        (";Ilse;1984-03-09;;;", "The family name is missing."),
        ("Roth;Ilse;;;;", "The date of birth is missing: the plan depends on age."),
        ("Roth;Ilse;09/03/1984;;;", "“09/03/1984” is not a date written as chosen above."),
        ("Roth;Ilse;1984-02-30;;;", "“1984-02-30” is not a date written as chosen above."),
        ("Roth;Ilse;2026-11-23;;;", "The date of birth has not come yet. Check the year."),
        ("Roth;Ilse;1899-12-31;;;", "The date of birth lies before 1900. Check the year."),
        ("Roth;Ilse;1984-03-09;ilse at home;;", "“ilse at home” is not an e-mail address."),
        ("Roth;Ilse;1984-03-09;;;perhaps", "Under consent write yes or no."),
        (f"Roth;{'I' * 81};1984-03-09;;;", "“IIIIIIIIIIIIIIIIIIII…” is longer than 80 letters."),
        ("Roth", "The given name is missing."),
    ],
)
def test_a_line_names_its_trouble_and_nothing_is_taken_alone(line, sentence):
    assert (3, sentence) in troubles(f"{HEADINGS}\n{ILSE}\n{line}")


def test_the_last_day_that_is_taken():
    found = said(f"{HEADINGS}\nRoth;Ilse;{TODAY};;;\nRoth;Olga;1900-01-01;;;")
    assert (len(found.lines), found.troubles) == (2, ())


def test_one_person_twice_is_named_with_the_other_line():
    assert troubles("\n".join([HEADINGS, ILSE, "", ILSE.upper().replace("YES", "no")])) == [
        (4, "The same person stands on line 2.")
    ]


@pytest.mark.parametrize("column", ["First name", "Family name", "Date of birth"])
def test_a_missing_column_is_named(column):
    [(line, sentence)] = troubles(HEADINGS.replace(column, "Something else") + "\n" + ILSE)
    assert line == 1
    assert "Put the headings on the first line." in sentence


def test_every_line_that_is_not_utf8_is_named():
    content = "\n".join([HEADINGS, ILSE, ILSE.replace("Ilse", "Zoë"), ILSE.replace("Roth", "Bäcker")]).encode(
        "latin-1"
    )
    assert [line for line, _ in troubles(content)] == [3, 4]


def test_fifty_thousand_lines_are_refused_where_the_list_is_to_be_split():
    lines = (f"Roth;Ilse{number};1984-03-09;;;" for number in range(50_000))
    found = troubles("\n".join([HEADINGS, *lines]))
    assert found == [(MOST_LINES + 2, "A list may have 5,000 patients. Split it from this line on.")]


@pytest.mark.parametrize("content", ["", HEADINGS, "\n\n"], ids=["nothing", "headings", "empty lines"])
def test_a_list_of_nobody_says_so(content):
    assert troubles(content)


def test_what_is_no_list_is_refused():
    assert troubles(f'{HEADINGS}\n"{"x" * 140_000}')
