"""Was the engine's version raised where it gives other bytes? Asked with a protocol that never changes."""

import hashlib
import json
import tomllib
from itertools import product
from pathlib import Path

from assessments.facts import parse
from assessments.vocabulary import Condition, RedFlag, Stage
from exercises import library, protocols
from exercises.engine import (
    ENGINE_VERSION,
    parse_log,
    plan_as_contract,
    prescribe,
    review,
    review_as_contract,
)
from exercises.protocols.vocabulary import Ask
from tests.contract.test_examples import EXAMPLES
from tests.exercises.engine.people import CLEARED, PRESENTATIONS, assessment, thomas

HERE = Path(__file__).parent
TEXTS = [tuple(each) for each in json.loads((HERE / "edition.json").read_text(encoding="utf-8"))]
KNOWN = tomllib.loads((HERE / "engine_versions.toml").read_text(encoding="utf-8"))
RAISE = (
    "The engine answers differently: raise ENGINE_VERSION, and put the new digest into engine_versions.toml."
)


def people():
    """The contract's examples; every condition, flag, stage and age that matters, with every presentation."""
    yield from (each["input"] for each in EXAMPLES["prescribe"])
    stiff = thomas(6, knee_flexion_deg=58, abduction_deg=20)
    circumstances = [
        {"thomas__right": stiff, "thomas__left": stiff},
        {"thomas__right": stiff, "thomas__left": thomas(-16)},
        *({"patient__conditions": [each]} for each in Condition),
        *({"screening__red_flags": [each]} for each in RedFlag),
        *({"patient__pregnancy_weeks": weeks} for weeks in (12, 13)),
        *({"patient__age": age} for age in (15, 16, 64, 65)),
        *({"screening__pain_at_rest": pain} for pain in (3, 4, 5, 6)),
        *({"balance__single_leg_stance_s": {"left": held, "right": 30}} for held in (4, 5, 9, 10)),
        {"patient__surgery": CLEARED | {"kind": "replacement_posterior"}},
        {"patient__surgery": CLEARED | {"extension_cleared": False}},
        {"patient__equipment": ["wobble_board"]},
        {"patient__activities": ["runner"]},
    ]
    for case, more, stage in product(PRESENTATIONS.values(), circumstances, (None, Stage.BALANCE)):
        yield assessment(**{**case, **more}, open_through=stage)


def logs():
    yield from (each["input"] for each in EXAMPLES["review"])
    for ask, pain, effort, morning, kept, days in product(
        Ask, (3, 4, 6), (4, 5, 8), (None, 2, 5), (True, False), (1, 7)
    ):
        session = {"pain": pain, "effort": effort, "completed": True, "control_kept": kept, "hold_s": 20}
        yield {
            "ask": ask,
            "presentation": "short",
            "open_through": "glutes",
            "days_since_last_session": days,
            "days_in_stage": 7,
            "sessions_in_stage": 5,
            "adherence_14d": 0.7,
            "baseline_pain": 2,
            "at_article_dose": True,
            "at_top_level": False,
            "eyes_closed_forbidden": False,
            "sessions": [session | {"next_morning_pain": morning}] * 3,
        }


def answers():
    protocol, texts = protocols.read(TEXTS), library.read(dict(TEXTS[3:]))
    yield from (plan_as_contract(prescribe(parse(each), protocol, texts)) for each in people())
    yield from (review_as_contract(review(parse_log(each), protocol)) for each in logs())


def test_other_bytes_ask_for_another_version():
    summed = hashlib.sha256()
    for each in answers():
        summed.update(json.dumps(each, ensure_ascii=False).encode())
    assert KNOWN.get(ENGINE_VERSION) == summed.hexdigest(), RAISE
