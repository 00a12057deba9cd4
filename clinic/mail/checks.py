"""Is this mail still wanted, now that its turn has come?

Of every mail to a patient it is asked here whether they still agree, and still have this address. What else may have
changed the mail pipeline cannot know; the room that planned the mail can. It registers one question for its kind when
the program starts (an app's `ready`), and the sender puts it to each batch before the first byte leaves.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from clinic.mail.models import OutboxMail
from clinic.mail.words import Kind
from clinic.people import tenancy
from clinic.people.models import Patient

# Of these mails, which are wanted no longer? One question a batch, so that it costs little a mail.
Check = Callable[[Sequence[OutboxMail]], set[UUID]]

_checks: dict[str, Check] = {}


def register(template: str, check: Check) -> None:
    _checks[template] = check


def unwanted(mails: Sequence[OutboxMail]) -> list[OutboxMail]:
    """Those of the batch that must not go out after all."""
    gone = _not_agreed_or_moved([mail for mail in mails if mail.patient_id and mail.template != Kind.ALERT])
    for template, check in _checks.items():
        asked = [mail for mail in mails if mail.template == template]
        if asked:
            gone |= check(asked)
    return [mail for mail in mails if mail.pk in gone]


def _not_agreed_or_moved(mails: Sequence[OutboxMail]) -> set[UUID]:
    """An alert is about a patient, and goes to their clinic."""
    if not mails:
        return set()
    with tenancy.through("planner"):
        agreed = Patient.objects.filter(
            pk__in={mail.patient_id for mail in mails}, consented_at__isnull=False
        )
        addresses = dict(agreed.values_list("pk", "email"))
    return {mail.pk for mail in mails if addresses.get(mail.patient_id or mail.pk) != mail.to_address}
