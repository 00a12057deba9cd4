"""How does somebody come in with a printed code, come back, and get in again when they have lost everything?"""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from clinic import invitations
from clinic.people import codes, guesses, sittings, tenancy
from clinic.people.models import Invitation, User
from tests import make

TYPED = {"password": "a long walk by the harbour"}


@pytest.fixture
def newcomer(people):
    """Registered, without an e-mail address or an agreement to mail."""
    return make.a_patient(people.clinic, people.own_therapist, given_name="Ilse", email="", consented=False)


def printed(people, patient):
    """What stands on the sheet."""
    with tenancy.within(patient.clinic_id):
        return invitations.print_code(by=people.own_therapist, patient=make.as_it_is(patient))


def press(browser, code, **more):
    return browser.post("/start/", {"code": code, **more})


def is_in(browser):
    return "_auth_user_id" in browser.session


def passkey_of(user):
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "phone"})


# -- Coming in --------------------------------------------------------------------------------------------------
def test_the_square_only_opens_the_page(people, newcomer):
    sheet = printed(people, newcomer)
    browser = make.visitor()
    for _ in range(3):
        page = browser.get(sheet.path)
        assert page.status_code == 200
        assert codes.read(sheet.code) in page.content.decode()
    assert make.as_it_is(newcomer).user is None
    assert not Invitation.objects.exclude(used_at=None).exists()


def test_the_button_lets_somebody_without_an_address_in(people, newcomer):
    sheet = printed(people, newcomer)
    browser = make.visitor()
    answer = press(browser, sheet.code.lower())
    assert (answer.status_code, answer["Location"]) == (302, "/start/choose/")
    user = make.as_it_is(newcomer).user
    assert user.email is None
    assert user.sign_in_name.startswith("ilse-")
    assert user.sign_in_name in browser.get("/start/choose/").content.decode()
    assert browser.get("/my/").status_code == 200
    second = make.visitor()
    assert press(second, sheet.code).status_code == 422
    assert not is_in(second)


def test_a_password_and_the_name_let_them_back_in(people, newcomer):
    sheet = printed(people, newcomer)
    browser = make.visitor()
    press(browser, sheet.code)
    words = {"password1": "three grey herons wade", "password2": "three grey herons wade"}
    assert browser.post("/accounts/password/set/?next=/start/choose/", words)["Location"] == "/start/choose/"
    name = make.as_it_is(newcomer).user.sign_in_name
    back = make.visitor()
    back.post("/accounts/login/", {"login": name.upper(), "password": "three grey herons wade"})
    assert back.get("/my/").status_code == 200
    refused = make.visitor().post("/accounts/login/", {"login": name, "password": "three grey geese wade"})
    unknown = make.visitor().post("/accounts/login/", {"login": "ilse-0001", "password": "three grey geese"})
    said = "The username and/or password you specified are not correct."
    assert (refused.status_code, said in refused.content.decode()) == (200, True)
    assert (unknown.status_code, said in unknown.content.decode()) == (200, True)


def test_a_printed_code_proves_no_address(people):
    """Whoever holds the sheet is not thereby the owner of the address in the record, nor of a sign-in with it."""
    known = make.a_person("Somebody Else", email="shared@home.example")
    patient = make.a_patient(people.clinic, people.own_therapist, email="shared@home.example")
    browser = make.visitor()
    press(browser, printed(people, patient).code)
    user = make.as_it_is(patient).user
    assert (user != known, user.email) == (True, None)
    assert not EmailAddress.objects.filter(user=user).exists()


@pytest.mark.parametrize(
    "spent",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"withdrawn_at": timezone.now()},
        {"used_at": timezone.now()},
    ],
    ids=["too old", "withdrawn", "used"],
)
def test_a_spent_code_is_told_like_a_wrong_one(people, newcomer, spent):
    sheet = printed(people, newcomer)
    with tenancy.within(people.clinic.pk):
        Invitation.objects.filter(patient=newcomer).update(**spent)
    browser = make.visitor()
    answers = [press(browser, code) for code in (sheet.code, codes.written(codes.new()))]
    bodies = [answer.content.decode().split("<main")[1].replace(sheet.code, "") for answer in answers]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert ["does not open anything" in body for body in bodies] == [True, True]
    assert make.as_it_is(newcomer).user is None


def test_a_half_typed_code_is_kept_and_not_counted(people, newcomer):
    browser = make.visitor()
    for _ in range(guesses.LIMIT + 1):
        answer = press(browser, "7KQ2-M4")
    assert answer.status_code == 422
    assert "7KQ2-M4" in answer.content.decode()
    assert press(browser, printed(people, newcomer).code).status_code == 302


def test_guessing_is_stopped_and_the_holder_is_not(people, newcomer):
    sheet = printed(people, newcomer)
    guesser = make.visitor()
    statuses = [press(guesser, codes.new()).status_code for _ in range(guesses.LIMIT + 1)]
    assert statuses == [422] * guesses.LIMIT + [429]
    assert press(guesser, sheet.code).status_code == 429
    assert not is_in(guesser)
    holder = make.visitor()
    assert holder.post("/start/", {"code": sheet.code}, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_only_a_keyed_digest_is_kept(people, newcomer):
    sheet = printed(people, newcomer)
    with tenancy.within(people.clinic.pk):
        kept = newcomer.invitations.get()
    code = codes.read(sheet.code)
    assert code not in str(kept.__dict__)
    import hashlib

    assert kept.digest != hashlib.sha256(code.encode()).hexdigest()


def test_the_sheet_is_shown_to_the_front_desk(people, newcomer):
    page = make.visitor(people.assistant).post(f"/patients/{newcomer.pk}/sign-in-sheet/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    assert "<svg" in page.content.decode()
    assert "patient.code_printed" in make.audited(people.clinic)


def test_a_patient_of_two_clinics_keeps_one_sign_in(people, newcomer):
    browser = make.visitor(people.patient_elsewhere)
    assert press(browser, printed(people, newcomer).code, keep="1").status_code == 302
    assert make.as_it_is(newcomer).user == people.patient_elsewhere


# -- Coming back ------------------------------------------------------------------------------------------------
def code_in_mail():
    with tenancy.through("sender"):
        from clinic.mail.models import OutboxMail

        text = OutboxMail.objects.filter(template="account").latest("made_at").values["text"]
    return next(
        line.strip()
        for line in text.splitlines()
        if len(line.strip().replace("-", "")) in {6, 8} and " " not in line.strip()
    )


def ask_for_a_code(user):
    browser = make.visitor()
    browser.post("/accounts/login/code/", {"email": user.email})
    answer = browser.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    return browser, answer


def test_a_patient_with_a_passkey_and_a_new_phone_comes_in_by_an_e_mailed_code(people):
    passkey_of(people.own_patient)
    browser, _ = ask_for_a_code(people.own_patient)
    assert browser.get("/my/").status_code == 200


def test_staff_are_still_asked_for_theirs(people):
    passkey_of(people.own_therapist)
    browser, answer = ask_for_a_code(people.own_therapist)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(browser)


# -- Lost everything --------------------------------------------------------------------------------------------
def signed_in_somewhere(user):
    browser = make.visitor(user)
    request = browser.get("/my/").wsgi_request
    UserSession.objects.create(
        user=user, session_key=browser.session.session_key, ip="203.0.113.7", user_agent=""
    )
    assert request.user == user
    return browser


@pytest.mark.parametrize("way", ["invite", "sign-in-sheet"])
def test_one_press_ends_sessions_and_earlier_codes(people, way):
    browser = signed_in_somewhere(people.own_patient)
    before = printed(people, people.record)
    make.visitor(people.own_therapist).post(f"/patients/{people.record.pk}/{way}/")
    assert browser.get("/my/").status_code == 302
    assert press(make.visitor(), before.code).status_code == 422


def test_the_new_code_replaces_the_old_ways_in(people):
    user = people.own_patient
    passkey_of(user)
    browser = make.visitor()
    assert press(browser, printed(people, people.record).code)["Location"] == "/start/choose/"
    assert browser.session["_auth_user_id"] == str(user.pk)
    again = User.objects.get(pk=user.pk)
    assert (again.has_usable_password(), Authenticator.objects.filter(user=user).exists()) == (False, False)
    assert again.email == user.email


def test_a_clinic_cannot_open_another_clinics_record(people):
    """Of somebody who is a patient elsewhere too, or works somewhere, only their own sign-in leads on."""
    user = people.patient_elsewhere
    patient = make.a_patient(people.clinic, people.own_therapist, user=user)
    session = signed_in_somewhere(user)
    browser = make.visitor()
    assert press(browser, printed(people, patient).code)["Location"] == "/accounts/login/"
    assert not is_in(browser)
    assert User.objects.get(pk=user.pk).has_usable_password()
    assert session.get("/my/").status_code == 200


def test_nor_where_the_other_sign_in_has_no_address(people, newcomer):
    """Then this clinic's record alone gets a sign-in of its own."""
    elsewhere = make.visitor()
    press(elsewhere, printed(people, newcomer).code)
    user = make.as_it_is(newcomer).user
    other = make.a_patient(people.other_clinic, people.colleague_elsewhere, email="", consented=False)
    with tenancy.within(people.other_clinic.pk):
        other.user = user
        other.save(update_fields=["user"])
        sheet = invitations.print_code(by=people.colleague_elsewhere, patient=make.as_it_is(other))
    browser = make.visitor()
    press(browser, sheet.code)
    assert make.as_it_is(other).user != user
    assert make.as_it_is(newcomer).user == user


# -- A shared phone -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "away", "since", "is_over"),
    [
        ("own_patient", timedelta(days=6), timedelta(days=6), False),
        ("own_patient", timedelta(days=8), timedelta(days=8), True),
        ("own_patient", timedelta(hours=1), timedelta(days=31), True),
        ("own_therapist", timedelta(minutes=100), timedelta(hours=3), False),
        ("own_therapist", timedelta(minutes=121), timedelta(hours=3), True),
        ("own_therapist", timedelta(minutes=1), timedelta(hours=13), True),
    ],
)
def test_sessions_end(people, who, away, since, is_over):
    user = getattr(people, who)
    browser = make.visitor(user)
    session, now = browser.session, timezone.now()
    session[sittings.KEY] |= {"seen": (now - away).timestamp(), "began": (now - since).timestamp()}
    session.save()
    answer = browser.get("/my/" if who == "own_patient" else "/patients/")
    assert (answer.status_code == 302) is is_over
    assert is_in(browser) is not is_over
