"""Who signs the protocol, what may be set, and what follows for proposals, for what is issued, and after a change?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from clinic.people import tenancy
from exercises import protocols, sign_off
from exercises.engine import command
from exercises.models import Decision, ProtocolReview
from exercises.protocols import overlay
from tests.make import (
    SHORT,
    a_clinic,
    a_draft,
    a_draft_assessment,
    a_member,
    a_patient,
    a_programme,
    a_session,
    a_sign_off,
    an_assessment,
    as_it_is,
    audited,
    changed,
    visitor,
)

pytestmark = pytest.mark.django_db
SHOW, SIGN = "/protocol/", "/protocol/sign/"
NOT_REVIEWED = "Defaults not yet reviewed by your clinic."
AWAITING, SIGNED = "Our default, awaiting sign-off", "Our default, signed by your clinic"
# A knee bent 75 degrees: short only for a clinic that counts from 80.
BENT = changed(SHORT, thomas__right__hip_angle_deg=-11, thomas__right__knee_flexion_deg=75)


@pytest.fixture
def clinic():
    return a_clinic()


@pytest.fixture
def owner(clinic):
    return a_member(clinic, "owner", name="Oona Grieve")


@pytest.fixture
def therapist(clinic):
    return a_member(clinic)


@pytest.fixture
def patient(clinic, therapist):
    return a_patient(clinic, therapist)


def filled(**more):
    shipped = {one.id: overlay.value_of(protocols.load(), one) for one in overlay.settings()}
    who = {"signer_name": "Oona Grieve", "registration_number": "PH 104 882"}
    return {"version": protocols.load().version, **shipped, **who, **more}


def reviews(clinic):
    with tenancy.within(clinic.pk):
        return list(ProtocolReview.objects.all())


def another_version(monkeypatch):
    """A protocol that is shipped later."""
    newer = replace(protocols.load(), version="shipped-later")
    monkeypatch.setattr(protocols, "load", lambda: newer)
    return newer


# -- The page ------------------------------------------------------------------------------------------------------
def test_every_default_stands_there_with_its_mark_its_source_and_both_sentences(therapist):
    answer = visitor(therapist).get(SHOW)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert NOT_REVIEWED in page
    protocol = protocols.load()
    entries = {entry.id: entry for group in answer.context["groups"] for entry in group.entries}
    for group in (protocol.rules, protocol.contents, protocol.openings, protocol.adjustments):
        for one in (*group, *protocol.objections, *protocol.steps, *protocol.gates):
            assert entries[one.id].basis == one.basis
            assert entries[one.id].clinician
            assert entries[one.id].patient
    assert {f"dose.{name}" for name in protocol.doses} <= set(entries)
    assert {ladder.id for ladder in protocol.ladders} <= set(entries)
    bands = [band for bands in protocol.thresholds.bands.values() for band in bands]
    assert len([name for name in entries if "." in name]) >= len({(one.wording.id) for one in bands})
    assert all(entry.basis for entry in entries.values())
    assert "{" not in "".join(entry.clinician + entry.patient for entry in entries.values())


def test_a_therapist_reads_and_does_not_sign(therapist):
    browser = visitor(therapist)
    assert "Sign for this clinic" not in browser.get(SHOW).content.decode()
    assert browser.post(SIGN, filled()).status_code == 404


@pytest.mark.parametrize("role", ["assistant", None])
def test_nobody_else_reads_it(clinic, role):
    somebody = a_member(clinic, role) if role else a_member(a_clinic("Elsewhere"), ended=True)
    for answer in (visitor(somebody).get(SHOW), visitor(somebody).post(SIGN, filled())):
        assert answer.status_code == 404
    assert reviews(clinic) == []


def test_the_navigation_leads_there(owner, therapist):
    for user in (owner, therapist):
        assert f'href="{SHOW}"' in visitor(user).get("/today/").content.decode()


# -- Signing -------------------------------------------------------------------------------------------------------
def test_the_owner_signs_with_name_number_and_date(clinic, owner):
    assert visitor(owner).post(SIGN, filled(rectus_femoris_short_below=80, stage_days=10)).status_code == 302
    [review] = reviews(clinic)
    assert (review.signer_name, review.registration_number) == ("Oona Grieve", "PH 104 882")
    assert (review.by, review.signed_on) == (owner, timezone.localdate())
    assert review.protocol_version == protocols.load().version
    assert review.overlay == {"rectus_femoris_short_below": 80, "stage_days": 10}
    assert review.overlay_digest == overlay.digest(review.overlay)
    assert "protocol.signed" in audited(clinic)
    page = visitor(owner).get(SHOW).content.decode()
    assert "Reviewed by Oona Grieve (PH 104 882)" in page
    assert "80 instead of 67" in page
    assert NOT_REVIEWED not in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"rectus_femoris_short_below": 66}, "rectus_femoris_short_below"),
        ({"rectus_femoris_short_below": 81}, "rectus_femoris_short_below"),
        ({"stage_effort_at_most": 6}, "stage_effort_at_most"),
        ({"stage_days": ""}, "stage_days"),
        ({"stage_days": "7.5"}, "stage_days"),
        ({"signer_name": " "}, "signer_name"),
        ({"registration_number": ""}, "registration_number"),
        ({"version": "shipped-before"}, "__all__"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_signed(clinic, owner, given, field):
    answer = visitor(owner).post(SIGN, filled(**given, core_days=12))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert 'value="12"' in answer.content.decode()
    assert reviews(clinic) == []


def test_a_signature_is_added_never_replaced(clinic, owner):
    browser = visitor(owner)
    browser.post(SIGN, filled(stage_days=10))
    browser.post(SIGN, filled(signer_name="Tamsin Okoro"))
    assert [review.signer_name for review in reviews(clinic)] == ["Tamsin Okoro", "Oona Grieve"]
    page = browser.get(SHOW).content.decode()
    assert "Reviewed by Tamsin Okoro" in page
    assert "Oona Grieve (PH 104 882)" in page


def test_the_database_refuses_a_signature_without_a_name(clinic, owner):
    with pytest.raises(IntegrityError), tenancy.within(clinic.pk):
        ProtocolReview(
            clinic=clinic,
            protocol_id="x",
            protocol_version="x",
            signer_name="",
            registration_number="1",
            signed_on=timezone.localdate(),
            by=owner,
        ).save(force_insert=True)


# -- Proposals -----------------------------------------------------------------------------------------------------
def propose_page(therapist, patient):
    return visitor(therapist).get(reverse("exercises:propose", args=[patient.pk])).content.decode()


def test_until_then_every_proposal_says_that_nobody_has(therapist, patient):
    draft = a_draft(patient, therapist)
    assert NOT_REVIEWED in propose_page(therapist, patient)
    assert (draft.overlay, draft.overlay_digest) == ({}, "")
    assert draft.protocol_version == protocols.load().version


def test_a_default_s_mark_says_whether_the_clinic_has_signed_it(clinic, owner, therapist, patient):
    """On each page where a default is shown; the name and the day are one click away."""
    first = an_assessment(patient, therapist)
    issued = a_programme(patient, therapist)
    held = a_patient(clinic, therapist)
    an_assessment(held, therapist, changed(SHORT, screening__pain_at_rest=7))
    an_assessment(patient, therapist)
    pages = {
        "protocol": SHOW,
        "assessment": reverse("assessments:show", args=[patient.pk, first.pk]),
        "proposal": reverse("exercises:propose", args=[patient.pk]),
        "programme": reverse("exercises:programme", args=[patient.pk, issued.pk]),
        "withheld": reverse("exercises:propose", args=[held.pk]),
    }
    browser = visitor(therapist)
    browser.post(reverse("exercises:propose_anew", args=[patient.pk]))
    unsigned = {name: browser.get(url).content.decode() for name, url in pages.items()}
    assert {name for name in pages if AWAITING in unsigned[name]} >= {"protocol", "assessment", "withheld"}
    assert not any(SIGNED in page for page in unsigned.values())
    assert all(NOT_REVIEWED in unsigned[name] for name in ("proposal", "programme", "withheld"))
    a_sign_off(clinic, owner)
    signed = {name: browser.get(url).content.decode() for name, url in pages.items()}
    assert {name for name in pages if AWAITING in signed[name] or NOT_REVIEWED in signed[name]} == set()
    assert all(SIGNED in signed[name] for name in pages if AWAITING in unsigned[name])
    assert f'href="{SHOW}#signatures"' in signed["assessment"]
    assert all("Reviewed by Oona Grieve" in signed[name] for name in ("proposal", "programme", "withheld"))
    elsewhere = a_clinic("Elsewhere")
    assert SIGNED not in visitor(a_member(elsewhere)).get(SHOW).content.decode()


def test_a_signed_clinic_s_proposals_follow_its_settings_and_name_who_signed(
    clinic, owner, therapist, patient
):
    a_sign_off(clinic, owner, rectus_femoris_short_below=80)
    draft = a_draft(patient, therapist, BENT)
    assert draft.presentation == "short"
    assert draft.overlay == {"rectus_femoris_short_below": 80}
    assert draft.overlay_digest == overlay.digest(draft.overlay)
    assert draft.protocol_version == protocols.load().version
    page = propose_page(therapist, patient)
    assert "Reviewed by Oona Grieve (PH 104 882)" in page
    assert "80 instead of 67" in page
    assert NOT_REVIEWED not in page


def test_an_assessment_reads_by_the_same_figures(clinic, owner, therapist, patient):
    """What Record and the signed assessment say is what Propose decides by."""
    signed = an_assessment(patient, therapist, BENT)
    shown = reverse("assessments:show", args=[patient.pk, signed.pk])
    assert "Rectus femoris long enough on the right" in visitor(therapist).get(shown).content.decode()
    a_sign_off(clinic, owner, rectus_femoris_short_below=80)
    assert "short under 80" in visitor(therapist).get(shown).content.decode()
    a_draft_assessment(patient, therapist, BENT)
    record = reverse("assessments:record", args=[patient.pk])
    assert "short under 80" in visitor(therapist).get(record).content.decode()


def test_another_clinic_s_settings_change_nothing_here(therapist, patient):
    elsewhere = a_clinic("Elsewhere")
    a_sign_off(elsewhere, a_member(elsewhere, "owner"), rectus_femoris_short_below=80)
    assert a_draft(patient, therapist, BENT) is None
    assert NOT_REVIEWED in visitor(therapist).get(SHOW).content.decode()


def test_a_programme_s_page_shows_the_version_and_the_settings(clinic, owner, therapist, patient):
    a_sign_off(clinic, owner, stage_days=10)
    issued = a_programme(patient, therapist)
    url = reverse("exercises:programme", args=[patient.pk, issued.pk])
    page = visitor(therapist).get(url).content.decode()
    assert issued.protocol_version in page
    assert issued.overlay_digest in page
    assert "10 instead of 7" in page


def test_a_review_of_practice_follows_what_the_programme_was_issued_under(clinic, owner, therapist):
    own = a_member(clinic, "assistant")
    patient = a_patient(clinic, therapist)
    a_sign_off(clinic, owner, stage_days=10)
    issued = a_programme(patient, therapist, on=timezone.localdate() - timedelta(days=1))
    a_sign_off(clinic, owner, stage_days=21)
    a_session(issued, own, pain=7)
    with tenancy.within(clinic.pk):
        decision = Decision.objects.filter(programme=issued).first()
    assert decision.protocol_version == overlay.apply(protocols.load(), {"stage_days": 10}).version


def test_a_change_of_protocol_asks_for_a_new_signature(clinic, owner, therapist, patient, monkeypatch):
    a_sign_off(clinic, owner, rectus_femoris_short_below=80)
    before = a_programme(patient, therapist, BENT)
    newer = another_version(monkeypatch)
    page = visitor(owner).get(SHOW).content.decode()
    assert NOT_REVIEWED in page
    assert "waits for a new signature" in page
    assert 'value="80"' in page  # offered again, to be signed again
    with tenancy.within(clinic.pk):
        assert sign_off.standing(clinic).protocol is newer
    other = a_patient(clinic, therapist)
    assert a_draft(other, therapist, BENT) is None
    kept = as_it_is(before)
    assert (kept.protocol_version, kept.overlay) == (
        before.protocol_version,
        {"rectus_femoris_short_below": 80},
    )
    with tenancy.within(clinic.pk):
        assert overlay.value_of(sign_off.protocol_of(kept), overlay.settings()[0]) == 80


def test_the_command_line_and_the_preview_stay_as_shipped(clinic, owner, therapist):
    case = {
        "patient": {"age": 44},
        "screening": {"asked": True, "red_flags": [], "pain_at_rest": 2},
        "thomas": {side: BENT["thomas"][side] for side in ("left", "right")},
        "core": {"overall": "good"},
    }
    before = command.COMMANDS["prescribe"](case)
    a_sign_off(clinic, owner, rectus_femoris_short_below=80)
    assert command.COMMANDS["prescribe"](case) == before
    answer = visitor(therapist).post("/api/v1/prescriptions/preview", case, content_type="application/json")
    assert answer.json() == before
    assert before["protocol"]["version"] == protocols.load().version
