"""What does the patient choose about reminders?"""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from exercises.models import ReminderPreference
from exercises.reminder_times import is_within

CHOSEN = ("enabled", "weekdays", "first_time", "second_time", "quiet_from", "quiet_until")


def _time(label: Any, *, hint: Any = "", required: bool = True) -> forms.TimeField:
    box = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    sentence = _("Write a time such as 08:30.")
    return forms.TimeField(
        label=label,
        help_text=hint,
        required=required,
        widget=box,
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": sentence, "required": sentence},
    )


class ReminderForm(forms.Form):
    """Bound to the preference it changes; says beside the field what cannot be."""

    enabled = forms.BooleanField(label=_("Send me reminders by e-mail"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the days of the week.")},
    )
    first_time = _time(_("First reminder"))
    second_time = _time(
        _("Second reminder"),
        hint=_("Used only on days with two rounds. Leave it empty for one reminder a day."),
        required=False,
    )
    quiet_from = _time(_("Quiet from"), hint=_("No reminder comes in the quiet hours."))
    quiet_until = _time(_("Quiet until"), hint=_("The same time in both boxes means no quiet hours."))

    def __init__(self, preference: ReminderPreference, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(preference, name) for name in CHOSEN}
        super().__init__(*args, **kwargs)
        self.preference = preference

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if chosen.get("enabled") and not chosen.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choose at least one day, or switch reminders off."))
        self._check_order(chosen.get("first_time"), chosen.get("second_time"))
        self._check_quiet_hours(chosen)
        return chosen

    def _check_order(self, first: time | None, second: time | None) -> None:
        if first and second and second <= first:
            self.add_error(
                "second_time", _("Choose a time later than the first reminder, or leave it empty.")
            )

    def _check_quiet_hours(self, chosen: dict[str, Any]) -> None:
        start, end = chosen.get("quiet_from"), chosen.get("quiet_until")
        if start is None or end is None:
            return
        for name in ("first_time", "second_time"):
            at = chosen.get(name)
            if at is not None and is_within(at, start, end):
                self.add_error(
                    name, _("This lies in your quiet hours, so it would never come. Change one of them.")
                )
