"""What of a clinic's template does a patient get? Only what the rules let them have, and the page says the rest."""

import pytest
from django.urls import reverse

from clinic.people import tenancy
from exercises import choosing, editing, templating
from exercises.models import ItemChange, ProgrammeTemplate
from tests import make

pytestmark = pytest.mark.django_db
UNSTEADY = make.changed(make.SHORT, balance={"single_leg_stance_s": {"right": 8, "left": 31}})


@pytest.fixture
def template(pair):
    """Of a patient whom nothing forbids anything: the bridge at its second level, a lift beside it, no pigeon."""
    draft = pair.proposal()
    by = pair.therapist
    with tenancy.within(pair.clinic.pk):
        items = {item.exercise: item for item in draft.items.kept().select_related("stage", "programme")}
        editing.remove_item(by=by, item=items["pigeon-stretch"], reason="Too long a day")
        bridge = items["bridge"]
        editing.change_item(by=by, item=bridge, step=20, level=2, times_per_day=1, reason="Trained")
        choosing.add_item(by=by, stage=bridge.stage, exercise_id="side-lying-glute-lift", reason="Trained")
        return templating.save_template(by=by, programme=draft, name="Strong beginners")


def begun(pair, template, case=make.SHORT, **history):
    """Another patient's draft, begun from it."""
    other = make.a_patient(pair.clinic, pair.therapist, **history)
    draft = make.a_draft(other, pair.therapist, case)
    with tenancy.within(pair.clinic.pk):
        fits = templating.start_from(by=pair.therapist, draft=draft, template=template)
        items = {item.exercise: item for item in draft.items.kept().select_related("stage")}
    return make.as_it_is(draft), fits, items


def test_a_template_holds_nothing_about_anybody(template, pair):
    kept = str(template.lines)
    assert "Trained" not in kept
    assert str(pair.patient.pk) not in kept
    assert {line["exercise"] for line in template.lines} >= {"bridge", "side-lying-glute-lift"}


def test_whoever_may_have_it_all_gets_it_all(pair, template):
    draft, fits, items = begun(pair, template)
    assert (fits.left_out, fits.eased) == ((), ())
    assert "pigeon-stretch" not in items
    assert (items["bridge"].level, items["bridge"].reps, items["bridge"].times_per_day) == (2, 20, 1)
    assert items["bridge"].rule != "therapist"
    assert items["side-lying-glute-lift"].rule == "therapist"
    assert draft.started_from["template"] == "Strong beginners"
    with tenancy.within(pair.clinic.pk):
        reasons = set(ItemChange.objects.filter(programme=draft).values_list("reason", flat=True))
    assert reasons == {"From the clinic's template “Strong beginners”"}


def test_what_the_rules_speak_against_is_left_out_and_said_so(pair, template):
    draft, fits, items = begun(pair, template, history={"conditions": ["kneeling_pain"]})
    assert "lunge-hip-flexor-stretch" not in items
    [gone] = [one for one in fits.left_out if one.exercise == "lunge-hip-flexor-stretch"]
    assert "knee" in gone.because
    browser = make.visitor(pair.therapist)
    page = browser.get(reverse("exercises:propose", args=[draft.patient_id])).content.decode()
    assert "Left out: Lunge" in page
    assert "checked for this patient" in page


def test_a_level_above_where_this_ladder_stops_and_a_dose_above_the_start_are_made_easier(pair, template):
    _draft, fits, items = begun(pair, template, UNSTEADY, age=70)
    assert items["bridge"].reps == 10
    assert items["balance"].level == 0
    assert {one.exercise for one in fits.eased} >= {"bridge", "balance"}


def test_nothing_is_begun_around_a_hard_stop(pair, template):
    other = make.a_patient(pair.clinic, pair.therapist)
    make.an_emergency(other, pair.therapist)
    url = reverse("exercises:start_from_template", args=[other.pk, template.pk])
    assert make.visitor(pair.therapist).post(url).status_code == 404


def test_a_day_grown_too_long_is_shortened(pair, template):
    with tenancy.within(pair.clinic.pk):
        lines = [*template.lines]
        lines += [
            {**lines[0], "exercise": exercise, "step": 30}
            for exercise in ("standing-hip-flexor-stretch", "hamstring-stretch")
        ]
        template.lines = lines
        template.save()
    _draft, fits, items = begun(pair, template)
    assert len([item for item in items.values() if item.stage.is_open]) <= 4
    assert fits.left_out


def test_a_name_is_taken_once_and_free_again(pair, template):
    draft = pair.proposal()
    browser = make.visitor(pair.therapist)
    url = reverse("exercises:save_template", args=[pair.patient.pk])
    refused = browser.post(url, {"name": "strong BEGINNERS"})
    assert refused.status_code == 422
    assert "Choose another" in refused.content.decode()
    assert 'value="strong BEGINNERS"' in refused.content.decode()
    assert browser.post(url, {"name": ""}).status_code == 422
    listed = browser.get(reverse("exercises:templates", args=[pair.patient.pk])).content.decode()
    assert "Strong beginners" in listed
    browser.post(reverse("exercises:retire_template", args=[pair.patient.pk, template.pk]))
    assert browser.post(url, {"name": "strong BEGINNERS"}).status_code == 302
    with tenancy.within(pair.clinic.pk):
        assert ProgrammeTemplate.objects.offered().count() == 1
        assert draft.items.exists()


def test_another_clinics_template_is_not_there(pair, template):
    stranger = make.a_pair()
    stranger.proposal()
    url = reverse("exercises:start_from_template", args=[stranger.patient.pk, template.pk])
    assert make.visitor(stranger.therapist).post(url).status_code == 404
