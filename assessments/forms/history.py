"""What in the patient's history changes the plan? It is the patient's, and stands there as it is known."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Assessment
from clinic.people.models import Activity, Condition, Equipment, Patient, Surgery


class HistoryForm(forms.Form):
    """Activities, conditions, pregnancy, surgery, what is at home."""

    assessment: Assessment

    activities = forms.MultipleChoiceField(
        label=gettext_lazy("Activities"),
        choices=Activity.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("Conditions"),
        choices=Condition.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    equipment = forms.MultipleChoiceField(
        label=gettext_lazy("Has at home"),
        choices=Equipment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pregnancy_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks pregnant"),
        min_value=1,
        max_value=42,
        required=False,
        help_text=gettext_lazy("Empty where it does not apply."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    surgery_kind = forms.ChoiceField(
        label=gettext_lazy("Surgery on hip, spine, abdomen, pelvis or leg"),
        choices=[("", gettext_lazy("None")), *Surgery.choices],
        required=False,
    )
    surgery_on = forms.DateField(
        label=gettext_lazy("Date of the surgery"),
        input_formats=["%Y-%m-%d"],
        required=False,
        error_messages={"invalid": gettext_lazy("Give the date as year-month-day, for example 2025-11-03.")},
        help_text=gettext_lazy("Leave empty if nobody knows: then nothing is prescribed."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    surgeon_cleared = forms.BooleanField(
        label=gettext_lazy("The surgeon has cleared exercise"), required=False
    )
    extension_cleared = forms.BooleanField(
        label=gettext_lazy("The surgeon has cleared hip extension past neutral"), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        details = any(given.get(name) for name in ("surgery_on", "surgeon_cleared", "extension_cleared"))
        if details and not given.get("surgery_kind"):
            self.add_error("surgery_kind", _("Say which surgery it was, or clear its details."))
        when = given.get("surgery_on")
        if when and when > self.assessment.assessed_on:
            self.add_error("surgery_on", _("This day has not come yet. Check the year."))
        return given

    def history(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "activities": given.get("activities", []),
            "conditions": given.get("conditions", []),
            "equipment": given.get("equipment", []),
            "pregnancy_due_on": self._due_on(given.get("pregnancy_weeks")),
            "surgery_kind": given.get("surgery_kind", ""),
            "surgery_on": given.get("surgery_on"),
            "surgeon_cleared": given.get("surgeon_cleared", False),
            "extension_cleared": given.get("extension_cleared", False),
        }

    def _due_on(self, weeks: int | None) -> Any:
        """Weeks are asked, a day is kept. The same weeks leave the day as it is."""
        known, on = self.assessment.patient, self.assessment.assessed_on
        if weeks == known.pregnancy_weeks_on(on):
            return known.pregnancy_due_on
        person = Patient()
        person.set_pregnancy_weeks(weeks, on)
        return person.pregnancy_due_on


def initial(assessment: Assessment) -> dict[str, Any]:
    patient: Patient = assessment.patient
    return {
        "activities": patient.activities,
        "conditions": patient.conditions,
        "equipment": patient.equipment,
        "pregnancy_weeks": patient.pregnancy_weeks_on(assessment.assessed_on),
        "surgery_kind": patient.surgery_kind,
        "surgery_on": patient.surgery_on,
        "surgeon_cleared": patient.surgeon_cleared,
        "extension_cleared": patient.extension_cleared,
    }
