"""Not now, but later today? Moves the day's one second reminder to when the patient asks for it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.mail import outbox
from clinic.people import audit, tenancy
from clinic.people.models import Patient, User
from exercises.models import Session
from exercises.reminder_settings import preference_of, wishes_of
from exercises.reminder_times import NUDGE, Slot, kept_until
from exercises.reminders import mail_for, may_be_reminded

HOURS = (1, 2, 3)


class NotThen(Exception):
    """No reminder can come at that time; says why, for the patient."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def remind_later(*, patient: Patient, by: User, now: datetime, hours: int) -> datetime:
    """When it will come, on the patient's clock. Raises NotThen."""
    preference = preference_of(patient)
    if not preference.enabled or not may_be_reminded(patient):
        raise NotThen(_("Your reminders are switched off. Switch them on under Reminders first."))
    wishes, zone = wishes_of(preference, patient), ZoneInfo(patient.time_zone)
    here, then = now.astimezone(zone), (now + timedelta(hours=hours)).astimezone(zone)
    if then.date() != here.date() or wishes.is_quiet(then.time()):
        raise NotThen(_("That would lie in your quiet hours or after midnight. Choose a shorter wait."))
    slot = Slot(now + timedelta(hours=hours), here.date(), NUDGE, kept_until(wishes, here.date(), then))
    mail = mail_for(preference, slot, _next_round(patient, slot))
    with tenancy.within(patient.clinic_id):  # a patient may not see the outbox, but may move what is theirs
        moved = outbox.put_or_move(mail)
    if not moved:
        raise NotThen(_("You were already reminded a second time today. It will not come a third time."))
    audit.record("reminders.later", by=by, patient=patient, object_id=mail.pk)
    return then


def _next_round(patient: Patient, slot: Slot) -> int:
    """The day's first round that was not told of."""
    told = Session.objects.filter(patient=patient, local_date=slot.day).values_list("slot", flat=True)
    return 1 if 1 not in set(told) else 2
