"""What does each degree and each second read as: the last on one side of a figure, the first on the other?"""

from dataclasses import replace

import pytest

from assessments import thresholds
from assessments.bands import FindingId, Kind
from assessments.facts import parse
from assessments.reading import Measured, change_is_real, read, read_observation
from assessments.vocabulary import Instrument, Side

T = thresholds.load()
BANDS = [
    (Kind.HIP_ANGLE, [(0.1, "short"), (0, "borderline"), (-10, "borderline"), (-10.1, "long_enough"),
                      (-14.9, "long_enough"), (-15, "very_mobile"), (-40, "very_mobile"), (60, "short")]),
    (Kind.KNEE_FLEXION, [(66.9, "short"), (67, "long_enough"), (0, "short")]),
    (Kind.ABDUCTION, [(15, "long_enough"), (15.1, "short"), (-20, "long_enough")]),
    (Kind.SAHRMANN_LEVEL, [(0, "poor"), (1, "poor"), (2, "fair"), (3, "good"), (5, "good")]),
    (Kind.DEAD_BUG_QUALITY, [(0, "poor"), (1, "poor"), (2, "fair"), (3, "good")]),
    (Kind.PRESSURE_CHANGE, [(10.1, "poor"), (10, "fair"), (5.1, "fair"), (5, "good"), (0, "good")]),
    (Kind.PRONE_BRIDGE, [(29.9, "poor"), (30, "fair"), (59.9, "fair"), (60, "good")]),
    (Kind.DOUBLE_LEG_LOWERING, [(75.1, "poor"), (75, "fair"), (45.1, "fair"), (45, "good")]),
    (Kind.SIDE_BRIDGE, [(29.9, "poor"), (30, "fair"), (54.9, "fair"), (55, "good")]),
    (Kind.ACTIVE_STRAIGHT_LEG_RAISE, [(4, "poor"), (3, "fair"), (1, "fair"), (0, "good")]),
    (Kind.TRENDELENBURG_HOLD, [(29.9, "poor"), (30, "adequate")]),
    (Kind.SINGLE_LEG_BRIDGE, [(19, "poor"), (20, "average"), (25, "average"), (30, "average"), (31, "good")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "reads"), [(kind, *each) for kind, rows in BANDS for each in rows])
def test_each_band(kind, value, reads):
    note = read_observation(kind, value, T, Side.RIGHT)
    assert note.reads == reads
    assert note.because.clinician.text
    assert note.because.patient.text
    assert "{" not in note.because.clinician.text + note.because.patient.text
    assert note.basis.source


def facts(**parts):
    return parse({"patient": {"age": 44}, **parts})


def side(hip=-11, **more):
    return {"pelvis_controlled": True, "hip_angle_deg": hip, **more}


def found(**parts):
    return [(each.id, each.side) for each in read(facts(**parts), T).findings]


def test_findings_in_order_right_before_left():
    both = side(5, knee_flexion_deg=60, abduction_deg=20)
    assert found(thomas={"left": both, "right": both}) == [
        ("iliopsoas_short", "right"),
        ("iliopsoas_short", "left"),
        ("rectus_femoris_short", "right"),
        ("rectus_femoris_short", "left"),
        ("tfl_short", "right"),
        ("tfl_short", "left"),
    ]


@pytest.mark.parametrize(
    "test",
    [
        side(5, pelvis_controlled=False),
        side(5, pelvis_controlled=None),
        {"hip_angle_deg": 5},
        side(None, knee_flexion_deg=20, j_sign=True),
        None,
    ],
)
def test_a_side_that_does_not_count_finds_nothing(test):
    assert found(thomas={"right": test}) == []


def test_a_j_sign_beside_a_drift_is_one_finding():
    assert found(thomas={"right": side(j_sign=True, abduction_deg=30)}) == [("tfl_short", "right")]
    assert found(thomas={"right": side(j_sign=True)}) == [("tfl_short", "right")]
    assert found(thomas={"right": side(j_sign=False)}) == []


@pytest.mark.parametrize(("knee", "expected"), [(0, []), (0.1, [("iliopsoas_short", "left")]), (-0.1, [])])
def test_tape_finds_as_an_angle_does(knee, expected):
    test = {"pelvis_controlled": True, "tape": {"thigh_length_cm": 40, "knee_above_hip_cm": knee}}
    assert found(thomas={"left": test}) == expected


POOR_OTHERS = {"prone_bridge_s": 20, "double_leg_lowering_deg": 80}
CORE = [
    ({}, None),
    ({"sahrmann_level": 1}, "poor"),
    ({"sahrmann_level": 2}, "fair"),
    ({"sahrmann_level": 3}, "good"),
    ({"dead_bug_quality": 1, "sahrmann_level": 5}, "poor"),
    ({"dead_bug_quality": 2}, "fair"),
    ({"pressure_change_mmhg": 10}, "fair"),
    ({"pressure_change_mmhg": 11}, "poor"),
    ({"prone_bridge_s": 20}, "fair"),
    ({"prone_bridge_s": 40}, "good"),
    ({"prone_bridge_s": 40, "double_leg_lowering_deg": 60}, "fair"),
    (POOR_OTHERS, "poor"),
    ({"prone_bridge_s": 20, "double_leg_lowering_deg": 60}, "fair"),
    ({"side_bridge_s": {"left": 80, "right": 20}}, "fair"),
    ({"side_bridge_s": {"left": 20}, "prone_bridge_s": 20}, "poor"),
    ({"side_bridge_s": {"left": 80, "right": 54}}, "good"),
    ({"active_straight_leg_raise": {"left": 2, "right": 2}}, "fair"),
    ({"active_straight_leg_raise": {"left": 2, "right": 2}, "prone_bridge_s": 20}, "poor"),
    ({"active_straight_leg_raise": {"left": 1, "right": 0}}, "good"),
    ({"active_straight_leg_raise": {"left": 0, "right": 1}, "side_bridge_s": {"left": 54}}, "fair"),
    ({"active_straight_leg_raise": {"right": 4}}, "fair"),
    ({"active_straight_leg_raise": {"right": 0}}, "good"),
    ({"side_bridge_s": {"left": None}}, None),
    ({**POOR_OTHERS, "overall": "good"}, "good"),
    ({"sahrmann_level": 5, "overall": "poor"}, "poor"),
]


@pytest.mark.parametrize(("core", "expected"), CORE)
def test_the_core(core, expected):
    assert read(facts(core=core), T).core == expected


GLUTES = [
    ({}, {}, "adequate"),
    ({"left": 29.9}, {}, "poor"),
    ({"left": 30}, {}, "adequate"),
    ({"left": 20}, {"left": 20}, "adequate"),
    ({"left": 20}, {"left": 20.1}, "poor"),
    ({"left": 20}, {"left": 10, "right": 60}, "adequate"),
    ({"left": 20, "right": 25}, {"left": 10, "right": 60}, "poor"),
    ({"left": 0}, {"left": 0}, "adequate"),
]


@pytest.mark.parametrize(("holds", "stance", "expected"), GLUTES)
def test_the_glutes(holds, stance, expected):
    reading = read(facts(glutes={"trendelenburg_hold_s": holds}, balance={"single_leg_stance_s": stance}), T)
    assert reading.glutes == expected


def test_a_hold_that_measured_balance_counts_as_not_tested():
    glutes = {"trendelenburg_hold_s": {"left": 20, "right": 30}}
    reading = read(facts(glutes=glutes, balance={"single_leg_stance_s": {"left": 20, "right": 5}}), T)
    assert reading.trendelenburg_counts == ("right",)


def test_the_therapists_rating_of_the_glutes_wins_and_repetitions_decide_nothing():
    poor = {"trendelenburg_hold_s": {"left": 5}}
    assert read(facts(glutes={**poor, "overall": "adequate"}), T).glutes == "adequate"
    assert read(facts(glutes={"overall": "poor"}), T).glutes == "poor"
    assert read(facts(glutes={"single_leg_bridge_reps": {"left": 1, "right": 1}}), T).glutes == "adequate"


def measured(angle, instrument=Instrument.TAPE, controlled=True, rater=1):
    return Measured(angle, instrument, controlled, rater)


PHOTO, INCLINOMETER = Instrument.PHOTO, Instrument.INCLINOMETER
CHANGES = [
    (Kind.HIP_ANGLE, measured(8), measured(3), True),
    (Kind.HIP_ANGLE, measured(8), measured(3.1), False),
    (Kind.HIP_ANGLE, measured(8), measured(3, INCLINOMETER), True),
    (Kind.HIP_ANGLE, measured(8), measured(13), True),
    (Kind.HIP_ANGLE, measured(8, PHOTO), measured(-1.9), False),
    (Kind.HIP_ANGLE, measured(8, PHOTO), measured(-2), True),
    (Kind.HIP_ANGLE, measured(8), measured(3, rater=2), False),
    (Kind.HIP_ANGLE, measured(8, rater=None), measured(3, rater=None), False),
    (Kind.HIP_ANGLE, measured(8), measured(3, controlled=False), False),
    (Kind.HIP_ANGLE, measured(8, None), measured(-1.9, None), False),
    (Kind.KNEE_FLEXION, measured(60, PHOTO), measured(78.9, PHOTO), False),
    (Kind.KNEE_FLEXION, measured(60, PHOTO), measured(79, PHOTO), True),
    (Kind.KNEE_FLEXION, measured(60, INCLINOMETER), measured(65, INCLINOMETER), True),
]


@pytest.mark.parametrize(("kind", "before", "after", "real"), CHANGES)
def test_a_real_change(kind, before, after, real):
    change = change_is_real(kind, before, after, T)
    assert change.real is real
    assert "{" not in change.because.clinician.text


@pytest.mark.parametrize("real", [True, False])
def test_a_change_says_how_large_it_is_and_against_what(real):
    change = change_is_real(Kind.HIP_ANGLE, measured(8), measured(2 if real else 6), T)
    assert (change.degrees, change.limit_deg, change.basis) == (-6 if real else -2, 5, T.change.basis)
    wording = T.change.real if real else T.change.within_error
    assert change.because == wording.said(value="-6" if real else "-2", limit="5")


def test_everything_that_follows_is_there_with_its_sentence_and_its_source():
    holds, repetitions = {"left": 20, "right": 30}, {"left": 19, "right": 31}
    reading = read(
        facts(
            thomas={"left": side(4), "right": side(-15)},
            core={"sahrmann_level": 2},
            glutes={"trendelenburg_hold_s": holds, "single_leg_bridge_reps": repetitions},
        ),
        T,
    )
    noted = [
        (note.kind, note.side, note.value) for note in reading.notes if note.kind is not Kind.KNEE_FLEXION
    ]
    assert [each for each in noted if each[0] is not Kind.ABDUCTION] == [
        (Kind.HIP_ANGLE, Side.RIGHT, -15),
        (Kind.HIP_ANGLE, Side.LEFT, 4),
        (Kind.SAHRMANN_LEVEL, None, 2),
        (Kind.TRENDELENBURG_HOLD, Side.RIGHT, 30),
        (Kind.TRENDELENBURG_HOLD, Side.LEFT, 20),
        (Kind.SINGLE_LEG_BRIDGE, Side.RIGHT, 31),
        (Kind.SINGLE_LEG_BRIDGE, Side.LEFT, 19),
    ]
    assert reading.very_mobile == (Side.RIGHT,)
    assert (reading.core_because, reading.core_basis) == (T.core.wordings["fair"].said(), T.core.basis)
    assert (reading.glutes_because, reading.glutes_basis) == (
        T.glutes.wordings["poor"].said(),
        T.glutes.basis,
    )
    (finding,) = reading.findings
    band = T.band(Kind.HIP_ANGLE, 4)
    assert finding.because == band.wording.said(side="left", value="+4", limit="0")
    assert finding.basis == band.basis
    assert read(facts(), T).core_because is None


@pytest.mark.parametrize(
    ("left", "right", "short"),
    [(4, 4, ("right", "left")), (4, -1, ("left",)), (-1, 4, ("right",)), (-1, -1, ())],
)
def test_the_short_sides_right_before_left(left, right, short):
    reading = read(facts(thomas={"left": side(left), "right": side(right)}), T)
    assert reading.short_sides() == short
    assert reading.short_sides(FindingId.ILIOPSOAS_SHORT) == short
    assert reading.short_sides(FindingId.TFL_SHORT) == ()


def test_a_value_that_no_band_holds_is_named():
    with pytest.raises(LookupError, match="no band of j_sign holds 2"):
        replace(T, bands={Kind.J_SIGN: ()}).band(Kind.J_SIGN, 2)
