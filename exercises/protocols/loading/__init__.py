"""How is the protocol's file turned into typed entries? Every key is asked for; a key nobody asked for is refused."""

from assessments.bands import Thresholds
from assessments.data import Table
from assessments.vocabulary import Stage
from assessments.words import Wording
from exercises.protocols.conditions import ProtocolError
from exercises.protocols.loading.adjusting import adjustment, dose, ladder, objection, primer, release
from exercises.protocols.loading.deciding import (
    cautions,
    claim,
    content,
    daily_limit,
    not_tested,
    opening,
    red_flags,
    rule,
    runner,
    stage,
)
from exercises.protocols.loading.following import gate, programme, session, step
from exercises.protocols.loading.rows import SIDE, closed, read_reason, rows, worded
from exercises.protocols.protocol import Protocol
from exercises.protocols.vocabulary import Missing, Untested


def read_protocol(file: str, text: str, version: str, thresholds: Thresholds) -> Protocol:
    table = Table.of(file, text, ProtocolError)
    protocol = Protocol(
        id=table.text("id"),
        version=version,
        name=table.said("name"),
        thresholds=thresholds,
        claims=rows(table, "claim", claim),
        red_flags=closed(table.inner("red_flags"), red_flags),
        rules=rows(table, "rule", rule),
        missing=worded(table, "missing", Missing),
        not_tested={Untested(key): entry for key, entry in rows(table, "not_tested", not_tested)},
        several_short=_several_short(table),
        stages={Stage(key): entry for key, entry in rows(table, "stage", stage)},
        contents=rows(table, "content", content),
        openings=rows(table, "opening", opening),
        daily_limit=closed(table.inner("daily_limit"), daily_limit),
        runner=closed(table.inner("runner"), runner),
        adjustments=rows(table, "adjustment", adjustment),
        objections=rows(table, "objection", objection),
        cautions=cautions(table),
        starter=closed(table.inner("starter"), lambda row: read_reason(row, "starter")),
        doses={dose.exercise: dose for dose in rows(table, "dose", dose)},
        primer=closed(table.inner("primer"), primer),
        release_before_bridge=closed(table.inner("release_before_bridge"), release),
        ladders=rows(table, "ladder", ladder),
        session=closed(table.inner("session"), session),
        gates=rows(table, "gate", gate),
        steps=rows(table, "step", step),
        programme=closed(table.inner("programme"), programme),
    )
    table.close()
    return protocol


def _several_short(table: Table) -> Wording | None:
    """Editions that were kept before it was written have none."""
    if not table.has("several_short"):
        return None
    return closed(table.inner("several_short"), lambda row: row.wording("several_short", SIDE))
