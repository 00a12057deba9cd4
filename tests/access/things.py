"""What of `record` can a URL name? One of each, ready to be opened or acted upon."""

from django.db import transaction
from django.utils import timezone

from clinic.mail.models import OutboxMail, State
from clinic.people import listing, tenancy
from exercises import calendar_feed
from exercises.models import Decision, Item, Stage
from exercises.reminder_settings import preference_of, stop_link
from tests import make


def of(people):
    """By the name of the URL's argument."""
    patient, therapist, user = people.record, people.own_therapist, people.own_patient
    with transaction.atomic():
        live = make.a_programme(patient, therapist)
        session = make.a_session(live, user, pain=7).session
        draft = make.a_draft(patient, therapist)
        make.a_draft_assessment(patient, therapist)
        template = make.a_template(draft, therapist)
        secret = make.an_invitation(people.record_elsewhere, people.colleague_elsewhere)[1]
        with tenancy.within(people.clinic.pk):
            address = calendar_feed.make_address(patient=patient, by=user)
            mail = OutboxMail.objects.filter(patient=patient).latest("made_at")
            mail.state, mail.expires_at = State.DEAD, timezone.now() + timezone.timedelta(days=1)
            mail.save(update_fields=["state", "expires_at"])
            return {
                "patient_id": patient.pk,
                "assessment_id": live.assessment_id,
                "programme_id": live.pk,
                "item_id": Item.objects.kept().filter(programme=draft).first().pk,
                "stage_id": Stage.objects.filter(programme=draft).first().pk,
                "template_id": template.pk,
                "decision_id": Decision.objects.filter(session=session, answered_at=None).first().pk,
                "session_id": session.pk,
                "mail_id": mail.pk,
                "list_id": listing.keep(by=therapist, clinic=people.clinic, lines=[]).pk,
                "copy_id": patient.received_copies.first().pk,
                "secret": secret,
                "code": "7KQ2M4XTRB93",
                "token": stop_link(preference_of(patient)).rstrip("/").split("/")[-1],
                "address": address.rsplit("/")[-1].removesuffix(".ics"),
                "version": "any",
                "name": "bridge.1.one.right.still.light.svg",
                "test": "thomas-test",
                "drawing": "posture.neutral.right.still.light.svg",
            }
