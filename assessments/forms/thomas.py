"""How was the Thomas test done, on each side? Said once for both; a side that was done otherwise says so."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.kinds import SIDES, Kind
from assessments.models import Assessment, EndFeel, Instrument, Variant

KINDS = (
    Kind.HIP_ANGLE,
    Kind.THIGH_LENGTH,
    Kind.KNEE_ABOVE_HIP,
    Kind.KNEE_FLEXION,
    Kind.ABDUCTION,
    Kind.THOMAS_PAIN,
)
HOW = ("variant", "instrument")
SAME = ("", gettext_lazy("As said above"))


class ThomasForm(forms.Form):
    """The way of measuring, and what is ticked or chosen on each side. The numbers are entries like any other."""

    variant = forms.ChoiceField(
        label=gettext_lazy("Variant"), choices=Variant.choices, required=False, widget=forms.RadioSelect
    )
    instrument = forms.ChoiceField(
        label=gettext_lazy("Instrument"), choices=Instrument.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(_sides(get_language()))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for side in SIDES:
            self._check_tape(given, side)
        return given

    def _check_tape(self, given: dict[str, Any], side: str) -> None:
        thigh, knee = (given.get(f"{side}_{kind}") for kind in (Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP))
        if knee is not None and thigh is None:
            self._missing(side, Kind.THIGH_LENGTH)
        if thigh is not None and knee is None and self.how(given, side, "instrument") == Instrument.TAPE:
            self._missing(side, Kind.KNEE_ABOVE_HIP)
        if thigh is not None and knee is not None:
            self._check_pair(given, side, thigh, knee)

    def _missing(self, side: str, kind: Kind) -> None:
        if f"{side}_{kind}" not in self.errors:
            self.add_error(
                f"{side}_{kind}", _("The tape needs both lengths. Measure this too, or clear the other.")
            )

    def _check_pair(self, given: dict[str, Any], side: str, thigh: Any, knee: Any) -> None:
        if self.how(given, side, "instrument") != Instrument.TAPE:
            self.add_error(
                f"{side}_instrument", _("Tape lengths are given: choose the tape measure, or clear them.")
            )
        if abs(knee) > thigh:
            self.add_error(
                f"{side}_{Kind.KNEE_ABOVE_HIP}",
                _("The knee cannot be further from the hip than the thigh is long. Measure both again."),
            )
        if given.get(f"{side}_{Kind.HIP_ANGLE}") is not None:
            self.add_error(f"{side}_{Kind.HIP_ANGLE}", _("The tape gives the angle. Clear one of them."))

    def how(self, given: dict[str, Any], side: str, name: str) -> str:
        """The side's own answer, else the one for both, else the first of the list."""
        first: str = self.fields[name].choices[0][0]  # type: ignore[attr-defined]
        return given.get(f"{side}_{name}") or given.get(name) or first

    def tests(self) -> dict[str, dict[str, Any]]:
        return {side: self._test(side) for side in SIDES if self._was_tested(side)}

    def _test(self, side: str) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: self.how(given, side, name) for name in HOW} | {
            "pelvis_controlled": given.get(f"{side}_pelvis_controlled", False),
            "j_sign": given.get(f"{side}_j_sign", False),
            "end_feel": given.get(f"{side}_end_feel", ""),
        }

    def _was_tested(self, side: str) -> bool:
        given = self.cleaned_data
        noted = any(given.get(f"{side}_{name}") for name in ("pelvis_controlled", "j_sign", "end_feel"))
        return noted or any(given.get(f"{side}_{kind}") is not None for kind in KINDS)


@cache
def _sides(language: str) -> dict[str, forms.Field]:
    """Nobody changes a field after it is made, so one set serves every page."""
    return _side("right", _("Right: %s")) | _side("left", _("Left: %s"))


def _side(side: str, otherwise: str) -> dict[str, forms.Field]:
    asked: dict[str, forms.Field] = {
        "variant": _choice(otherwise % _("Variant"), SAME, Variant.choices),
        "instrument": _choice(otherwise % _("Instrument"), SAME, Instrument.choices),
        "pelvis_controlled": forms.BooleanField(label=_("Pelvis controlled"), required=False),
        "j_sign": forms.BooleanField(label=_("J sign: the leg drifts out as it drops"), required=False),
        "end_feel": _choice(_("End feel"), ("", _("Not noted")), EndFeel.choices),
    }
    return {f"{side}_{name}": field for name, field in asked.items()}


def _choice(label: str, none: tuple[str, Any], choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[none, *choices], required=False)


def initial(assessment: Assessment, as_before: Mapping[str, str]) -> dict[str, Any]:
    """As the draft has it; a new one is measured as last time, until somebody says otherwise."""
    tests = {test.side: test for test in assessment.thomas_tests.all()}
    first = next((tests[side] for side in SIDES if side in tests), None)
    usual = {"variant": Variant.MODIFIED, "instrument": Instrument.INCLINOMETER, **as_before}
    filled: dict[str, Any] = {name: getattr(first, name) if first else usual[name] for name in HOW}
    for side, test in tests.items():
        filled |= {
            f"{side}_{name}": getattr(test, name) for name in ("pelvis_controlled", "j_sign", "end_feel")
        }
        for name in HOW:
            filled[f"{side}_{name}"] = "" if getattr(test, name) == filled[name] else getattr(test, name)
    return filled
