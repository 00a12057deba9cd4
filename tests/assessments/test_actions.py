"""What can be done with an assessment? Begun once, saved from one window, signed for good, corrected anew."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from assessments import actions, contract
from assessments.models import Assessment, Observation, Outcome, ThomasTest
from assessments.recorded import Recorded, Seen
from clinic.people import tenancy
from tests import make


@pytest.fixture
def within(pair):
    """What follows in the test is done within the clinic."""
    with tenancy.within(pair.clinic.pk):
        yield pair


def begin(pair):
    return actions.begin(by=pair.therapist, patient=pair.patient, on=timezone.localdate())


def save(pair, draft, case, edition=None):
    what = make.recorded(case)
    return actions.save(by=pair.therapist, assessment=draft, recorded=what, edition=edition or draft.edition)


# -- Record --------------------------------------------------------------------------------------------------------
def test_a_patient_has_one_draft(within):
    assert begin(within) == begin(within)
    assert Assessment.objects.draft().filter(patient=within.patient).count() == 1


def test_what_is_recorded_is_what_the_engine_reads(within):
    case = make.changed(
        make.SHORT,
        hip_flexor_strength={"right": 5, "left": 4},
        glutes={"trendelenburg_hold_s": {"right": 30, "left": 22}, "overall": "poor"},
    )
    saved = save(within, begin(within), case)
    stated = contract.facts_of(saved)
    assert {name: stated[name] for name in case} == case
    assert stated["patient"]["age"] == within.patient.age_on(timezone.localdate())


def test_a_tape_pair_is_kept_as_it_was_measured(within):
    side = {"variant": "modified", "instrument": "tape", "pelvis_controlled": True, "j_sign": False}
    case = {"thomas": {"right": side | {"tape": {"thigh_length_cm": 42.5, "knee_above_hip_cm": -3}}}}
    stated = contract.facts_of(save(within, begin(within), case))
    assert stated["thomas"]["right"]["tape"] == {"thigh_length_cm": 42.5, "knee_above_hip_cm": -3}
    assert "hip_angle_deg" not in stated["thomas"]["right"]


def test_unable_because_of_pain_is_absent_and_not_nought(within):
    draft = begin(within)
    seen = (Seen("sahrmann_level", "none", Outcome.UNABLE_PAIN),)
    saved = actions.save(
        by=within.therapist, assessment=draft, recorded=Recorded(seen=seen), edition=draft.edition
    )
    assert saved.observations.get().value is None
    assert "core" not in contract.facts_of(saved)


def test_nought_is_a_measurement(within):
    case = {"thomas": {"right": {**make.SHORT["thomas"]["right"], "hip_angle_deg": 0}}}
    assert contract.facts_of(save(within, begin(within), case))["thomas"]["right"]["hip_angle_deg"] == 0


def test_saving_again_replaces_what_was_seen(within):
    draft = save(within, begin(within), make.SHORT)
    again = save(within, draft, {"screening": {"asked": True, "red_flags": [], "pain_at_rest": 0}})
    assert [one.kind for one in again.observations.all()] == ["pain_at_rest"]
    assert again.thomas_tests.count() == 0


def test_the_history_goes_to_the_patient(within):
    draft = begin(within)
    what = Recorded(history={"conditions": ["vertigo"], "activities": ["runner"]})
    actions.save(by=within.therapist, assessment=draft, recorded=what, edition=1)
    assert make.as_it_is(within.patient).conditions == ["vertigo"]


def test_the_slower_window_overwrites_nothing(within):
    draft = begin(within)
    save(within, draft, make.SHORT, edition=1)
    with pytest.raises(actions.SavedElsewhere):
        save(within, draft, {"posture": "sway_back"}, edition=1)
    kept = make.as_it_is(draft)
    assert (kept.posture, kept.edition) == ("neutral", 2)


# -- A page that saves itself ------------------------------------------------------------------------------------
def keep(pair, draft, step, *, window, by=None, posture="neutral", edition=1):
    return actions.keep_draft(
        by=by or pair.therapist,
        assessment=draft,
        recorded=Recorded(fields={"posture": posture}),
        edition=edition,
        window=actions.Window(window, step),
    )


def test_its_saves_are_one_line_in_the_trail_until_somebody_else_saves(within):
    draft, here, there = begin(within), uuid4(), uuid4()
    colleague = make.a_member(within.clinic)
    for step in (1, 2, 3):
        keep(within, draft, step, window=here)
    assert make.audited(within.clinic).count("assessment.drafted") == 1
    keep(within, draft, 1, window=there, by=colleague, edition=4)
    assert make.audited(within.clinic).count("assessment.drafted") == 2


def test_an_answer_lost_on_the_way_is_not_another_window(within):
    draft, window = begin(within), uuid4()
    keep(within, draft, 1, window=window, posture="lordotic")
    assert keep(within, draft, 2, window=window, posture="flat_back").posture == "flat_back"
    with pytest.raises(actions.SavedElsewhere):
        keep(within, draft, 3, window=uuid4())


def test_a_save_that_was_overtaken_changes_nothing(within):
    draft, window = begin(within), uuid4()
    keep(within, draft, 2, window=window, posture="flat_back")
    assert keep(within, draft, 1, window=window, posture="lordotic").posture == "flat_back"
    assert make.as_it_is(draft).posture == "flat_back"


# -- Sign ----------------------------------------------------------------------------------------------------------
def test_signing_keeps_the_facts_whole(within):
    signed = actions.sign(by=within.therapist, assessment=save(within, begin(within), make.SHORT))
    assert signed.is_signed
    assert signed.signed_by == within.therapist
    assert signed.facts == contract.facts_of(signed)


def test_a_later_history_does_not_change_what_was_signed(within):
    signed = make.an_assessment(within.patient, within.therapist)
    with tenancy.within(within.clinic.pk):
        actions.change_patient(by=within.therapist, patient=within.patient, conditions=["osteoporosis"])
        assert make.as_it_is(signed).facts["patient"]["conditions"] == []


@pytest.mark.parametrize("late", ["save", "sign"])
def test_what_is_signed_is_not_changed(within, late):
    signed = make.an_assessment(within.patient, within.therapist)
    attempts = {
        "save": lambda: save(within, signed, {"posture": "sway_back"}),
        "sign": lambda: actions.sign(by=within.therapist, assessment=signed),
    }
    with tenancy.within(within.clinic.pk), pytest.raises(actions.AlreadySigned):
        attempts[late]()


# -- Correct -------------------------------------------------------------------------------------------------------
def correct(pair, signed):
    return actions.correct(by=pair.therapist, assessment=signed, reason="The sides were swapped")


def test_a_correction_is_a_new_version_that_points_back(pair):
    signed = make.an_assessment(pair.patient, pair.therapist)
    with tenancy.within(pair.clinic.pk):
        copy = correct(pair, signed)
        assert (copy.version, copy.supersedes, copy.correction_reason) == (
            2,
            signed,
            "The sides were swapped",
        )
        assert contract.facts_of(copy) == signed.facts
        assert not copy.is_signed


def test_it_counts_once_it_is_signed(pair):
    signed = make.an_assessment(pair.patient, pair.therapist)
    with tenancy.within(pair.clinic.pk):
        copy = correct(pair, signed)
        assert pair.patient.assessments.current().get() == signed
        actions.sign(by=pair.therapist, assessment=copy)
        assert pair.patient.assessments.current().get() == copy
    assert make.as_it_is(signed).facts == signed.facts


def test_one_version_is_corrected_once(pair):
    signed = make.an_assessment(pair.patient, pair.therapist)
    make.a_correction(pair.patient, pair.therapist)
    with tenancy.within(pair.clinic.pk), pytest.raises(IntegrityError), transaction.atomic():
        correct(pair, signed)


def test_a_later_visit_of_the_day_is_newer_than_a_correction_of_the_earlier(pair):
    """Or a warning sign found in the afternoon would be passed over."""
    make.an_assessment(pair.patient, pair.therapist)
    make.a_correction(pair.patient, pair.therapist)
    afternoon = make.an_assessment(pair.patient, pair.therapist)
    with tenancy.within(pair.clinic.pk):
        assert pair.patient.assessments.current().first() == afternoon


def test_correcting_the_morning_leaves_the_afternoon_newest(pair):
    morning = make.an_assessment(pair.patient, pair.therapist)
    afternoon = make.an_assessment(pair.patient, pair.therapist)
    with tenancy.within(pair.clinic.pk):
        actions.sign(by=pair.therapist, assessment=correct(pair, morning))
        assert pair.patient.assessments.current().first() == afternoon


# -- What the database refuses, whoever asks -----------------------------------------------------------------------
OBSERVATIONS = {
    "a value without its range": {"kind": "hip_angle_deg", "side": "right", "value": Decimal(61)},
    "under its range": {"kind": "hip_angle_deg", "side": "right", "value": Decimal(-41)},
    "a knee past the joint": {"kind": "knee_flexion_deg", "side": "left", "value": Decimal(151)},
    "pain of eleven": {"kind": "pain_at_rest", "side": "none", "value": Decimal(11)},
    "a side where there is none": {"kind": "pain_at_rest", "side": "right", "value": Decimal(1)},
    "no side where there are two": {"kind": "hip_angle_deg", "side": "none", "value": Decimal(1)},
    "a third side": {"kind": "hip_angle_deg", "side": "middle", "value": Decimal(1)},
    "an unknown kind": {"kind": "mood", "side": "none", "value": Decimal(1)},
    "measured, without a value": {"kind": "pain_at_rest", "side": "none", "value": None},
    "a finding taken over from last time": {
        "kind": "hip_angle_deg",
        "side": "right",
        "value": Decimal(8),
        "copied": True,
    },
    "not tested, with a value": {
        "kind": "pain_at_rest",
        "side": "none",
        "value": Decimal(0),
        "outcome": "not_tested",
    },
}


@pytest.mark.parametrize("given", OBSERVATIONS.values(), ids=OBSERVATIONS)
def test_an_impossible_observation_is_refused(within, given):
    draft = begin(within)
    refused(Observation, {**of(draft), "assessment": draft, "outcome": "measured", **given})


@pytest.mark.parametrize(
    ("kind", "edge"), [("hip_angle_deg", -40), ("hip_angle_deg", 60), ("knee_flexion_deg", 150)]
)
def test_the_edges_are_possible(within, kind, edge):
    draft = begin(within)
    Observation(
        **of(draft), assessment=draft, outcome="measured", kind=kind, side="right", value=Decimal(edge)
    ).save(force_insert=True)


def test_one_value_a_kind_and_side(within):
    draft = save(within, begin(within), make.SHORT)
    twice = {"kind": "pain_at_rest", "side": "none", "value": Decimal(3), "outcome": "measured"}
    refused(Observation, {**of(draft), "assessment": draft, **twice})


@pytest.mark.parametrize(
    "given", [{"side": "none"}, {"variant": "own"}, {"instrument": "thumb"}, {"side": "right"}]
)
def test_an_impossible_test_is_refused(within, given):
    draft = save(within, begin(within), make.SHORT)
    how = {"side": "left", "variant": "modified", "instrument": "visual", **given}
    refused(ThomasTest, {**of(draft), "assessment": draft, **how})


ASSESSMENTS = {
    "a second draft": {},
    "flags that were not asked": {"red_flags": ["chest_pain"]},
    "an unknown flag": {"red_flags_asked": True, "red_flags": ["bad_mood"]},
    "an unknown posture": {"posture": "slouched"},
    "signed by nobody": {"signed_at": timezone.now()},
    "a correction of nothing": {"version": 2},
}


@pytest.mark.parametrize("given", ASSESSMENTS.values(), ids=ASSESSMENTS)
def test_an_impossible_assessment_is_refused(within, given):
    if not given:
        begin(within)
    whose = {"clinic_id": within.clinic.pk, "patient": within.patient, "recorded_by": within.therapist}
    refused(Assessment, {**whose, "assessed_on": timezone.localdate(), **given})


def of(draft):
    return {"clinic_id": draft.clinic_id, "patient_id": draft.patient_id}


def refused(model, given):
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        model(**given).save(force_insert=True)
