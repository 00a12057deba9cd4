"""How does the protocol read on paper? docs/protocol.md, written from the data; a test keeps the two together."""

from collections.abc import Iterator
from pathlib import Path

from assessments.sources import citations
from exercises.protocols.page.deciding import adjusting, deciding
from exercises.protocols.page.findings import claims, findings
from exercises.protocols.page.following import dosing, moving_on
from exercises.protocols.page.layout import section
from exercises.protocols.protocol import Protocol

UNCLEAR = Path(__file__).with_name("unclear.md")
INTRODUCTION = """\
Written from `assessments/thresholds.toml` and `exercises/protocols/hip-flexor-release.toml` with
`python -m exercises.protocols.page`; change those, not this page. Marks: **article** the article says it, **evidence**
a published source, **default** our own, cautious, for each clinic's owner to review and sign.
"""


def page(protocol: Protocol) -> str:
    """The whole page, in the order of a consultation."""
    sections = (claims, findings, deciding, adjusting, dosing, moving_on)
    lines = [line for each in sections for line in each(protocol)]
    return "\n".join([*_head(protocol), *lines, *_unclear(), *_sources()])


def _head(protocol: Protocol) -> Iterator[str]:
    yield f"# {protocol.name}: what is decided, from what, and where each figure comes from"
    yield ""
    yield INTRODUCTION


def _unclear() -> Iterator[str]:
    yield from section("How we read the unclear places")
    yield "Where the rules leave room, this is what the engine does: the most literal reading, of two the more cautious"
    yield "one. Each waits for a physiotherapist's word."
    yield ""
    yield UNCLEAR.read_text(encoding="utf-8")


def _sources() -> Iterator[str]:
    yield from section("Sources")
    yield "Nothing was read whole; what is in brackets says how much was."
    yield ""
    for citation in citations().values():
        yield f"- {citation}"
    yield ""
