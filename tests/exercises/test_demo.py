"""What does a newcomer find in the demo, and where does it refuse to be filled?"""

import json
import re
import stat
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from clinic import caseload
from clinic.mail.models import OutboxMail
from clinic.people import tenancy
from clinic.people.models import Patient, User
from exercises import practising, reminders
from exercises.demo import arriving, sheet
from exercises.demo.clinics import PRACTICES
from exercises.models import Decision, Item, Programme, ReminderPreference, Session
from exercises.protocols.conditions import Presentation, Status
from tests import make
from tests.committed import own_database

pytestmark = pytest.mark.slow

HARBOUR, LAKESIDE = PRACTICES
FICTIONAL_PHONES = re.compile(r"|01632 960\d{3}|07700 900\d{3}|\+1 416 555 01\d\d")
FICTIONAL_EMAILS = re.compile(r"|[a-z.]+@example\.(org|net|com)")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database that holds the demo and nothing else, and the folder it wrote to."""
    folder = tmp_path_factory.mktemp("var")
    with (
        django_db_blocker.unblock(),
        own_database(),
        override_settings(DEMO=True, VAR_DIR=folder, BASE_URL="http://localhost:8123"),
    ):
        call_command("demo", verbosity=0)
        yield folder


@pytest.fixture
def both(demo, db):
    """Within both clinics at once, as nobody is outside a test."""
    with make.seeing(*_clinics()):
        yield


def _clinics():
    with tenancy.through("sender"):
        return list(_all("people.Clinic"))


def _all(label):
    return apps.get_model(label).objects.all()


def _patient(email):
    return Patient.objects.get(email=email)


# -- What is there ---------------------------------------------------------------------------------------------
def test_two_clinics_five_staff_and_four_and_twenty_patients(both):
    assert {one.name for one in _clinics() if one.is_demo} == {HARBOUR.name, LAKESIDE.name}
    roles = list(_all("people.Membership").values_list("role", flat=True))
    assert sorted(roles) == ["assistant", "owner", "therapist", "therapist", "therapist"]
    assert [Patient.objects.filter(clinic=practice.id).count() for practice in PRACTICES] == [20, 4]


def test_nobody_could_be_reached():
    """Addresses and numbers are those kept free for examples and fiction."""
    people = [one for practice in PRACTICES for one in (practice, *practice.patients)]
    assert not [one.phone for one in people if not FICTIONAL_PHONES.fullmatch(one.phone)]
    addressed = people + [one for practice in PRACTICES for one in practice.staff]
    assert not [one.email for one in addressed if not FICTIONAL_EMAILS.fullmatch(one.email)]


@pytest.mark.parametrize("presentation", [str(one) for one in Presentation])
def test_every_presentation_is_practised(both, presentation):
    assert Programme.objects.filter(presentation=presentation, state="issued").exists()


@pytest.mark.parametrize("status", [str(one) for one in Status if one is not Status.READY])
def test_every_reason_to_prescribe_nothing_is_there(both, status):
    assert Decision.objects.filter(assessment__isnull=False, actions=[status]).exists()


@pytest.mark.parametrize("finding", ["iliopsoas_short", "rectus_femoris_short", "tfl_short"])
def test_each_short_muscle_has_its_patient(both, finding):
    plans = Programme.objects.filter(presentation="short").values_list("plan", flat=True)
    assert any(one["id"] == finding for plan in plans for one in plan["reading"]["findings"])


def test_the_short_side_is_right_left_or_both(both):
    stretched = Item.objects.filter(programme__presentation="short", stage__name="inhibit")
    assert {("right",), ("left",), ("right", "left")} <= {tuple(item.focus) for item in stretched}


@pytest.mark.parametrize(
    "exercise",
    [
        "edge-of-bed-stretch",
        "standing-hip-flexor-stretch",
        "supine-figure-four",
        "seated-figure-four",
        "side-lying-glute-lift",
        "four-point-reach",
        "heel-slide",
        "supported-tandem-stance",
        "hip-flexor-march",
        "hamstring-stretch",
        "walking-lunge",
    ],
)
def test_somebody_practises_each_substitute(both, exercise):
    assert Item.objects.kept().filter(exercise=exercise, programme__state="issued").exists()


def test_everybody_in_between_is_there(both):
    """Somebody with an open record, with a proposal, invited, without e-mail, discharged, corrected, stopped."""
    assert Assessment.objects.draft().count() == 1
    assert Programme.objects.drafts().count() == 1
    assert _all("people.Invitation").filter(used_at=None).count() == 1
    assert Patient.objects.filter(email="", user=None).count() == 1
    assert Patient.objects.exclude(ended_at=None).count() == 1
    assert Assessment.objects.current().filter(version=2).count() == 1
    assert Programme.objects.filter(state="stopped").count() == 1
    assert Programme.objects.filter(state="replaced").exists()
    assert _all("exercises.ItemChange").exists()


def test_there_are_weeks_of_practice_with_mornings_after(both):
    assert Session.objects.count() > 150
    assert Session.objects.exclude(next_morning_pain=None).count() > 10
    days = Session.objects.order_by("local_date").values_list("local_date", flat=True)
    assert (days.last() - days.first()).days > 28
    assert not Session.objects.filter(logged_at__gt=timezone.now()).exists()


# -- Today -----------------------------------------------------------------------------------------------------
def test_today_has_every_reason_once_or_twice(both):
    today = timezone.localdate(timezone=ZoneInfo(HARBOUR.time_zone))
    calling = list(caseload.calling(Patient.objects.filter(clinic=HARBOUR.id), today))
    labels = [call.label for call in caseload.calls(calling, today)]
    reasons = [
        "Safety alert",
        "Pain flare",
        "Stopped practising",
        "Stage to confirm",
        "Reassessment",
        "Step back",
    ]
    assert list(dict.fromkeys(labels)) == reasons
    assert len(labels) <= 10


def test_a_step_back_waits_too(both):
    waiting = Decision.objects.waiting().values_list("rule", flat=True)
    assert {"control_lost", "red_session", "two_red_sessions", "next_stage"} <= set(waiting)


# -- Mail ------------------------------------------------------------------------------------------------------
def test_of_all_mail_only_the_invitation_is_still_to_be_sent(both):
    assert list(OutboxMail.objects.filter(state="due").values_list("template", flat=True)) == ["invitation"]
    assert not OutboxMail.objects.filter(sent_at__gt=timezone.now()).exists()


@pytest.mark.parametrize("email", ["patient@example.org", "patient@example.net"])
def test_the_patient_is_reminded_in_a_minute_or_two(both, email):
    patient = _patient(email)
    programme = practising.live_programme(patient)
    assert practising.practice_on(programme, timezone.localdate()).logged == ()
    wait = ReminderPreference.objects.get(patient=patient).next_due_at - timezone.now()
    assert wait <= timedelta(minutes=2)
    reminders.plan(timezone.now() + timedelta(minutes=2))
    with make.seeing(*_clinics()):
        assert OutboxMail.objects.filter(template="reminder", patient=patient, state="due").exists()


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 23, 9, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 20, 30, 59, tzinfo=UTC),
        datetime(2026, 11, 23, 23, 57, 30, tzinfo=UTC),
        datetime(2026, 11, 23, 23, 59, 40, tzinfo=UTC),
        datetime(2026, 11, 24, 3, 0, 1, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 58, 45, tzinfo=UTC),  # the clock jumps from 1 to 2
        datetime(2026, 10, 25, 0, 58, 45, tzinfo=UTC),  # and runs through that hour twice
    ],
)
def test_the_first_reminder_comes_soon_at_any_hour(clinic, therapist, now):
    with tenancy.within(clinic.pk):
        patient = make.a_patient(clinic, therapist, user=make.a_person())
        arriving.ask_for_reminders(patient, now)
        due_at = ReminderPreference.objects.get(patient=patient).next_due_at
    assert timedelta() < due_at - now <= timedelta(minutes=2)


# -- Signing in ------------------------------------------------------------------------------------------------
def test_the_sheet_names_everybody_who_signs_in(demo):
    written = demo / "demo.json"
    told = json.loads(written.read_text())
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert told["url"] == "http://localhost:8123"
    assert [(one["role"], one["clinic"]) for one in told["accounts"]] == [
        *((role, HARBOUR.name) for role in ("therapist", "assistant", "owner", "patient")),
        *((role, LAKESIDE.name) for role in ("therapist", "patient")),
    ]
    assert all(len(one["password"]) >= 12 for one in told["accounts"])


@pytest.mark.parametrize("account", sheet.accounts(), ids=lambda account: account["email"])
def test_each_of_them_gets_in(demo, db, account):
    client = Client()
    answer = client.post(
        reverse("account_login"), {"login": account["email"], "password": account["password"]}
    )
    assert answer.status_code == 302, answer.content
    assert client.session["_auth_user_id"] == str(User.objects.get(email=account["email"]).pk)


# -- Again, and where it refuses -------------------------------------------------------------------------------
def test_a_second_run_changes_nothing_but_the_sheet(demo, db):
    (demo / "demo.json").unlink()
    before = _everything()
    call_command("demo", verbosity=0)
    assert _everything() == before
    assert (demo / "demo.json").exists()


def _everything():
    with make.seeing(*_clinics()):
        return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_it_refuses_where_there_is_no_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="This is not a demo") as refused:
        call_command("demo")
    assert refused.value.returncode == 1


def test_it_refuses_beside_a_real_clinic(clinic, settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    with pytest.raises(CommandError, match="not made up"):
        call_command("demo")
    assert not list(tmp_path.iterdir())
    assert not Patient.objects.exists()
