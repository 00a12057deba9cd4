"""A form that is sent after the session has ended loses nothing, and shows to nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.make import PASSWORD, a_clinic, a_member

pytestmark = pytest.mark.django_db
TYPED = {"given_name": "Ilse", "family_name": "Unsent", "date_of_birth": "nonsense"}


@pytest.fixture
def clinic():
    return a_clinic(is_demo=True)


def sent_too_late(client, user):
    """The page was open, the session ended, then the button."""
    client.force_login(user)
    mark = client.get(reverse("register")).context["person_mark"]
    client.session.flush()
    return client.post(reverse("register"), {**TYPED, "for_person": mark})


def sign_in(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def test_what_was_typed_stands_there_again_after_signing_in(clinic, client: Client):
    user = a_member(clinic)
    answer = sent_too_late(client, user)
    assert answer.url == f"{reverse('account_login')}?next={reverse('register')}"
    sign_in(client, user)
    shown = client.get(reverse("register"))
    assert shown.context["form"]["family_name"].value() == "Unsent"
    assert "Give the date as year-month-day" in shown.content.decode()
    assert client.get(reverse("register")).context["form"]["family_name"].value() is None


def test_it_shows_to_nobody_else(clinic, client: Client):
    sent_too_late(client, a_member(clinic))
    sign_in(client, a_member(clinic))
    assert client.get(reverse("register")).context["form"]["family_name"].value() is None


def test_a_form_without_a_true_mark_is_not_kept(clinic, client: Client):
    user = a_member(clinic)
    client.post(reverse("register"), {**TYPED, "for_person": str(user.pk)})
    sign_in(client, user)
    assert client.get(reverse("register")).context["form"]["family_name"].value() is None
