"""Who comes to the clinic in these tests? One healthy person to change, and anyone the contract allows."""

import copy
from typing import Any

from hypothesis import strategies as st

from assessments.facts import parse
from assessments.vocabulary import (
    Activity,
    Condition,
    CoreRating,
    Equipment,
    GluteRating,
    Instrument,
    Posture,
    RedFlag,
    Stage,
    SurgeryKind,
    Variant,
)
from exercises import library, protocols
from exercises.engine import parse_log, plan_as_contract, prescribe, review, review_as_contract
from exercises.protocols.vocabulary import Ask, Presentation

CLEARED = {"kind": "other", "weeks_ago": 30, "surgeon_cleared": True, "extension_cleared": True}


def thomas(hip: float = -11, **more: Any) -> dict[str, Any]:
    return {
        "pelvis_controlled": True,
        "hip_angle_deg": hip,
        "knee_flexion_deg": 84,
        "abduction_deg": 4,
        **more,
    }


def assessment(**changes: Any) -> dict[str, Any]:
    """A healthy adult, fully observed; "patient__age" reaches inside."""
    data: dict[str, Any] = {
        "patient": {"age": 44, "activities": [], "conditions": []},
        "screening": {"asked": True, "red_flags": [], "pain_at_rest": 2},
        "thomas": {"left": thomas(), "right": thomas()},
        "core": {"overall": "good"},
        "glutes": {"overall": "adequate"},
        "balance": {"single_leg_stance_s": {"left": 30, "right": 30}},
        "posture": "neutral",
        "hip_flexor_strength": {"left": 4, "right": 4},
    }
    for path, value in changes.items():
        *parents, key = path.split("__")
        inner = data
        for parent in parents:
            inner = inner.setdefault(parent, {})
        inner[key] = value
    return copy.deepcopy(data)


SHORT = {"thomas__right": thomas(8)}
TONE = {"core": {"overall": "poor"}}
LONG = {"posture": "sway_back"}
GLUTE = {"glutes": {"overall": "poor"}}
PRESENTATIONS = {"short": SHORT, "tone": TONE, "long": LONG, "glute": GLUTE}


def prescribed(data: dict[str, Any]) -> dict[str, Any]:
    return plan_as_contract(prescribe(parse(data), protocols.load(), library.load()))


def reviewed(log: dict[str, Any]) -> dict[str, Any]:
    return review_as_contract(review(parse_log(log), protocols.load()))


def ids(plan: dict[str, Any], stage: str) -> list[str]:
    return [item["exercise"] for each in plan["stages"] if each["stage"] == stage for item in each["items"]]


def item(plan: dict[str, Any], exercise: str) -> dict[str, Any]:
    items = [*plan["before_run_items"], *(each for stage in plan["stages"] for each in stage["items"])]
    return next(each for each in items if each["exercise"] == exercise)


def _words(options: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(each) for each in options]), unique=True, max_size=4)


def _word(options: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([str(each) for each in options])


def _maybe(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), value)


def _object(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


def _figures(low: float, high: float, *edges: float) -> st.SearchStrategy[float]:
    """Anything in range, and the edges more often than chance would have them."""
    return st.one_of(
        st.integers(int(low), int(high)), st.floats(low, high), st.sampled_from([low, high, *edges])
    )


def _sides(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _maybe(_object(left=_maybe(value), right=_maybe(value)))


_tape = st.integers(30, 60).flatmap(
    lambda thigh: st.fixed_dictionaries(
        {"thigh_length_cm": st.just(thigh), "knee_above_hip_cm": st.integers(-min(thigh, 40), min(thigh, 40))}
    )
)
_test = _object(
    variant=_word(Variant),
    instrument=_word(Instrument),
    pelvis_controlled=st.sampled_from([True, True, True, False, None]),
    knee_flexion_deg=_maybe(_figures(0, 150, 66.9, 67)),
    abduction_deg=_maybe(_figures(-20, 45, 15, 15.1)),
    j_sign=_maybe(st.booleans()),
    pain=_maybe(st.integers(0, 10)),
)
_thomas = st.one_of(
    st.none(),
    st.builds(
        lambda test, angle: {**test, "hip_angle_deg": angle}, _test, _figures(-40, 60, -15, -14.9, 0, 0.1)
    ),
    st.builds(lambda test, tape: {**test, "tape": tape}, _test, _maybe(_tape)),
)
_surgery = _object(
    kind=_word(SurgeryKind),
    weeks_ago=_maybe(st.integers(0, 60)),
    surgeon_cleared=st.booleans(),
    extension_cleared=st.booleans(),
)
anyone = st.fixed_dictionaries(
    {
        "patient": st.fixed_dictionaries(
            {"age": st.one_of(st.integers(0, 120), st.sampled_from([15, 16, 64, 65]))},
            optional={
                "activities": _words(Activity),
                "conditions": _words(Condition),
                "pregnancy_weeks": _maybe(st.sampled_from([1, 12, 13, 42])),
                "surgery": _maybe(_surgery),
                "equipment": _words(Equipment),
            },
        )
    },
    optional={
        "screening": _object(
            asked=_maybe(st.booleans()), red_flags=_words(RedFlag), pain_at_rest=_maybe(st.integers(0, 10))
        ),
        "thomas": _object(left=_thomas, right=_thomas),
        "core": _maybe(
            _object(
                sahrmann_level=_maybe(st.integers(0, 5)),
                dead_bug_quality=_maybe(st.integers(0, 3)),
                pressure_change_mmhg=_maybe(_figures(0, 40, 5, 5.1, 10, 10.1)),
                prone_bridge_s=_maybe(_figures(0, 200, 29.9, 30, 59.9, 60)),
                double_leg_lowering_deg=_maybe(_figures(0, 90, 45, 45.1, 75, 75.1)),
                side_bridge_s=_sides(_figures(0, 120, 29.9, 30, 54.9, 55)),
                active_straight_leg_raise=_sides(st.integers(0, 5)),
                overall=_maybe(_word(CoreRating)),
            )
        ),
        "glutes": _maybe(
            _object(
                trendelenburg_hold_s=_sides(_figures(0, 30, 29.9)),
                single_leg_bridge_reps=_sides(st.integers(0, 60)),
                overall=_maybe(_word(GluteRating)),
            )
        ),
        "balance": _maybe(_object(single_leg_stance_s=_sides(_figures(0, 60, 4.9, 5, 9.9, 10)))),
        "posture": _maybe(_word(Posture)),
        "hip_flexor_strength": _sides(st.integers(0, 5)),
        "open_through": _maybe(_word(Stage)),
    },
)
# Most of anyone is sent away before a plan is made; these people have nothing that sends them away.
_counted = st.builds(
    lambda test, angle: {**test, "pelvis_controlled": True, "hip_angle_deg": angle},
    _test,
    st.one_of(st.sampled_from([-20, -15, -14.9, -11, 0]), _figures(-40, 30, -15, 0, 0.1)),
)
treatable = st.builds(
    lambda person, age, pain, left, right, strength, core, surgery: {
        **person,
        "patient": {**person["patient"], "age": age, "surgery": surgery},
        "screening": {"asked": True, "red_flags": [], "pain_at_rest": pain},
        "thomas": {"left": left, "right": right},
        "hip_flexor_strength": strength,
        "core": {**(person.get("core") or {}), **core},
    },
    anyone,
    st.one_of(st.integers(16, 64), st.integers(16, 90)),
    st.integers(0, 5),
    _counted,
    _counted,
    _sides(st.integers(3, 5)),
    st.one_of(st.builds(lambda level: {"sahrmann_level": level}, st.integers(0, 5))),
    _maybe(
        st.builds(
            lambda kind, cleared: {**CLEARED, "kind": kind, "extension_cleared": cleared},
            _word(SurgeryKind),
            st.booleans(),
        )
    ),
)
_stance = st.fixed_dictionaries(
    {side: st.sampled_from([3, 4.9, 5, 9.9, 10, 30, 45, 60]) for side in ("left", "right")}
)
measured = st.builds(
    lambda person, stance, posture, rest: {
        **person,
        "balance": {"single_leg_stance_s": stance},
        "posture": posture,
        **rest,
    },
    treatable,
    _stance,
    st.sampled_from(["neutral", "lordotic", "sway_back"]),
    _object(open_through=_word(Stage)),
)
_pain = st.integers(0, 10)
any_log = _object(
    presentation=_maybe(_word(Presentation)),
    open_through=_maybe(_word(Stage)),
    ask=_maybe(_word(Ask)),
    days_since_assessment=_maybe(st.sampled_from([0, 41, 42, 43, 90])),
    days_since_last_session=_maybe(st.sampled_from([0, 1, 6, 7, 20, 21, 50])),
    days_in_stage=_maybe(st.sampled_from([0, 6, 7, 20])),
    sessions_in_stage=_maybe(st.integers(0, 8)),
    adherence_14d=_maybe(st.one_of(st.sampled_from([0, 0.49, 0.5, 0.69, 0.7, 1]), st.floats(0, 1))),
    baseline_pain=_maybe(_pain),
    red_flag=_maybe(st.booleans()),
    fall=_maybe(st.booleans()),
    at_article_dose=_maybe(st.booleans()),
    at_top_level=_maybe(st.booleans()),
    eyes_closed_forbidden=_maybe(st.booleans()),
    sessions=st.lists(
        _object(
            pain=st.one_of(_pain, st.integers(0, 3)),
            effort=st.one_of(_pain, st.integers(0, 5)),
            completed=st.sampled_from([True, True, False, None]),
            next_morning_pain=_maybe(_pain),
            control_kept=st.sampled_from([True, True, False, None]),
            hold_s=_maybe(_figures(0, 60, 19.9, 20)),
        ),
        max_size=5,
    ),
)
_easy_session = st.fixed_dictionaries(
    {
        "pain": st.integers(0, 5),
        "effort": st.sampled_from([2, 4, 4, 5, 5, 6]),
        "completed": st.sampled_from([True, True, True, False]),
    },
    optional={
        "next_morning_pain": _maybe(st.integers(0, 6)),
        "control_kept": st.sampled_from([True, None]),
        "hold_s": st.sampled_from([19.9, 20, 25]),
    },
)
# Most of any log asks for a step back; in these a step forward is near.
calm_log = st.fixed_dictionaries(
    {
        "ask": _word(Ask),
        "adherence_14d": st.sampled_from([0.69, 0.7, 1]),
        "baseline_pain": st.sampled_from([0, 2, 4, 5]),
        "sessions": st.lists(_easy_session, min_size=2, max_size=4),
    },
    optional={
        "presentation": _word(Presentation),
        "open_through": _word(Stage),
        "days_in_stage": st.sampled_from([6, 7, 20]),
        "sessions_in_stage": st.integers(2, 8),
        "days_since_last_session": st.sampled_from([0, 6]),
        "at_article_dose": st.booleans(),
        "at_top_level": st.booleans(),
        "eyes_closed_forbidden": st.booleans(),
    },
)
