"""Section 4: each substitution alone, at its figure, and in the pairs that meet."""

import pytest

from tests.exercises.engine.people import (
    CLEARED,
    GLUTE,
    LONG,
    SHORT,
    TONE,
    assessment,
    ids,
    item,
    prescribed,
    thomas,
)

LUNGE, HALF, PIGEON = "lunge-hip-flexor-stretch", "half-kneeling-quad-stretch", "pigeon-stretch"
EDGE, STANDING = "edge-of-bed-stretch", "standing-hip-flexor-stretch"
SUPINE4, SEATED4 = "supine-figure-four", "seated-figure-four"
FULL = {"thomas__right": thomas(8, knee_flexion_deg=58)}
STIFF = {"thomas__right": thomas(-11, knee_flexion_deg=58)}


def surgery(kind="other", extension=True):
    return {**CLEARED, "kind": kind, "extension_cleared": extension}


def has(*conditions, weeks=None, operation=None, **more):
    changes = {
        "patient__conditions": list(conditions),
        "patient__pregnancy_weeks": weeks,
        "patient__surgery": operation,
    }
    return {**changes, **more}


POSTERIOR, ANTERIOR = surgery("replacement_posterior"), surgery("replacement_anterior")
INHIBIT = [
    # the findings, the circumstance, what stays in the inhibit stage, what was removed
    (FULL, has(), [LUNGE, HALF, PIGEON], []),
    (FULL, has("anterior_hip_pain"), [], [LUNGE, HALF, PIGEON]),
    (FULL, has("labral_tear"), [], [LUNGE, HALF, PIGEON]),
    (LONG, has("labral_tear"), ["hamstring-stretch"], ["hip-flexor-march"]),
    (FULL, has("femoroacetabular_impingement"), [HALF], [PIGEON]),
    (SHORT, has("femoroacetabular_impingement"), [HALF], [PIGEON]),
    (LONG, has("femoroacetabular_impingement"), ["hamstring-stretch"], ["hip-flexor-march"]),
    (FULL, has(operation=ANTERIOR), [LUNGE, HALF], [PIGEON]),
    (FULL, has(operation=surgery("replacement_anterolateral")), [LUNGE, HALF], [PIGEON]),
    (FULL, has(operation=surgery("arthroscopy")), [LUNGE, HALF, PIGEON], []),
    (FULL, has(operation=surgery("arthroscopy", extension=False)), [], [LUNGE, HALF, PIGEON]),
    (FULL, has(operation=surgery("replacement_anterior", extension=False)), [], [PIGEON, LUNGE, HALF]),
    (FULL, has(operation=POSTERIOR), [STANDING], [PIGEON]),
    (STIFF, has(operation=POSTERIOR), [STANDING], [PIGEON]),
    (LONG, has(operation=POSTERIOR), [], ["hamstring-stretch", "hip-flexor-march"]),
    (FULL, has("osteoporosis"), [HALF, SUPINE4], []),
    (SHORT, has("vertebral_fracture"), [HALF, SUPINE4], []),
    (SHORT, has("extension_intolerant"), [HALF, PIGEON], []),
    (SHORT, has("spondylolisthesis"), [HALF, PIGEON], []),
    (FULL, has("spinal_stenosis"), [HALF, PIGEON], []),
    (SHORT, has("vertigo"), [HALF, PIGEON], []),
    (SHORT, has("falls_in_last_year"), [HALF, PIGEON], []),
    (SHORT, has("neuropathy"), [LUNGE, PIGEON], []),
    (SHORT, has("deconditioned"), [LUNGE, PIGEON], []),
    (SHORT, has("kneeling_discomfort"), [LUNGE, PIGEON], []),
    (FULL, has("kneeling_pain"), [EDGE, SUPINE4], []),
    (STIFF, has("kneeling_pain"), [EDGE, SUPINE4], []),
    (FULL, has(weeks=12), [LUNGE, HALF, PIGEON], []),
    (FULL, has(weeks=13), [HALF, SEATED4], []),
    # the pairs that meet
    (SHORT, has("femoroacetabular_impingement", "kneeling_pain"), [EDGE], [PIGEON]),
    (SHORT, has("femoroacetabular_impingement", operation=POSTERIOR), [STANDING], [PIGEON]),
    (SHORT, has("femoroacetabular_impingement", operation=surgery(extension=False)), [], [PIGEON, HALF]),
    (FULL, has("femoroacetabular_impingement", operation=surgery(extension=False)), [], [PIGEON, HALF]),
    (SHORT, has("osteoporosis", "kneeling_pain"), [EDGE, SUPINE4], []),
    (SHORT, has("osteoporosis", "labral_tear"), [], [LUNGE, PIGEON]),
    (SHORT, has("osteoporosis", operation=ANTERIOR), [HALF], [PIGEON]),
    (SHORT, has("vertigo", "kneeling_pain"), [EDGE, SUPINE4], []),
    (SHORT, has("kneeling_pain", operation=POSTERIOR), [STANDING], [PIGEON]),
    (SHORT, has("kneeling_pain", weeks=13), [STANDING, SEATED4], []),
    (FULL, has("kneeling_pain", weeks=13), [STANDING, SEATED4], []),
    (SHORT, has("osteoporosis", weeks=13), [HALF, SEATED4], []),
    (SHORT, has(weeks=13, operation=POSTERIOR), [STANDING], [PIGEON]),
    (SHORT, has("labral_tear", weeks=13), [], [LUNGE, PIGEON]),
    (TONE, has("kneeling_pain", weeks=13), [STANDING, SEATED4], []),
]


@pytest.mark.parametrize(("found", "circumstance", "stays", "removed"), INHIBIT)
def test_the_inhibit_stage(found, circumstance, stays, removed):
    plan = prescribed(assessment(**{**found, **circumstance}))
    assert ids(plan, "inhibit") == stays
    gone = [each["exercise"] for each in plan["left_out"] if each["because"] == "contraindicated"]
    assert [each for each in gone if each not in {"dead-bug", "heel-slide"}] == removed


LATER_STAGES = [
    (has(), ["bridge"], ["dead-bug"], ["balance"], []),
    (has(operation=POSTERIOR), ["bridge"], ["heel-slide"], ["balance"], []),
    (has(weeks=12), ["bridge"], ["dead-bug"], ["balance"], []),
    (has(weeks=13), ["side-lying-glute-lift"], ["four-point-reach"], ["balance"], []),
    (has("kneeling_pain"), ["bridge"], ["dead-bug"], ["balance"], []),
    (has("kneeling_pain", weeks=13), ["side-lying-glute-lift"], [], ["balance"], ["dead-bug"]),
    (has(weeks=13, operation=POSTERIOR), ["side-lying-glute-lift"], [], ["balance"], ["heel-slide"]),
    (has(weeks=13, operation=ANTERIOR), ["side-lying-glute-lift"], ["four-point-reach"], ["balance"], []),
]


@pytest.mark.parametrize(("circumstance", "glutes", "core", "balance", "removed"), LATER_STAGES)
@pytest.mark.parametrize("opening", ["glutes", "balance"])
def test_the_later_stages_open_or_not(circumstance, glutes, core, balance, removed, opening):
    plan = prescribed(assessment(**{**GLUTE, **circumstance}, open_through=opening))
    assert [ids(plan, stage) for stage in ("glutes", "core", "balance")] == [glutes, core, balance]
    assert [each["exercise"] for each in plan["left_out"]] == removed


CAUTIONS = [
    ({}, []),
    (has("anterior_hip_pain"), ["no_end_range_hip_extension"]),
    ({"thomas__left": thomas(pain=3)}, []),
    ({"thomas__left": thomas(pain=4)}, ["no_end_range_hip_extension"]),
    (has("femoroacetabular_impingement"), []),
    (has(operation=surgery(extension=False)), ["no_hip_extension_past_neutral"]),
    (has(operation=surgery()), []),
    (has(operation=POSTERIOR), ["hip_flexion_under_90_no_crossing"]),
    (has("osteoporosis"), ["eyes_closed_forbidden", "no_spinal_flexion_or_twist"]),
    (has("spondylolisthesis"), ["no_lumbar_extension"]),
    (has("vertigo"), ["eyes_closed_forbidden", "hand_support"]),
    (has("neuropathy"), ["eyes_closed_forbidden", "hand_support"]),
    (has("falls_in_last_year"), ["eyes_closed_forbidden", "hand_support"]),
    (has("kneeling_discomfort"), ["cushion_under_knee"]),
    (has(weeks=1), ["eyes_closed_forbidden", "hand_support"]),
    (has(weeks=13), ["eyes_closed_forbidden", "hand_support", "no_prolonged_supine"]),
    ({"patient__age": 64}, []),
    ({"patient__age": 65}, ["eyes_closed_forbidden"]),
    ({"balance__single_leg_stance_s": {"left": 10, "right": 60}}, []),
    ({"balance__single_leg_stance_s": {"left": 9.9, "right": 60}}, ["eyes_closed_forbidden", "hand_support"]),
    ({"balance": None}, ["eyes_closed_forbidden", "hand_support"]),
    ({"thomas__left": thomas(-14.9)}, []),
    ({"thomas__left": thomas(-15)}, ["primer_only_do_not_lengthen"]),
    ({"thomas__left": thomas(j_sign=True)}, ["lean_away_for_tfl"]),
    ({"hip_flexor_strength": {"left": 5, "right": 5}}, ["hip_flexors_already_strong"]),
    ({"hip_flexor_strength": {"left": 5, "right": 4}}, []),
    ({"hip_flexor_strength": {"left": 5}}, []),
]


@pytest.mark.parametrize(("changes", "expected"), CAUTIONS)
def test_each_caution(changes, expected):
    assert prescribed(assessment(**{**SHORT, **changes}))["cautions"] == expected


def test_a_caution_is_shown_though_no_item_changed():
    plan = prescribed(assessment(**GLUTE, patient__conditions=["labral_tear"]))
    assert (plan["cautions"], plan["left_out"]) == (["no_end_range_hip_extension"], [])


def test_cautions_belong_to_ready():
    assert prescribed(assessment(patient__conditions=["vertigo"]))["cautions"] == []


@pytest.mark.parametrize("circumstance", [has("kneeling_pain"), has("osteoporosis"), has("labral_tear")])
def test_no_lean_without_the_lunge(circumstance):
    plan = prescribed(assessment(**{"thomas__left": thomas(j_sign=True), **circumstance}))
    assert "lean_away_for_tfl" not in plan["cautions"]


def test_the_primer_caution_is_not_for_long_or_glute():
    for found in (LONG, GLUTE):
        plan = prescribed(assessment(**{**found, "thomas__left": thomas(-20)}))
        assert "primer_only_do_not_lengthen" not in plan["cautions"]


@pytest.mark.parametrize("short", [{"knee_flexion_deg": 60}, {"abduction_deg": 16}, {"j_sign": True}])
def test_a_short_two_joint_muscle_in_a_long_presentation(short):
    plan = prescribed(assessment(**LONG, thomas__left=thomas(**short)))
    assert plan["cautions"] == ["two_joint_flexor_short_in_long_presentation"]
    assert ids(plan, "inhibit") == ["hamstring-stretch", "hip-flexor-march"]


STANCES = [
    ({"left": 5, "right": 60}, LUNGE, "balance"),
    ({"left": 4.9, "right": 60}, HALF, "supported-tandem-stance"),
    ({"right": 60}, LUNGE, "supported-tandem-stance"),
    ({"left": 60}, LUNGE, "supported-tandem-stance"),
    ({"right": 4}, HALF, "supported-tandem-stance"),
    ({}, LUNGE, "supported-tandem-stance"),
]


@pytest.mark.parametrize(("stance", "first", "balance"), STANCES)
def test_a_stance_not_tested_counts_as_nought_except_for_the_lunge(stance, first, balance):
    plan = prescribed(assessment(**SHORT, balance__single_leg_stance_s=stance))
    assert (ids(plan, "inhibit")[0], ids(plan, "balance")) == (first, [balance])


def test_a_substitute_names_its_row():
    plan = prescribed(assessment(**SHORT, patient__conditions=["kneeling_pain"]))
    edge = item(plan, EDGE)
    assert (edge["rule"], edge["source"][:3]) == ("kneeling_hurts", "[D]")
    assert "for a short iliopsoas" in edge["because"]["clinician"]
    assert "Kneeling hurts" in edge["because"]["clinician"]
