"""What should this person do, and what next? Pure: no web server, no database, no clock, no chance."""

from exercises.engine.advising import Advice, Objection, Way, advise
from exercises.engine.contract import plan_as_contract, review_as_contract
from exercises.engine.log import Log, Session, parse_log
from exercises.engine.plan import Item, Plan, StagePlan
from exercises.engine.prescribing import prescribe
from exercises.engine.reviewing import Review, review
from exercises.engine.version import ENGINE_VERSION

__all__ = [
    "ENGINE_VERSION",
    "Advice",
    "Item",
    "Log",
    "Objection",
    "Plan",
    "Review",
    "Session",
    "StagePlan",
    "Way",
    "advise",
    "parse_log",
    "plan_as_contract",
    "prescribe",
    "review",
    "review_as_contract",
]
