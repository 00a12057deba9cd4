"""What do the clinic's log and the demo's letterbox show, to whom, and what can be done there?"""

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from clinic.mail import demo
from clinic.mail.words import Reason
from tests.mail import make
from tests.mail.make import mails

pytestmark = pytest.mark.django_db
LOG = "/messages/"


@pytest.fixture
def clinic(db):
    """A demo's staff come in without a second factor."""
    return make.a_clinic(is_demo=True)


@pytest.fixture
def staff(client, clinic):
    client.force_login(make.a_user(clinic, role="assistant"))
    return client


def a_mail(clinic, **fields):
    return make.a_mail(
        clinic, due_at=timezone.now(), expires_at=timezone.now() + timedelta(hours=3), **fields
    )


# -- The clinic's log --------------------------------------------------------------------------------------------
def test_the_log_shows_what_became_of_each_mail_and_not_what_it_said(staff, clinic):
    patient = make.a_patient(clinic)
    dead = a_mail(None, patient=patient, to="bad@home.example", template="invitation")
    make.put_in(dead, state="dead", reason=Reason.REFUSED)
    a_mail(None, patient=patient, to="good@home.example")
    page = staff.get(LOG).content.decode()
    assert "bad@home.example" in page
    assert "Invitation" in page
    assert "Given up" in page
    assert "The mail server refused this address." in page
    assert "A1B2C3" not in page
    assert page.count(f'action="{reverse("mail:send_again", args=[dead.pk])}"') == 1
    assert "mail.log" in make.audited(clinic.pk)


def test_a_patients_own_log_shows_theirs_alone(staff, clinic):
    patient = make.a_patient(clinic)
    mine = [a_mail(None, patient=patient, to="mine@home.example") for _ in range(2)]
    a_mail(None, patient=make.a_patient(clinic), to="others@home.example")
    page = staff.get(f"/patients/{patient.pk}/messages/").content.decode()
    assert len(re.findall(r'<th scope="row">\s*mine@home.example', page)) == len(mine)
    assert "others@home.example" not in page
    assert make.audited(clinic.pk)[-1] == "mail.log"


def test_what_needs_a_look_stands_by_itself_until_it_is_dealt_with(staff, clinic):
    states = {"dead": "refused", "held": "ambiguous", "expired": "too_late", "due": ""}
    for state, reason in states.items():
        mail = a_mail(clinic, to=f"{state}@home.example")
        make.put_in(mail, state=state, reason=reason)
    make.put_in(mails(state="expired")[0], expires_at=timezone.now())
    page = staff.get(LOG, {"look": 1}).content.decode()
    assert [state in page for state in ("dead@", "held@", "expired@", "due@")] == [True, True, True, False]
    assert "Needs a look (3)" in page
    (late,) = mails(state="expired")
    assert reverse("mail:lay_aside", args=[late.pk]) in page
    staff.post(reverse("mail:lay_aside", args=[late.pk]))
    assert "Needs a look (2)" in staff.get(LOG).content.decode()


def test_an_empty_log_says_what_to_do(staff):
    assert "No e-mail has been written yet." in staff.get(LOG).content.decode()


def test_another_clinics_mail_is_not_there(staff):
    elsewhere = make.a_clinic()
    mail = a_mail(elsewhere, to="elsewhere@home.example")
    make.put_in(mail, state="dead")
    assert "elsewhere@home.example" not in staff.get(LOG).content.decode()
    for action in ("send_again", "withdraw"):
        assert staff.post(reverse(f"mail:{action}", args=[mail.pk])).status_code == 404
    assert make.as_it_is(mail).state == "dead"


def test_the_log_asks_the_database_as_often_for_fifty_as_for_three(
    staff, clinic, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    staff.get(LOG)  # the first page of a sitting notes when it began
    for many in (3, 47):
        for _ in range(many):
            a_mail(None, patient=make.a_patient(clinic))
        with CaptureQueriesContext(connection) as asked:
            staff.get(LOG)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_the_log_has_pages(staff, clinic):
    for number in range(51):
        a_mail(clinic, to=f"n{number}@home.example")
    assert "n0@home.example" not in staff.get(LOG).content.decode()
    assert "n0@home.example" in staff.get(LOG, {"page": 2}).content.decode()


@pytest.mark.parametrize(("action", "state"), [("send_again", "due"), ("withdraw", "withdrawn")])
def test_a_button_decides_on_a_held_mail(staff, clinic, action, state):
    mail = a_mail(clinic)
    make.put_in(mail, state="held", reason=Reason.AMBIGUOUS)
    answer = staff.post(reverse(f"mail:{action}", args=[mail.pk]), follow=True)
    assert answer.redirect_chain == [(LOG, 302)]
    assert make.as_it_is(mail).state == state


def test_a_button_that_comes_too_late_says_so(staff, clinic):
    mail = a_mail(clinic)
    make.put_in(mail, state="sent", sent_at=timezone.now(), values={})
    answer = staff.post(reverse("mail:send_again", args=[mail.pk]), follow=True)
    assert "cannot be sent again" in answer.content.decode()
    assert make.as_it_is(mail).state == "sent"


def test_opening_a_buttons_address_does_nothing(staff, clinic):
    mail = a_mail(clinic)
    make.put_in(mail, state="dead")
    assert staff.get(reverse("mail:withdraw", args=[mail.pk])).status_code == 405
    assert make.as_it_is(mail).state == "dead"


def test_a_patient_has_no_log(client, clinic):
    user = make.a_user()
    make.a_patient(clinic, user=user)
    client.force_login(user)
    assert client.get(LOG).status_code == 404


# -- The demo's letterbox ----------------------------------------------------------------------------------------
@pytest.fixture
def letterbox(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    settings.EMAIL_BACKEND = "clinic.mail.demo.DemoBackend"


def arrives(subject, text="Hello", html="<p>Hello</p>"):
    message = EmailMultiAlternatives(
        subject, text, to=["mirela@home.example"], headers={"Message-ID": "<1@x>"}
    )
    message.attach_alternative(html, "text/html")
    message.send()


def test_mails_lie_there_newest_first(client, letterbox):
    for subject in ("First of all", "Second", "Päevakava"):
        arrives(subject)
    page = client.get("/outbox/").content.decode()
    assert page.index("Päevakava") < page.index("Second") < page.index("First of all")


def test_an_empty_letterbox_says_what_to_do(client, letterbox):
    assert "Nothing has arrived yet." in client.get("/outbox/").content.decode()


def test_what_waits_is_announced_without_its_content(client, letterbox):
    make.a_mail(to="waiting@home.example")
    page = client.get("/outbox/").content.decode()
    assert "waiting@home.example" in page
    assert "Sent within 30 seconds." in page
    assert "A1B2C3" not in page


def test_a_mail_can_be_read_and_its_links_followed(client, letterbox):
    arrives(
        "Invitation", "Open http://localhost:8100/invitation/abc/ soon", '<a href="http://x.example/">go</a>'
    )
    (name,) = demo.names()
    page = client.get(f"/outbox/{demo.read(name).id}/").content.decode()
    assert '<a href="http://localhost:8100/invitation/abc/"' in page
    assert "&lt;a href=&quot;http://x.example/&quot;&gt;" in page
    assert '<a href="http://x.example/">' not in page
    assert "&lt;1@x&gt;" in page


def test_a_long_text_keeps_its_links_whole(client, letterbox):
    link = f"http://localhost:8100/reminders/stop/{'x' * 90}/"
    arrives("Long", f"Päeva plaan {link}")
    (name,) = demo.names()
    assert f'href="{link}"' in client.get(f"/outbox/{demo.read(name).id}/").content.decode()


def test_half_a_mail_is_never_seen(client, letterbox, monkeypatch):
    def breaks(self, target):
        raise OSError

    monkeypatch.setattr("pathlib.Path.replace", breaks)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the disk says
        arrives("Half")
    assert demo.names() == []


def test_a_letterbox_has_pages(client, letterbox):
    for number in range(51):
        arrives(f"Number {number}.")
    assert "Number 0." not in client.get("/outbox/").content.decode()
    assert "Number 0." in client.get("/outbox/", {"page": 2}).content.decode()


def test_a_mail_that_never_came_is_a_calm_404(client, letterbox):
    assert client.get("/outbox/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_outside_a_demo_there_is_no_letterbox(client, letterbox, settings):
    arrives("Secret")
    (name,) = demo.names()
    settings.DEMO = False
    assert client.get("/outbox/").status_code == 404
    assert client.get(f"/outbox/{demo.read(name).id}/").status_code == 404
