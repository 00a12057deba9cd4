"""Is this mail still wanted, now that its turn has come?

The mail pipeline cannot know; the room that planned the mail can. It registers one question for its kind when the
program starts (an app's `ready`), and the sender puts it to each batch before the first byte leaves.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from clinic.mail.models import OutboxMail

# Of these mails, which are wanted no longer? One question a batch, so that it costs little a mail.
Check = Callable[[Sequence[OutboxMail]], set[UUID]]

_checks: dict[str, Check] = {}


def register(template: str, check: Check) -> None:
    _checks[template] = check


def unwanted(mails: Sequence[OutboxMail]) -> list[OutboxMail]:
    """Those of the batch that must not go out after all."""
    gone: set[UUID] = set()
    for template, check in _checks.items():
        asked = [mail for mail in mails if mail.template == template]
        if asked:
            gone |= check(asked)
    return [mail for mail in mails if mail.pk in gone]
