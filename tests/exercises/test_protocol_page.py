"""Does the protocol, as an owner reads it before signing, show every entry and nothing left unfilled?"""

from exercises import protocol_page, protocols

PROTOCOL = protocols.load()
ENTRIES = [entry for group in protocol_page.read(PROTOCOL) for entry in group.entries]


def test_no_sentence_shows_a_brace():
    shown = [str(text) for entry in ENTRIES for text in (entry.does, entry.clinician, entry.patient)]
    assert [text for text in shown if "{" in text or "}" in text] == []


def test_a_rule_that_rests_on_something_short_names_either_side():
    short = next(entry for entry in ENTRIES if entry.id == "short_presentation")
    assert short.patient == "The front of your right or left hip may be short."


def test_every_rule_step_and_adjustment_is_there():
    named = {entry.id for entry in ENTRIES}
    assert {each.id for each in (*PROTOCOL.rules, *PROTOCOL.adjustments, *PROTOCOL.steps)} <= named
