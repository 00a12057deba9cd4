"""Does one column of time hold everything, in its order, and lead to all that the page led to?"""

import re
from datetime import timedelta
from html import unescape

from django.utils import timezone

from clinic import timeline
from clinic.people import tenancy
from tests import make


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def moments(pair, page=None):
    with tenancy.within(pair.clinic.pk):
        return [(one.kind.value, one.day) for one in timeline.page(pair.patient, page).object_list]


def get(pair, path="", **query):
    return make.visitor(pair.therapist).get(f"/patients/{pair.patient.pk}/{path}", query)


def test_time_runs_from_the_newest_to_the_oldest(pair):
    first = pair.programme(on=days_ago(30))
    pair.session(first, on=days_ago(29))
    pair.programme(make.SHORT, on=days_ago(8))
    found = moments(pair)
    assert [day for _, day in found] == sorted((day for _, day in found), reverse=True)
    kinds = [kind for kind, _ in found]
    assert kinds.count("assessment") == kinds.count("programme") == 2
    for day in (days_ago(30), days_ago(8)):
        of_day = [kind for kind, at in found if at == day and kind in {"assessment", "programme"}]
        assert of_day == ["programme", "assessment"]


def test_a_week_of_practice_is_one_moment(pair):
    programme = pair.programme(on=days_ago(20))
    monday = days_ago(timezone.localdate().weekday() + 7)
    for n in (0, 1, 6):
        pair.session(programme, on=monday + timedelta(days=n))
    with tenancy.within(pair.clinic.pk):
        found = [one for one in timeline.page(pair.patient, None).object_list if one.kind == "practice"]
    assert [(week.what.first, len(week.what.sessions), week.day) for week in found] == [
        (monday, 3, monday + timedelta(days=6))
    ]


def test_a_decision_that_waits_stands_on_top_with_its_button_and_in_time(pair):
    pair.session(pair.programme(on=days_ago(8)), pain=7)
    page = get(pair).content.decode()
    assert re.search(r'action="/patients/[^"]+/answer/"|action="[^"]*decisions[^"]*"', page)
    assert "Waiting for you" in page
    assert "decision" in {kind for kind, _ in moments(pair)}


def test_before_a_programme_the_way_to_one_is_offered(pair):
    assert "No signed assessment yet." in get(pair).content.decode()
    make.an_assessment(pair.patient, pair.therapist)
    assert "See what the rules propose" in get(pair).content.decode()
    pair.proposal()
    assert "See what the rules propose" not in get(pair).content.decode()


def test_the_story_the_comparison_and_the_notes_are_read_on_the_record(pair):
    pair.programme(on=days_ago(8))
    for path in ("", "assessments/compare/", "notes/"):
        assert get(pair, path).status_code == 200
    read = {"patient.read", "assessment.compared", "patient.notes_read"}
    assert read <= set(make.audited(pair.clinic))


def test_the_newest_two_are_compared_and_any_two_may_be(pair):
    ids = [
        str(make.an_assessment(pair.patient, pair.therapist, case, on=days_ago(days)).pk)
        for days, case in (
            (60, make.SHORT),
            (30, make.changed(make.SHORT, thomas__right__hip_angle_deg=6)),
            (2, make.changed(make.SHORT, thomas__right__hip_angle_deg=-2)),
        )
    ]
    assert "real: 5° or more" in get(pair, "assessments/compare/").content.decode()
    # In whichever order they were chosen, the earlier stands first.
    page = get(pair, "assessments/compare/", first=ids[1], second=ids[0]).content.decode()
    assert "real:" not in page
    assert page.index(">8°<") < page.index(">6°<")


def test_what_cannot_be_compared_is_said_beside_the_field(pair):
    other = make.a_patient(pair.clinic, pair.therapist)
    strange = make.an_assessment(other, pair.therapist).pk
    one, two = (make.an_assessment(pair.patient, pair.therapist, on=days_ago(n)).pk for n in (9, 2))
    for first, second, sentence in (
        (one, one, "these two are the same"),
        (one, strange, "not in the list"),
        (two, "nonsense\0", "not in the list"),
        (one, "", "Choose an assessment."),
    ):
        answer = get(pair, "assessments/compare/", first=str(first), second=str(second))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert f'value="{first}" selected' in answer.content.decode()


def test_one_assessment_is_not_compared(pair):
    make.an_assessment(pair.patient, pair.therapist)
    assert "It takes two signed assessments." in get(pair, "assessments/compare/").content.decode()


def test_the_notes_are_of_the_live_programme(pair):
    assert "written from a signed assessment" in get(pair, "notes/").content.decode()
    pair.session(pair.programme(on=days_ago(8)), pain=1, note="Went <well>")
    page = get(pair, "notes/").content.decode()
    for words in (
        "Mirela Quist, born",
        "Home programme issued on",
        "Hip angle: right 8°",
        "Went &lt;well&gt;",
    ):
        assert words in page
    text = page.split("<pre", 1)[1].split(">", 1)[1].split("</pre>", 1)[0]
    assert max(len(line) for line in unescape(text).splitlines()) < 80
