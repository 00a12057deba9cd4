"""What does Record answer to impossible values? A sentence beside the field, and everything that was typed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.forms import RecordForm
from assessments.models import Assessment, RedFlag
from clinic.people.models import Patient, Surgery
from tests import make

pytestmark = pytest.mark.django_db

PLAIN = {
    "edition": "1",
    "screened": "no",
    "pain_at_rest": "2",
    "posture": "neutral",
    "right_variant": "modified",
    "right_instrument": "inclinometer",
    "right_pelvis_controlled": "on",
    "right_hip_angle_deg": "8",
    "left_variant": "modified",
    "left_instrument": "inclinometer",
    "left_pelvis_controlled": "on",
    "left_hip_angle_deg": "-11",
    "sahrmann_level": "3",
}
TAPE = {
    "right_instrument": "tape",
    "right_hip_angle_deg": "",
    "right_thigh_length_cm": "42",
    "right_knee_above_hip_cm": "-5",
}


def bound(**changes):
    """The form as it comes back from the page, for a new draft."""
    born = timezone.localdate() - timedelta(days=365 * 44)
    assessment = Assessment(patient=Patient(date_of_birth=born), assessed_on=timezone.localdate())
    return RecordForm({**PLAIN, **changes}, assessment=assessment, initial={})


def tomorrow():
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def test_a_plain_record_fits():
    form = bound()
    assert form.is_valid(), form.errors
    assert form.facts()["thomas"]["right"]["hip_angle_deg"] == 8


def test_a_tape_record_fits():
    form = bound(**TAPE)
    assert form.is_valid(), form.errors
    assert form.facts()["thomas"]["right"]["tape"] == {"thigh_length_cm": 42, "knee_above_hip_cm": -5}


@pytest.mark.parametrize(
    ("field", "last", "first_refused"),
    [
        ("right_hip_angle_deg", "-40", "-41"),
        ("right_hip_angle_deg", "60", "61"),
        ("left_knee_flexion_deg", "150", "151"),
        ("left_knee_flexion_deg", "0", "-1"),
        ("left_abduction_deg", "45", "46"),
        ("right_abduction_deg", "-20", "-21"),
        ("pain_at_rest", "10", "11"),
        ("right_thomas_pain", "0", "-1"),
        ("sahrmann_level", "5", "6"),
        ("dead_bug_quality", "3", "4"),
        ("pressure_change_mmhg", "40", "41"),
        ("double_leg_lowering_deg", "90", "91"),
        ("left_active_straight_leg_raise", "5", "6"),
        ("right_trendelenburg_hold_s", "30", "31"),
        ("left_hip_flexor_strength", "5", "6"),
        ("pregnancy_weeks", "42", "43"),
        ("pregnancy_weeks", "1", "0"),
    ],
)
def test_the_last_value_fits_and_the_next_does_not(field, last, first_refused):
    assert field not in bound(**{field: last}).errors
    assert bound(**{field: first_refused}).errors[field]


@pytest.mark.parametrize("typed", ["abc", "12,5", "1e3", "--5", "٣٣x", "NaN", "Infinity", "9" * 400, "8.5"])
def test_what_is_no_whole_number_is_refused(typed):
    form = bound(right_hip_angle_deg=typed)
    (sentence,) = form.errors["right_hip_angle_deg"]
    assert "ive a whole number from -40 to 60, or leave it empty." in sentence
    assert form["right_hip_angle_deg"].value() == typed


@pytest.mark.parametrize("typed", ["NaN", "42.55", "1e1", "sNaN", "Infinity"])
def test_what_is_no_length_is_refused(typed):
    assert "right_thigh_length_cm" in bound(**TAPE | {"right_thigh_length_cm": typed}).errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (TAPE | {"right_hip_angle_deg": "8"}, "right_hip_angle_deg"),
        (TAPE | {"right_thigh_length_cm": "30", "right_knee_above_hip_cm": "31"}, "right_knee_above_hip_cm"),
        (TAPE | {"right_thigh_length_cm": "30", "right_knee_above_hip_cm": "-31"}, "right_knee_above_hip_cm"),
        (TAPE | {"right_knee_above_hip_cm": ""}, "right_knee_above_hip_cm"),
        (TAPE | {"right_thigh_length_cm": ""}, "right_thigh_length_cm"),
        (TAPE | {"right_instrument": "visual"}, "right_instrument"),
        ({"pain_at_rest_state": "unable_pain"}, "pain_at_rest"),
        ({"surgery_on": "2020-01-01"}, "surgery_kind"),
        ({"surgeon_cleared": "on"}, "surgery_kind"),
        ({"right_variant": "own"}, "right_variant"),
        ({"right_instrument": "thumb"}, "right_instrument"),
        ({"posture": "slouched"}, "posture"),
        ({"conditions": ["bad_mood"]}, "conditions"),
        ({"emergencies": ["constant_night_pain"]}, "emergencies"),
        ({"note": "x" * 4001}, "note"),
        ({"edition": "x"}, "edition"),
    ],
)
def test_what_contradicts_itself_is_refused_beside_the_field(changes, field):
    assert bound(**changes).errors[field]


@pytest.mark.parametrize("typed", [tomorrow(), "2020-02-30", "yesterday", "03/09/2020"])
def test_a_surgery_has_been(typed):
    assert bound(surgery_kind=Surgery.OTHER, surgery_on=typed).errors["surgery_on"]


@pytest.mark.parametrize(
    ("screened", "ticked", "asked"),
    [("", ["chest_pain"], True), ("no", ["chest_pain"], True), ("yes", [], False)],
)
def test_half_an_answer_is_refused_and_never_kept_as_no(screened, ticked, asked):
    """As the page saves itself, too: what is ticked stays, and "something is there" alone is not asked yet."""
    form = bound(screened=screened, emergencies=ticked)
    assert form.errors["screened"]
    assert form.safety() == {"red_flags_asked": asked, "red_flags": ticked}


@pytest.mark.parametrize("letter", ["p", "P", " p "])
def test_a_letter_says_that_it_was_too_painful(letter):
    form = bound(right_hip_angle_deg=letter)
    assert form.is_valid()
    outcomes = {one.side: one.outcome for one in form.recorded().seen if one.kind == "hip_angle_deg"}
    assert outcomes == {"right": "unable_pain", "left": "measured"}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("right_knee_flexion_deg", "-5", "does not bend that way"),
        ("right_single_leg_stance_s", "3600", "clock left running"),
        ("right_hip_angle_deg", "c", "whole number"),
        ("right_thigh_length_cm", "c", "no value of last time"),
    ],
)
def test_what_cannot_be_is_answered_for_what_it_is(field, typed, words):
    assert words in bound(**{field: typed}).errors[field][0]


def test_every_red_flag_is_on_the_page_once():
    offered = [value for name in ("emergencies", "urgencies") for value, _ in bound().fields[name].choices]
    assert sorted(offered) == sorted(RedFlag.values)


def test_nought_and_nothing_are_not_the_same():
    nought, nothing = bound(pain_at_rest="0"), bound(pain_at_rest="")
    assert nought.is_valid()
    assert nothing.is_valid()
    assert nought.facts()["screening"]["pain_at_rest"] == 0
    assert "pain_at_rest" not in nothing.facts()["screening"]


# -- On the page ---------------------------------------------------------------------------------------------------
@pytest.fixture
def page(pair):
    make.a_draft_assessment(pair.patient, pair.therapist, {})
    return f"/patients/{pair.patient.pk}/record/"


def typed(**changes):
    return {**PLAIN, "edition": "2", **changes}


def test_the_page_keeps_what_was_typed(pair, page):
    sent = typed(right_hip_angle_deg="61", note="Stiff since March", left_knee_flexion_deg="abc")
    answer = make.visitor(pair.therapist).post(page, sent)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "whole number from -40 to 60, or leave it empty." in said
    for kept in ('value="61"', "Stiff since March", 'value="abc"', 'value="-11"'):
        assert kept in said


def test_a_wrong_page_saves_nothing(pair, page):
    before = make.audited(pair.clinic)
    make.visitor(pair.therapist).post(page, typed(right_hip_angle_deg="61", sign="1"))
    assert make.audited(pair.clinic) == before


def test_the_slower_window_keeps_what_was_typed(pair, page):
    quick, slow = make.visitor(pair.therapist), make.visitor(pair.therapist)
    assert quick.post(page, typed(note="From the first window")).status_code == 302
    answer = slow.post(page, typed(note="From the second window"))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing was overwritten" in said
    assert "From the second window" in said


def test_the_button_pressed_twice_signs_once(pair, page):
    browser = make.visitor(pair.therapist)
    first = browser.post(page, typed(sign="1"))
    second = browser.post(page, typed(sign="1"), follow=True)
    assert first["Location"].endswith("/propose/")
    assert second.status_code == 200
    assert make.audited(pair.clinic).count("assessment.signed") == 1


def test_signing_what_is_incomplete_says_what_is_missing(pair, page):
    """Signed with one side only: nothing is proposed, and the page says which observation to add."""
    sent = {name: value for name, value in typed(sign="1").items() if not name.endswith("left_hip_angle_deg")}
    answer = make.visitor(pair.therapist).post(page, sent, follow=True)
    assert answer.templates[0].name == "exercises/withheld.html"
    assert "eft" in answer.content.decode()


def test_a_correction_from_page_to_page(pair, page):
    browser = make.visitor(pair.therapist)
    browser.post(page, typed(sign="1"))
    signed = make.as_it_is(make.a_correction(pair.patient, pair.therapist))
    again = browser.post(
        f"/patients/{pair.patient.pk}/assessments/{signed.pk}/correct/", {"reason": "Sides swapped"}
    )
    assert again["Location"] == page
    shown = browser.get(page).content.decode()
    assert "Sides swapped" in shown
    assert 'value="8"' in shown


def test_a_correction_without_a_reason_is_refused(pair):
    signed = make.an_assessment(pair.patient, pair.therapist)
    url = f"/patients/{pair.patient.pk}/assessments/{signed.pk}/correct/"
    answer = make.visitor(pair.therapist).post(url, {"reason": ""})
    assert answer.status_code == 422
    assert "Say in a line what was wrong" in answer.content.decode()


def test_the_reading_saves_nothing_and_says_something(pair, page):
    before = make.audited(pair.clinic)
    answer = make.visitor(pair.therapist).post(f"{page}reading/", typed())
    assert answer.status_code == 200
    assert "short" in answer.content.decode().lower()
    assert make.audited(pair.clinic) == before
