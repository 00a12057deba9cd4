"""What does the patient choose about reminders?"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from exercises.models import ReminderPreference
from exercises.reminder_times import is_within

CHOSEN = (
    *("enabled", "weekly", "weekly_on", "weekdays", "first_time", "second_time", "nudge_time"),
    *("asks_morning", "quiet_from", "quiet_until", "away_from", "away_until"),
)
# A nudge that comes sooner is no longer gentle.
BEFORE_A_NUDGE = timedelta(hours=1)
LONGEST_AWAY_DAYS = 366


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


def _day(label: Any, *, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
        error_messages={"invalid": _("Write a date such as 2026-12-24.")},
    )


class ReminderForm(forms.Form):
    """Bound to the preference it changes; says beside the field what cannot be."""

    enabled = forms.BooleanField(label=_("Send me reminders by e-mail"), required=False)
    weekly = forms.TypedChoiceField(
        label=_("How often"),
        coerce=lambda value: value == "True",
        choices=[(False, _("When there is something to do")), (True, _("Only a letter once a week"))],
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Choose one of the two."),
            "required": _("Choose one of the two."),
        },
    )
    weekly_on = forms.TypedChoiceField(
        label=_("The weekly letter comes on"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        error_messages={
            "invalid_choice": _("Choose a day of the week."),
            "required": _("Choose a day of the week."),
        },
    )
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
    nudge_time = _time(
        _("Ask once more at"),
        hint=_("Only on a day when you have not ticked anything off by then. Leave it empty for never."),
        required=False,
    )
    asks_morning = forms.BooleanField(
        label=_("Ask me by e-mail how the morning after a practice is"),
        help_text=_("At the time of the first reminder, if you have not answered by then."),
        required=False,
    )
    quiet_from = _time(_("Quiet from"), hint=_("No reminder comes in the quiet hours."))
    quiet_until = _time(_("Quiet until"), hint=_("The same time in both boxes means no quiet hours."))

    away_from = _day(_("Away from"), hint=_("None comes from this day …"))
    away_until = _day(_("Away until"), hint=_("… to this one. Leave both empty when you are here."))

    def __init__(self, preference: ReminderPreference, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(preference, name) for name in CHOSEN}
        super().__init__(*args, **kwargs)
        self.preference = preference

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        self._check_days(chosen)
        self._check_order(chosen.get("first_time"), chosen.get("second_time"))
        self._check_nudge(chosen)
        self._check_quiet_hours(chosen)
        self._check_away(chosen.get("away_from"), chosen.get("away_until"))
        return chosen

    def _check_days(self, chosen: Mapping[str, Any]) -> None:
        comes_on_days = chosen.get("enabled") and not chosen.get("weekly")
        if comes_on_days and not chosen.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choose at least one day, or switch reminders off."))

    def _check_order(self, first: time | None, second: time | None) -> None:
        if first and second and second <= first:
            self.add_error(
                "second_time", _("Choose a time later than the first reminder, or leave it empty.")
            )

    def _check_nudge(self, chosen: Mapping[str, Any]) -> None:
        nudge, first, second = (chosen.get(name) for name in ("nudge_time", "first_time", "second_time"))
        if nudge is None or first is None:
            return
        if _between(first, nudge) < BEFORE_A_NUDGE or (
            second and timedelta(0) <= _between(second, nudge) < BEFORE_A_NUDGE
        ):
            self.add_error(
                "nudge_time", _("Choose a time at least an hour after the reminder before it, or none.")
            )

    def _check_quiet_hours(self, chosen: dict[str, Any]) -> None:
        start, end = chosen.get("quiet_from"), chosen.get("quiet_until")
        if start is None or end is None:
            return
        for name in ("first_time",) if chosen.get("weekly") else ("first_time", "second_time", "nudge_time"):
            at = chosen.get(name)
            if at is not None and is_within(at, start, end):
                self.add_error(
                    name, _("This lies in your quiet hours, so it would never come. Change one of them.")
                )

    def _check_away(self, first: date | None, last: date | None) -> None:
        if {"away_from", "away_until"} & set(self.errors):
            return
        if first and not last:
            self.add_error("away_until", _("Write the last day too, or leave both empty."))
        elif last and not first:
            self.add_error("away_from", _("Write the first day too, or leave both empty."))
        elif first and last:
            self._check_length(first, last)

    def _check_length(self, first: date, last: date) -> None:
        if last < first:
            self.add_error("away_until", _("This lies before the first day."))
        elif last > timezone.localdate() + timedelta(days=LONGEST_AWAY_DAYS):
            self.add_error("away_until", _("Choose a day within a year from now."))


class LaterForm(forms.Form):
    """In how many hours."""

    hours = forms.TypedChoiceField(
        label=_("When?"),
        coerce=int,
        choices=[(1, _("In an hour")), (2, _("In two hours")), (3, _("In three hours"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )


def _between(earlier: time, later: time) -> timedelta:
    """On one day; below zero the other way round."""
    return datetime.combine(date.min, later) - datetime.combine(date.min, earlier)
