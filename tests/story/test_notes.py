"""Does the text for the notes hold what was found and planned, in lines a notes system takes?"""

from dataclasses import replace
from datetime import date

import pytest

from clinic import notes
from clinic.notes import Found, Note, Planned, Practised

DAY = date(2026, 11, 3)
FOUND = Found(
    on=DAY,
    by="Tamsin Okoro",
    pain_at_rest=2,
    was_asked=True,
    warnings=(),
    measured=("Hip angle: right 8°, left 11°.",),
    findings=("Iliopsoas short on the right.",),
)
PLANNED = Planned(
    issued_on=DAY,
    because="At least one hip flexor is short.",
    doses=("Bridge: 2 rounds of 10 times.",),
    later=("Later, Core: Dead bug.",),
    cautions=(),
    retest_on=date(2026, 12, 1),
    expires_on=date(2026, 12, 15),
)
NOTE = Note("Mirela Quist, born 1 January 1982", FOUND, Practised(5, 0.83, (1, 3), (4, 4)), PLANNED)


def test_the_four_parts_stand_in_their_order():
    lines = notes.text(NOTE).splitlines()
    assert [line for line in lines if line[1:3] == " ("] == [
        "S (subjective)",
        "O (objective)",
        "A (assessment)",
        "P (plan)",
    ]


SAID = {
    "practice": (NOTE, "5 practices in the last 14 days, 83% of what was asked."),
    "a span": (NOTE, "pain 1 to 3, effort 4 of 10"),
    "no practice": (replace(NOTE, practised=Practised(0, 0.0)), "No practice in the last 14 days."),
    "measured": (NOTE, "- Hip angle: right 8°, left 11°."),
    "review": (NOTE, "Review and retest on 1 December 2026"),
    "nothing runs": (replace(NOTE, planned=None, withheld="Urgent referral."), "- Urgent referral."),
    "no plan": (replace(NOTE, planned=None), "No home programme is running."),
    "stopped": (replace(NOTE, planned=replace(PLANNED, is_stopped=True)), "stopped for safety"),
    "not asked": (replace(NOTE, found=replace(FOUND, was_asked=False)), "Safety questions: not asked."),
    "asked": (NOTE, "Safety questions asked: none answered yes."),
    "a warning": (replace(NOTE, found=replace(FOUND, warnings=("Chest pain",))), "answered yes: Chest pain."),
    "no pain told": (replace(NOTE, found=replace(FOUND, pain_at_rest=None)), "Pain at rest: not asked."),
}


@pytest.mark.parametrize("case", SAID)
def test_it_says(case):
    note, words = SAID[case]
    assert words in notes.text(note)


HOSTILE = (
    "short",
    "word " * 200,
    "x" * 500,
    "two\nlines\r\nand\u2028more\x85yet\x0bagain",
    "hyphen-" * 60,
    "tab\t" * 80,
    "",
)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_every_line_is_under_80_columns_whatever_was_written(words):
    told = Practised(9, 1.0, remarks=((DAY, words),) * 5)
    found = replace(FOUND, remark=words, findings=(words,), measured=(words,), by=words)
    text = notes.text(Note(words, found, told, replace(PLANNED, doses=(words,), cautions=(words,))))
    assert max(len(line) for line in text.splitlines()) < 80
    assert text.split("\n") == [*text.splitlines(), ""]


def test_the_newest_three_remarks_are_enough():
    told = Practised(9, 1.0, remarks=tuple((DAY, f"remark {n}") for n in range(5)))
    text = notes.text(replace(NOTE, practised=told))
    assert "remark 2" in text
    assert "remark 3" not in text
