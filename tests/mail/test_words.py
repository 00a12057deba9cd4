"""Do the mails keep to themselves what they are about? Each is written and searched for what could give it away."""

import re
import tomllib
from pathlib import Path

import pytest

from clinic.mail.models import OutboxMail, Stream
from clinic.mail.rendering import render
from clinic.mail.words import Kind

ROOT = Path(__file__).resolve().parents[2]
MAILS = ROOT / "templates" / "emails"
SITE = "https://plumb.example"
INVITATION, STOP = f"{SITE}/invitation/abc/", f"{SITE}/reminders/stop/abc/"
VALUES = {
    "account": {"subject": "Sign-in code", "text": "Your code: A1B2C3\nhttps://plumb.example/accounts/ <b>"},
    "invitation": {"given_name": "Mirela", "clinic": "Harbour Practice", "link": INVITATION, "days": 14},
    "programme": {"given_name": "Mirela"},
    "reminder": {"given_name": "Mirela", "stop_url": STOP},
    "morning": {"given_name": "Mirela", "stop_url": STOP},
    "retest": {"given_name": "Mirela"},
    "digest": {"given_name": "Tamsin", "waiting": 3, "first": 1},
    "nudge": {"given_name": "Mirela", "stop_url": STOP},
    "week": {"given_name": "Mirela", "stop_url": STOP},
    "transfer": {
        "given_name": "Mirela",
        "clinic": "Harbour Practice",
        "phone": "020 7946 0000",
        "is_done": True,
    },
    "alert": {},
}
STOPPABLE = ("reminder", "nudge", "week", "morning")
PAGES = {"reminder": "", "nudge": "", "week": "progress/", "morning": "morning/"}
TELLING = set(
    """
    physio physiotherapy physiotherapist therapist therapy treatment treat patient clinical medical health doctor
    diagnosis condition symptom injury surgery operation pain ache exercise exercises stretch stretching muscle muscles
    hip hips flexor flexors psoas glute glutes gluteal core balance knee back pelvis pelvic spine spinal leg legs thigh
    thomas posture strength rehab rehabilitation recovery session sessions dose repetitions reps degrees angle left
    right stage release inhibit assessment
    """.split()  # noqa: SIM905 - sixty words read better so
)

# Words that stand in an exercise's name and in every letter.
ORDINARY = {"almost", "time", "both", "from", "into", "over", "with", "without"}


def exercise_words():
    """Each word of each exercise's and level's name, but for the smallest."""
    for file in sorted((ROOT / "exercises" / "library").glob("*.toml")):
        names = _names(tomllib.loads(file.read_text()))
        yield from (word for name in names for word in re.findall(r"[a-z]{4,}", name.lower()))


def _names(found):
    if isinstance(found, dict):
        name = found.get("name")
        yield from ([name["en"]] if isinstance(name, dict) and isinstance(name.get("en"), str) else [])
        for inner in found.values():
            yield from _names(inner)
    if isinstance(found, list):
        for inner in found:
            yield from _names(inner)


def written(kind, **values):
    stream = Stream.REMINDER if kind in STOPPABLE else Stream.TRANSACTIONAL
    return render(
        OutboxMail(
            template=kind,
            stream=stream,
            to_address="mirela@home.example",
            values={**VALUES[kind], **values},
            message_id="<5ab6f3f2-5f3d-4c5c-9d5d-2d7f4f6d8c11@plumb.example>",
        )
    )


def words_of(message):
    """What a person reads: the HTML without its tags."""
    html = re.sub(r"<[^>]*>", " ", message.alternatives[0].content)
    headers = " ".join(f"{name} {value}" for name, value in message.message().items())
    return re.findall(r"[a-z]+", f"{message.subject} {message.body} {html} {headers}".lower())


def test_every_folder_is_a_kind_with_three_parts():
    folders = {
        folder.name: {file.name for file in folder.iterdir()} for folder in MAILS.iterdir() if folder.is_dir()
    }
    assert folders == {kind: {"subject.txt", "body.txt", "body.html"} for kind in Kind.values}
    assert set(VALUES) == set(Kind.values)


@pytest.mark.parametrize("kind", Kind.values)
def test_no_word_gives_it_away(kind):
    telling = (TELLING | set(exercise_words())) - ORDINARY
    assert telling & set(words_of(written(kind))) == set()


def test_the_search_finds_what_it_looks_for():
    assert {"bridge", "lunge", "pigeon"} <= set(exercise_words())
    assert "bridge" in words_of(written("account", text="Time for your bridge"))


@pytest.mark.parametrize("kind", [*STOPPABLE, "programme", "retest", "digest", "alert"])
def test_what_comes_often_does_not_name_the_clinic(kind):
    assert "Harbour" not in str(written(kind, clinic="Harbour Hip Practice").message())


@pytest.mark.parametrize("kind", ["invitation", "transfer"])
@pytest.mark.parametrize(
    ("clinic", "is_said"),
    [
        ("Harbour Practice", True),
        ("Hipperholme Rooms", True),
        ("Harbour Hip Practice", False),
        ("Physio am Tor", False),
        ("Harbour Back-Pain Centre", False),
        ("Sadama Füsioteraapia", False),
    ],
)
def test_a_clinic_is_named_unless_its_name_gives_it_away(kind, clinic, is_said):
    message = written(kind, clinic=clinic)
    for text in (message.body, message.alternatives[0].content):
        assert (clinic in text) is is_said
        assert ("our clinic" in text) is not is_said
    assert clinic not in " ".join(message.message().values())


@pytest.mark.parametrize("kind", [*STOPPABLE, "programme", "retest", "invitation"])
def test_the_first_name_at_most(kind):
    text = str(written(kind, family_name="Quist").message())
    assert "Mirela" in text
    assert "Quist" not in text


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        ("account", f"{SITE}/accounts/"),
        ("invitation", INVITATION),
        ("programme", f"{SITE}/my/changes/"),
        ("retest", f"{SITE}/my/"),
        ("digest", f"{SITE}/today/"),
        ("reminder", f"{SITE}/my/reminders/later/"),
        *((kind, f"{SITE}/my/{page}") for kind, page in PAGES.items()),
        ("alert", f"{SITE}/"),
    ],
)
def test_the_link_stands_in_both_versions(kind, link, settings):
    settings.BASE_URL = SITE
    message = written(kind)
    assert link in message.body
    assert f'href="{link}"' in message.alternatives[0].content


def test_plain_text_is_plain_and_html_is_safe():
    message = written("account", subject="A & B\r\nBcc: all@home.example", text="1 < 2 & 'so'")
    assert message.subject == "A & B Bcc: all@home.example"
    assert "1 < 2 & 'so'" in message.body
    assert "1 &lt; 2 &amp; &#x27;so&#x27;" in message.alternatives[0].content


def test_a_name_cannot_bring_its_own_html():
    message = written("invitation", given_name="<b>Mirela</b>")
    assert "<b>Mirela</b>" in message.body
    assert "<b>" not in message.alternatives[0].content


def test_only_reminders_can_be_stopped():
    for kind in Kind.values:
        headers = written(kind).extra_headers
        assert ("List-Unsubscribe" in headers) is (kind in STOPPABLE)
        assert ("List-Unsubscribe-Post" in headers) is (kind in STOPPABLE)
    for kind in STOPPABLE:
        message = written(kind)
        assert message.extra_headers["List-Unsubscribe"] == f"<{STOP}>"
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert STOP in message.body
