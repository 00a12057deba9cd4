"""How does a clinic's owner sign the protocol? The settings within their bounds, a name, a registration number."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises import protocols
from exercises.protocols import overlay


class SignOffForm(forms.Form):
    """One whole number for each setting, and who signs. `version` is the protocol that was on the page."""

    version = forms.CharField(max_length=80, widget=forms.HiddenInput)
    signer_name = forms.CharField(
        label=gettext_lazy("Name of the physiotherapist who signs"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the name of the physiotherapist who signs.")},
    )
    registration_number = forms.CharField(
        label=gettext_lazy("Registration number"),
        max_length=40,
        error_messages={"required": gettext_lazy("Write the registration number: it is kept with the name.")},
    )

    def __init__(self, *args: Any, settings: Mapping[str, int], **kwargs: Any) -> None:
        shipped = protocols.load()
        kwargs.setdefault("initial", {"version": shipped.version, **settings})
        super().__init__(*args, **kwargs)
        signing = {name: self.fields.pop(name) for name in ("signer_name", "registration_number")}
        for setting in overlay.settings():
            self.fields[setting.id] = _field(setting, overlay.value_of(shipped, setting))
            self.initial.setdefault(setting.id, overlay.value_of(shipped, setting))
        self.fields |= signing

    def settings(self) -> dict[str, int]:
        """What was chosen, whether or not it differs from what is shipped."""
        return {setting.id: self.cleaned_data[setting.id] for setting in overlay.settings()}

    def explained(self) -> list[tuple[overlay.Setting, Any]]:
        """Each setting beside its box."""
        return [(setting, self[setting.id]) for setting in overlay.settings()]


def _field(setting: overlay.Setting, shipped: int) -> forms.IntegerField:
    said = _("Write a whole number from %(least)s to %(most)s.") % {
        "least": setting.least,
        "most": setting.most,
    }
    return forms.IntegerField(
        label=setting.wording.clinician,
        help_text=_("%(least)s to %(most)s %(unit)s; as shipped: %(shipped)s")
        % {"least": setting.least, "most": setting.most, "unit": setting.unit, "shipped": shipped},
        min_value=setting.least,
        max_value=setting.most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
    )
