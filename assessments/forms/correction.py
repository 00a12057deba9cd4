"""Why is a signed assessment corrected?"""

from django import forms
from django.utils.translation import gettext_lazy


class CorrectionForm(forms.Form):
    """One line, kept beside the correction."""

    reason = forms.CharField(
        label=gettext_lazy("What was wrong?"),
        max_length=300,
        help_text=gettext_lazy("One line. It stays beside the correction, with your name and today's date."),
        error_messages={
            "required": gettext_lazy("Say in a line what was wrong: it is kept beside the correction.")
        },
    )
