"""How are a mail's kind and its fate called on the clinic's page?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """A kind is a folder under `templates/emails/`."""

    ACCOUNT = "account", _("Sign-in and security")
    INVITATION = "invitation", _("Invitation")
    PROGRAMME = "programme", _("Programme ready")
    REMINDER = "reminder", _("Reminder")
    NUDGE = "nudge", _("Second reminder")
    WEEK = "week", _("Weekly letter")
    MORNING = "morning", _("Question of the next morning")
    RETEST = "retest", _("Next visit due")
    DIGEST = "digest", _("Morning overview for staff")
    TRANSFER = "transfer", _("Handed to another clinic")
    ALERT = "alert", _("Message for the clinic")


class Reason(models.TextChoices):
    """Why a mail is where it is. The row keeps the name, the page says the sentence."""

    UNREACHABLE = "unreachable", _("The mail server cannot be reached. We keep trying.")
    LOGIN = "login", _("The mail server refuses our name or password. We keep trying.")
    SENDER = "sender", _("The mail server refuses our sender address. We keep trying.")
    LATER = "later", _("The mail server asked us to come back later.")
    TRIED_OUT = "tried_out", _("The mail server put us off too often.")
    REFUSED = "refused", _("The mail server refused this address. Please check it with the patient.")
    BROKEN = "broken", _("This mail could not be written. Please tell whoever runs Plumb.")
    AMBIGUOUS = "ambiguous", _("It was cut off while being sent, so it may or may not have arrived.")
    TOO_LATE = "too_late", _("Its time was over before it could be sent.")
    NOT_WANTED = "not_wanted", _("It was no longer wanted when its turn came.")
    BY_PATIENT = "by_patient", _("The patient changed or stopped these e-mails.")
    BY_CLINIC = "by_clinic", _("Withdrawn by the clinic.")
    NO_AGREEMENT = "no_agreement", _("They no longer agree to e-mail.")
    DISCHARGED = "discharged", _("They were discharged.")
    ERASED = "erased", _("Their record was erased.")


def kind_in_words(template: str) -> str:
    return str(Kind(template).label) if template in Kind.values else template


def reason_in_words(reason: str) -> str:
    return str(Reason(reason).label) if reason in Reason.values else reason
