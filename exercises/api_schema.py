"""What may be sent to the engine over HTTP, and what comes back? For programs that read the schema.

The readers in `assessments.facts` and `exercises.engine.log` decide; a test asks them about every edge named here.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from assessments.bands import FindingId
from assessments.vocabulary import (
    Activity,
    Condition,
    CoreRating,
    Equipment,
    GluteRating,
    Instrument,
    Posture,
    RedFlag,
    Side,
    Stage,
    SurgeryKind,
    Variant,
)
from exercises.engine.plan import LeftOutBecause, Time
from exercises.library import EXERCISE_IDS, Sides
from exercises.library.exercise import CAUTIONS
from exercises.protocols.protocol import Action
from exercises.protocols.vocabulary import Ask, Missing, Presentation, Status, Untested

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}


def maybe(schema: Schema) -> Schema:
    return {**schema, "nullable": True}


def whole(low: int, high: int | None = None) -> Schema:
    return {"type": "integer", "minimum": low} | ({} if high is None else {"maximum": high})


def number(low: float, high: float | None = None) -> Schema:
    return {"type": "number", "minimum": low} | ({} if high is None else {"maximum": high})


def word(options: Iterable[str]) -> Schema:
    return {"type": "string", "enum": [str(each) for each in options]}


def words(options: type[StrEnum]) -> Schema:
    return {"type": "array", "items": word(options), "uniqueItems": True}


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def given(needed: Iterable[str] = (), /, **keys: Schema) -> Schema:
    """An object of the input: what is not needed may be left out, or null."""
    required = list(needed)
    properties = {key: schema if key in required else maybe(schema) for key, schema in keys.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False} | (
        {"required": required} if required else {}
    )


def answered(**keys: Schema) -> Schema:
    """An object of the output: every key is always there."""
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


def sides(schema: Schema) -> Schema:
    return given(left=schema, right=schema)


EXERCISE = word(EXERCISE_IDS)
THOMAS = given(
    variant=word(Variant),
    instrument=word(Instrument),
    pelvis_controlled=FLAG,
    hip_angle_deg=number(-40, 60),
    tape=given(thigh_length_cm=number(30, 60), knee_above_hip_cm=number(-40, 40)),
    knee_flexion_deg=number(0, 150),
    abduction_deg=number(-20, 45),
    j_sign=FLAG,
    pain=whole(0, 10),
)
ASSESSMENT = given(
    ["patient"],
    patient=given(
        ["age"],
        age=whole(0, 120),
        activities=words(Activity),
        conditions=words(Condition),
        pregnancy_weeks=whole(1, 42),
        surgery=given(
            kind=word(SurgeryKind), weeks_ago=whole(0), surgeon_cleared=FLAG, extension_cleared=FLAG
        ),
        equipment=words(Equipment),
    ),
    screening=given(asked=FLAG, red_flags=words(RedFlag), pain_at_rest=whole(0, 10)),
    thomas=sides(THOMAS),
    core=given(
        sahrmann_level=whole(0, 5),
        dead_bug_quality=whole(0, 3),
        pressure_change_mmhg=number(0, 40),
        prone_bridge_s=number(0),
        double_leg_lowering_deg=number(0, 90),
        side_bridge_s=sides(number(0)),
        active_straight_leg_raise=sides(whole(0, 5)),
        overall=word(CoreRating),
    ),
    glutes=given(
        trendelenburg_hold_s=sides(number(0, 30)),
        single_leg_bridge_reps=sides(whole(0)),
        overall=word(GluteRating),
    ),
    balance=given(single_leg_stance_s=sides(number(0))),
    posture=word(Posture),
    hip_flexor_strength=sides(whole(0, 5)),
    open_through=word(Stage),
)
LOG = given(
    presentation=word(Presentation),
    open_through=word(Stage),
    ask=word(Ask),
    days_since_assessment=whole(0),
    days_since_last_session=whole(0),
    days_in_stage=whole(0),
    sessions_in_stage=whole(0),
    adherence_14d=number(0, 1),
    baseline_pain=whole(0, 10),
    red_flag=FLAG,
    fall=FLAG,
    at_article_dose=FLAG,
    at_top_level=FLAG,
    eyes_closed_forbidden=FLAG,
    sessions=many(
        given(
            pain=whole(0, 10),
            effort=whole(0, 10),
            completed=FLAG,
            next_morning_pain=whole(0, 10),
            control_kept=FLAG,
            hold_s=number(0),
        )
    ),
)
BECAUSE = answered(clinician=TEXT, patient=TEXT)
ITEM = answered(
    exercise=EXERCISE,
    level=whole(0, 3),
    max_level=whole(1, 3),
    sides=word(Sides),
    focus=words(Side),
    sets=whole(1),
    reps=maybe(whole(1)),
    hold_s=maybe(whole(1)),
    hold_max_s=maybe(whole(1)),
    times_per_day=whole(1),
    when=word(Time),
    equipment=words(Equipment),
    rule=TEXT,
    because=BECAUSE,
    source=TEXT,
)
PLAN = answered(
    status=word(Status),
    presentation=maybe(word(Presentation)),
    protocol=answered(id=TEXT, version=TEXT),
    findings=many(answered(finding=word(FindingId), side=word(Side), because=TEXT, source=TEXT)),
    opens_through=maybe(word(Stage)),
    stages=many(answered(stage=word(Stage), open=FLAG, unlocks_when=maybe(TEXT), items=many(ITEM))),
    today=many(EXERCISE),
    before_run=many(EXERCISE),
    before_run_items=many(answered(**ITEM["properties"], distance_m=maybe(whole(1)))),
    alternate=many(many(EXERCISE)),
    left_out=many(answered(exercise=EXERCISE, because=word(LeftOutBecause))),
    cautions=many(word(sorted(CAUTIONS))),
    missing=many(word(Missing)),
    not_tested=many(word(Untested)),
)
REVIEW = answered(actions=many(word(Action)), alert=FLAG, because=BECAUSE, rule=TEXT, source=TEXT)
ERROR = answered(error=TEXT, fields={"type": "object", "additionalProperties": TEXT})
