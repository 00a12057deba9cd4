"""How is a person registered, found and let in on a page?"""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.people import zones
from clinic.people.likeness import alike
from clinic.people.models import Clinic, Patient, PatientQuerySet

OLDEST_YEARS = 120


class ClinicForm(forms.ModelForm):  # type: ignore[type-arg]
    """What patients read of the clinic, and on which paper it prints."""

    class Meta:
        model = Clinic
        fields = ("name", "phone", "email", "address", "paper")
        widgets = {
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "address": forms.Textarea(attrs={"rows": 3}),
            "paper": forms.RadioSelect,
        }
        labels = {
            "name": gettext_lazy("Name"),
            "phone": gettext_lazy("Phone"),
            "email": gettext_lazy("E-mail"),
            "address": gettext_lazy("Address"),
            "paper": gettext_lazy("Paper for handouts"),
        }
        help_texts = {
            "phone": gettext_lazy("On every handout, and wherever patients are told to call you."),
            "email": gettext_lazy("Alerts about patients go here. They name nobody."),
        }
        error_messages = {
            "name": {"required": gettext_lazy("Give the clinic's name.")},
            "phone": {"required": gettext_lazy("Give a phone number: patients are told to call it.")},
            "email": {"required": gettext_lazy("Give an address: alerts go there.")},
            "paper": {"required": gettext_lazy("Choose the paper in your printer.")},
        }


class PatientForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who somebody is. What changes the plan is asked on Record."""

    class Meta:
        model = Patient
        fields = ("given_name", "family_name", "date_of_birth", "email", "phone", "language", "time_zone")
        widgets = {
            "date_of_birth": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "given_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "family_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        }
        error_messages = {
            "given_name": {"required": gettext_lazy("Give the name they go by.")},
            "family_name": {"required": gettext_lazy("Give the family name.")},
            "date_of_birth": {
                "required": gettext_lazy("Give the date of birth: the plan depends on age."),
                "invalid": gettext_lazy("Give the date as year-month-day, for example 1984-03-09."),
            },
        }
        help_texts = {
            "email": gettext_lazy("For the invitation and reminders. Leave empty if they have none."),
            "time_zone": gettext_lazy("Where they live: reminders come in their day."),
        }

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            choices=zones.choices,
            widget=zones.ZoneSelect,
            help_text=self.fields["time_zone"].help_text,
        )
        # Whether 09/03 is in March or in September depends on who types it.
        self.fields["date_of_birth"].input_formats = ["%Y-%m-%d"]  # type: ignore[attr-defined]
        self.fields["time_zone"].initial = clinic.time_zone
        self.fields["language"].initial = clinic.language

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        today = timezone.localdate()
        if born > today:
            raise forms.ValidationError(_("This day has not come yet. Check the year."))
        if today.year - born.year > OLDEST_YEARS:
            raise forms.ValidationError(_("That would be more than 120 years ago. Check the year."))
        return born


class RegisterForm(PatientForm):
    """A new patient, with what they agreed to."""

    consented = forms.BooleanField(
        label=gettext_lazy(
            "They agree that this clinic keeps their record here and may e-mail them about their plan"
        ),
        required=False,
        help_text=gettext_lazy("Without it the record is kept, but nothing is mailed."),
    )
    invite = forms.BooleanField(
        label=gettext_lazy("Send the invitation now"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Without an e-mail address nothing is sent: they come in with a printed code."
        ),
    )
    another = forms.BooleanField(label=gettext_lazy("This is somebody else: register them"), required=False)

    def __init__(self, *args: Any, clinic: Clinic, among: PatientQuerySet, **kwargs: Any) -> None:
        """`among` are those registered already, in whom somebody alike is looked for."""
        super().__init__(*args, clinic=clinic, **kwargs)
        self.among = among
        self.alike: list[Patient] = []
        if not self.is_bound:
            del self.fields["another"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["invite"] = bool(given.get("invite") and given.get("email"))
        if given["invite"] and not given.get("consented"):
            self.add_error("consented", _("Ask them first: without their agreement nothing is mailed."))
        self._look_for_alike(given)
        return given

    def _look_for_alike(self, given: dict[str, Any]) -> None:
        """Asked only where there is somebody: one person with two records would have half a history in each."""
        known = [given.get(name) for name in ("given_name", "family_name", "date_of_birth")]
        if all(known):
            name = f"{given['given_name']} {given['family_name']}"
            self.alike = alike(
                self.among, name=name, born=given["date_of_birth"], email=given.get("email", "")
            )
        if not self.alike:
            del self.fields["another"]
        elif not given.get("another"):
            self.add_error("another", _("Somebody like this is registered here. Look at them first."))

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
