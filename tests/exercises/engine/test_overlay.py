"""What may a clinic set for itself? Within bounds, checked as the file is; what comes of it is a protocol of its own."""

# ruff: noqa: E501 - what is right, what is wrong and what is said stand in one line

import pytest

from assessments.facts import parse
from exercises import library, protocols
from exercises.engine import parse_log, prescribe, review
from exercises.protocols import ProtocolError, overlay
from tests.exercises.engine.people import assessment, thomas

SETTINGS = overlay.settings()
SHIPPED = {setting.id: overlay.value_of(protocols.load(), setting) for setting in SETTINGS}


def with_(**settings):
    return overlay.apply(protocols.load(), settings)


def test_the_settings_are_those_the_sources_disagree_on():
    assert SHIPPED == {
        "rectus_femoris_short_below": 67,
        "tfl_short_above": 15,
        "stage_effort_at_most": 5,
        "level_effort_at_most": 5,
        "dose_effort_at_most": 4,
        "too_hard_from_effort": 8,
        "primer_sessions": 3,
        "stage_days": 7,
        "stage_sessions": 5,
        "core_days": 7,
        "core_sessions": 6,
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_the_first_and_the_last_are_accepted_and_the_next_refused(setting):
    for value in (setting.least, setting.most):
        changed = with_(**{setting.id: value})
        assert overlay.value_of(changed, setting) == value
        others = {one.id: overlay.value_of(changed, one) for one in SETTINGS if one != setting}
        assert others == {name: figure for name, figure in SHIPPED.items() if name != setting.id}
    for value in (setting.least - 1, setting.most + 1):
        with pytest.raises(overlay.OverlayError) as refused:
            with_(**{setting.id: value})
        assert set(refused.value.wrong) == {setting.id}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_every_bound_holds_what_is_shipped(setting):
    assert setting.least <= SHIPPED[setting.id] <= setting.most


@pytest.mark.parametrize(
    "unfit", [{"expires_day": 90}, {"stage_days": 7.5}, {"stage_days": "8"}, {"stage_days": True}]
)
def test_what_does_not_fit_is_named(unfit):
    with pytest.raises(overlay.OverlayError) as refused:
        with_(**unfit)
    assert set(refused.value.wrong) == set(unfit)


def test_what_is_as_shipped_is_no_change():
    assert with_(**SHIPPED) is protocols.load()
    assert overlay.changes(protocols.load(), SHIPPED | {"stage_days": 9}) == {"stage_days": 9}
    assert overlay.digest({}) == ""


def test_the_version_names_the_base_and_the_settings():
    base, own = protocols.load().version, with_(stage_days=9, core_days=9)
    assert own.version == f"{base}+{overlay.digest({'stage_days': 9, 'core_days': 9})}"
    assert len(own.version) <= 80
    assert overlay.digest({"core_days": 9, "stage_days": 9}) == overlay.digest(
        {"stage_days": 9, "core_days": 9}
    )
    assert overlay.digest({"stage_days": 9}) != overlay.digest({"stage_days": 10})
    assert with_(core_days=9, stage_days=9) is own


def test_a_clinic_s_angle_decides_and_is_said():
    person = parse(assessment(thomas__right=thomas(-11, knee_flexion_deg=75)))
    shipped = prescribe(person, protocols.load(), library.load())
    own = prescribe(person, with_(rectus_femoris_short_below=80), library.load())
    assert (str(shipped.status), str(own.presentation)) == ("not_indicated", "short")
    assert "short under 80" in own.reading.findings[0].because.clinician.text


def test_a_clinic_s_days_and_effort_hold_back_the_next_stage():
    log = {
        "ask": "stage",
        "presentation": "short",
        "open_through": "glutes",
        "days_in_stage": 7,
        "sessions_in_stage": 5,
        "adherence_14d": 1,
        "sessions": [{"pain": 0, "effort": 5, "completed": True}] * 2,
    }
    steps = {
        "shipped": review(parse_log(log), protocols.load()).rule,
        "longer": review(parse_log(log), with_(stage_days=8)).rule,
        "more often": review(parse_log(log), with_(stage_sessions=6)).rule,
        "easier": review(parse_log(log), with_(stage_effort_at_most=4)).rule,
    }
    assert steps == {"shipped": "next_stage", "longer": "stay", "more often": "stay", "easier": "stay"}
    plan = prescribe(
        parse(assessment(thomas__right=thomas(8))),
        with_(stage_days=8, stage_effort_at_most=4),
        library.load(),
    )
    assert "at least 8 days" in plan.stages[2].unlocks_when.clinician.text
    assert "an effort of 4 or less" in plan.stages[2].unlocks_when.clinician.text


MISTAKES = {
    "no place": ('observation = "knee_flexion"\n', "", "names one place"),
    "two places": (
        'days_of_gate = "gate_usual"',
        'days_of_gate = "gate_usual"\nsessions_of_gate = "gate_usual"',
        "one place",
    ),
    "bounds the wrong way": ("least = 67\nmost = 80", "least = 80\nmost = 67", "must be under the most"),
    "a sentence missing": (
        'patient.en = "How easy an exercise has to feel before you do more of it."\n',
        "",
        "patient: is missing",
    ),
    "a source missing": (
        'mark = "evidence"\nsource = ["8", "10", "11"]\n',
        'mark = "evidence"\n',
        "source: is missing",
    ),
    "an id twice": ('id = "core_days"', 'id = "stage_days"', "twice"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_settings_names_its_place(mistake, tmp_path):
    right, wrong, said = MISTAKES[mistake]
    text = overlay.FILE.read_text(encoding="utf-8")
    assert right in text
    file = tmp_path / "settings.toml"
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ProtocolError, match=said):
        overlay.settings(file)
