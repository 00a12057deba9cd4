"""How often does a page ask the database? As often for 300 patients as for 3, everything included.

Counted is what PostgreSQL is told, from the session to the trail and the transaction's beginning and end; not the
one-word question whether a kept connection still answers.
"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from clinic.mail.models import OutboxMail
from clinic.people import tenancy
from clinic.people.models import Patient
from exercises.models import Decision, Programme, Urgency
from tests import make
from tests.committed import own_database

TODAY, PATIENTS_TODAY, STORY, TOLD_AND_AFTER = 12, 10, 32, 27


class Counted:
    """Every statement, as it goes out."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        self.statements.append(str(sql)[:160])
        return execute(sql, params, many, context)

    def __len__(self):
        return len(self.statements)


def statements(browser, url):
    """Of a second visit: the first may fill what is kept in memory."""
    browser.get(url)
    browser.get(url)
    counted = Counted()
    with connection.execute_wrapper(counted):
        answer = browser.get(url)
    assert answer.status_code == 200, answer.status_code
    return [*counted.statements, "BEGIN", "COMMIT"]  # the request's transaction passes the wrapper by


@pytest.fixture
def clinic_of_three(django_db_blocker):
    """With real transactions, so that what a request costs is what it costs."""
    with django_db_blocker.unblock(), own_database():
        pair = make.a_pair()
        programme = pair.programme(on=timezone.localdate() - timedelta(days=8))
        pair.session(programme, pain=7)
        fill(pair, 2)
        yield pair


def fill(pair, many):
    """More patients, each with a programme; some wait for the therapist."""
    model = Programme._base_manager
    with tenancy.within(pair.clinic.pk):
        pattern = model.filter(patient=pair.patient).first()
        people = Patient.objects.bulk_create(a_patient(pair, number) for number in range(many))
        programmes = model.bulk_create(a_programme(pair, pattern, patient) for patient in people)
        Decision.objects.bulk_create(a_call(pattern, programme) for programme in programmes[::3])


def a_patient(pair, number):
    return Patient(
        clinic=pair.clinic,
        given_name=f"Given{number:04}",
        family_name=f"Family{number % 97:04}",
        date_of_birth=date(1970, 1, 1),
        time_zone="Europe/London",
    )


def a_programme(pair, pattern, patient):
    today = timezone.localdate()
    kept = {
        field.attname: getattr(pattern, field.attname)
        for field in Programme._meta.concrete_fields
        if field.name not in {"id", "patient", "assessment", "replaces"}
    }
    dates = {"starts_on": today - timedelta(days=20), "last_session_on": today - timedelta(days=9)}
    return Programme(**{**kept, **dates, "patient": patient, "assessment_id": an_assessment(pair, patient)})


def an_assessment(pair, patient):
    from assessments.models import Assessment

    made = Assessment(
        clinic=pair.clinic, patient=patient, assessed_on=timezone.localdate(), recorded_by=pair.therapist
    )
    made.save(force_insert=True)
    return made.pk


def a_call(pattern, programme):
    return Decision(
        id=uuid4(),
        clinic_id=programme.clinic_id,
        patient_id=programme.patient_id,
        programme=programme,
        ask="stage",
        rule="r",
        actions=["stop_exercise_today"],
        alert=True,
        urgency=Urgency.FLARE,
        inputs={},
        reason={"clinician": {"text": "Pain of 7."}, "patient": {"text": ""}},
        protocol_version=pattern.protocol_version,
        engine_version=pattern.engine_version,
    )


def fill_with_mails(pair, many):
    """More than a page of the story holds."""
    now = timezone.now()
    with tenancy.within(pair.clinic.pk):
        OutboxMail.objects.bulk_create(
            OutboxMail(
                clinic=pair.clinic,
                patient=pair.patient,
                template="programme",
                slot=f"story:{number}",
                to_address="mirela@home.example",
                message_id=f"{number}@plumb.example",
                made_at=now - timedelta(hours=number),
                expires_at=now + timedelta(days=1),
            )
            for number in range(many)
        )


def told(found):
    return "\n".join(found)


def test_today_asks_no_more_for_more_patients(clinic_of_three):
    browser = make.visitor(clinic_of_three.therapist)
    with_three = statements(browser, "/today/")
    assert len(with_three) <= TODAY, told(with_three)
    fill(clinic_of_three, 57)
    with_more = statements(browser, "/today/")
    assert len(with_more) == len(with_three), told(with_more)


@pytest.mark.slow
def test_today_with_2400(clinic_of_three):
    browser = make.visitor(clinic_of_three.therapist)
    fill(clinic_of_three, 2397)
    found = statements(browser, "/today/")
    assert len(found) <= TODAY, told(found)


def test_today_searched_sorted_and_paged_asks_no_more(clinic_of_three):
    fill(clinic_of_three, 60)
    browser = make.visitor(clinic_of_three.therapist)
    for query in ("?q=Fam", "?page=2", "?sort=-retest", "?calls=2", "?sort=nonsense&page=x"):
        found = statements(browser, f"/today/{query}")
        assert len(found) <= TODAY, (query, told(found))


def test_the_list_of_patients_asks_no_more_for_more(clinic_of_three):
    browser = make.visitor(clinic_of_three.therapist)
    with_three = statements(browser, "/patients/")
    fill(clinic_of_three, 57)
    assert len(statements(browser, "/patients/")) == len(with_three), told(with_three)


def test_the_patients_today(clinic_of_three):
    found = statements(make.visitor(clinic_of_three.user), "/my/")
    assert len(found) <= PATIENTS_TODAY, told(found)


@pytest.mark.parametrize("pain", [1, 5])
def test_telling_how_it_went_and_the_page_after_it(clinic_of_three, pain):
    """By the form and from a phone: with the review, what it changes, and the trail."""
    browser = make.visitor(clinic_of_three.user)
    counts = {}
    for days, way in zip((7, 6, 5, 4), (by_form, from_phone) * 2, strict=True):
        given = answers(clinic_of_three, timezone.localdate() - timedelta(days=days), pain)
        counted = Counted()
        with connection.execute_wrapper(counted):
            assert browser.get(way(browser, given)).status_code == 200
        # Of the second time: the first fills what is kept in memory.
        # A transaction's own words are no question.
        counts[way.__name__] = [sql for sql in counted.statements if "SAVEPOINT" not in sql]
    for way, found in counts.items():
        assert len(found) <= TOLD_AND_AFTER, (way, len(found), told(found))


def answers(pair, day, pain):
    with tenancy.within(pair.clinic.pk):
        programme = Programme.objects.get(patient=pair.patient)
        items = [str(one.pk) for one in programme.items.open()]
    age_s = (timezone.localdate() - day).days * 86_400
    given = {"programme": str(programme.pk), "day": day.isoformat(), "slot": "1", "age_s": str(age_s)}
    given["client_key"] = str(uuid4())
    for item in items:
        given |= {f"{item}-completion": "done", f"{item}-pain": str(pain), f"{item}-effort": "5"}
    return given


def by_form(browser, given):
    return browser.post("/my/log/", given)["Location"]


def from_phone(browser, given):
    answer = browser.post("/my/sessions/", given, content_type="application/json")
    return f"/my/done/{answer.json()['session']}/"


def test_the_story_asks_no_more_for_a_longer_one(clinic_of_three):
    pair = clinic_of_three
    browser, url = make.visitor(pair.therapist), f"/patients/{pair.patient.pk}/"
    short = statements(browser, url)
    with tenancy.within(pair.clinic.pk):
        programme = Programme.objects.get(patient=pair.patient)
    for days in range(1, 8):
        pair.session(programme, on=timezone.localdate() - timedelta(days=days), pain=5)
    fill_with_mails(pair, 45)
    long = statements(browser, url)
    assert len(long) <= len(short), told(long)
    assert len(long) <= STORY, told(long)
    older = statements(browser, f"{url}?page=2")
    assert len(older) < len(long), told(older)


def test_a_request_opens_one_transaction(clinic_of_three):
    """And its first word there says who asks."""
    found = statements(make.visitor(clinic_of_three.therapist), "/today/")
    assert sum("plumb_enter" in sql for sql in found) == 1
    assert not [sql for sql in found if sql.startswith("SAVEPOINT")]
