"""Which two assessments are to be compared?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Assessment

UNKNOWN = {
    "invalid_choice": gettext_lazy("This assessment is not in the list. Choose one that is."),
    "required": gettext_lazy("Choose an assessment."),
}


class CompareForm(forms.Form):
    """Two of this patient's signed assessments, in whichever order they were chosen."""

    first = forms.ChoiceField(label=gettext_lazy("Assessment"), error_messages=UNKNOWN)
    second = forms.ChoiceField(label=gettext_lazy("Compared with"), error_messages=UNKNOWN)

    def __init__(self, *args: Any, signed: Sequence[Assessment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = [(str(one.pk), _called(one)) for one in signed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("first") and given.get("first") == given.get("second"):
            self.add_error("second", _("Choose another one here: these two are the same."))
        return given


def _called(assessment: Assessment) -> str:
    day = date_format(assessment.assessed_on, "j F Y")
    if assessment.version == 1:
        return day
    return _("%(day)s, version %(n)s") % {"day": day, "n": assessment.version}
