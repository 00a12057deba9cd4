"""How is an assessment put down on a page? One form in the order of the hands, each value with its own sentence.

A measurement is two fields: its number, and why there is none. An empty number means "not tested"; it is never 0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import contract
from assessments.actions import Recorded, Seen
from assessments.kinds import BY_NAME, KINDS, Kind, Measure, with_unit
from assessments.models import (
    Assessment,
    CoreRating,
    GlutesRating,
    Instrument,
    Outcome,
    Posture,
    RedFlag,
    ThomasTest,
    Variant,
)
from clinic.people.models import Activity, Condition, Equipment, Patient, Surgery

SIDES = ("right", "left")
THOMAS_KINDS = (
    Kind.HIP_ANGLE,
    Kind.THIGH_LENGTH,
    Kind.KNEE_ABOVE_HIP,
    Kind.KNEE_FLEXION,
    Kind.ABDUCTION,
    Kind.THOMAS_PAIN,
)
EMERGENCIES = list(RedFlag.choices[:13])
URGENCIES = list(RedFlag.choices[13:])
NO_VALUE = [
    ("", gettext_lazy("not tested")),
    ("unable_pain", gettext_lazy("too painful")),
]
UNRATED = [("", gettext_lazy("Let the observations decide"))]


@dataclass(frozen=True)
class Row:
    """One measurement on the page."""

    measure: Measure
    value: forms.BoundField
    state: forms.BoundField
    last: str
    reading_id: str


def name_of(kind: str, side: str = "none") -> str:
    """The field's name: `right_hip_angle_deg`, `pain_at_rest`."""
    return kind if side == "none" else f"{side}_{kind}"


def places() -> Iterator[tuple[Measure, str]]:
    """Every kind on every side it is observed on."""
    for measure in KINDS:
        for side in SIDES if measure.sided else ("none",):
            yield measure, side


class RecordForm(forms.Form):
    """The whole of Record. `recorded()` is what was put down, `facts()` what the engine would read of it."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    red_flags_asked = forms.BooleanField(
        label=gettext_lazy("I have asked all of these questions"), required=False
    )
    emergencies = forms.MultipleChoiceField(
        label=gettext_lazy("Any of these today?"),
        choices=EMERGENCIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    urgencies = forms.MultipleChoiceField(
        label=gettext_lazy("Or any of these?"),
        choices=URGENCIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
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
    posture = forms.ChoiceField(
        label=gettext_lazy("Standing posture"),
        choices=[*Posture.choices, ("", gettext_lazy("Not looked at"))],
        required=False,
        widget=forms.RadioSelect,
    )
    core_overall = forms.ChoiceField(
        label=gettext_lazy("Core, your own rating"), choices=[*UNRATED, *CoreRating.choices], required=False
    )
    glutes_overall = forms.ChoiceField(
        label=gettext_lazy("Glutes, your own rating"),
        choices=[*UNRATED, *GlutesRating.choices],
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For the clinic only. The engine does not read it."),
    )

    def __init__(
        self,
        *args: Any,
        assessment: Assessment,
        last: Mapping[tuple[str, str], Decimal] | None = None,
        **kwargs: Any,
    ) -> None:
        self.assessment, self.patient, self.last = assessment, assessment.patient, last or {}
        kwargs.setdefault("initial", initial(assessment))
        super().__init__(*args, **kwargs)
        for measure, side in places():
            self._add_measure(measure, side)
        for side in SIDES:
            self._add_test(side)

    def _add_measure(self, measure: Measure, side: str) -> None:
        name = name_of(measure.name, side)
        common: dict[str, Any] = {
            "label": Kind(measure.name).label,
            "min_value": measure.least,
            "max_value": measure.most,
            "required": False,
            "error_messages": _sentences(measure, side),
            "widget": forms.NumberInput(
                attrs={"inputmode": _keyboard(measure), "autocomplete": "off", "placeholder": " "}
            ),
        }
        whole, tenths = forms.IntegerField, partial(forms.DecimalField, max_digits=4, decimal_places=1)
        self.fields[name] = whole(**common) if measure.whole else tenths(**common)
        self.fields[f"{name}_state"] = forms.ChoiceField(
            label=_("%(what)s, if there is no value") % {"what": Kind(measure.name).label},
            choices=NO_VALUE,
            required=False,
        )

    def _add_test(self, side: str) -> None:
        self.fields[f"{side}_variant"] = forms.ChoiceField(label=_("Variant"), choices=Variant.choices)
        self.fields[f"{side}_instrument"] = forms.ChoiceField(
            label=_("Instrument"), choices=Instrument.choices
        )
        self.fields[f"{side}_pelvis_controlled"] = forms.BooleanField(
            label=_("Pelvis controlled"),
            required=False,
            help_text=_("Without it, this side does not count."),
        )
        self.fields[f"{side}_j_sign"] = forms.BooleanField(
            label=_("J sign"), required=False, help_text=_("The leg drifts out as it drops.")
        )

    # -- What the template asks for -------------------------------------------------------------------------------
    def rows(self, side: str, *kinds: str) -> list[Row]:
        return [self._row(BY_NAME[kind], side) for kind in kinds]

    def _row(self, measure: Measure, side: str) -> Row:
        name = name_of(measure.name, side)
        last = self.last.get((measure.name, side))
        said = _("last time %(value)s") % {"value": with_unit(last, measure)} if last is not None else ""
        return Row(measure, self[name], self[f"{name}_state"], said, f"reading-{name}")

    def thomas(self) -> list[dict[str, Any]]:
        return [
            {
                "side": side,
                "name": {"right": _("Right"), "left": _("Left")}[side],
                "variant": self[f"{side}_variant"],
                "instrument": self[f"{side}_instrument"],
                "pelvis": self[f"{side}_pelvis_controlled"],
                "angle": self._row(BY_NAME[Kind.HIP_ANGLE], side),
                "tape": self.rows(side, Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP),
                "rest": self.rows(side, Kind.KNEE_FLEXION, Kind.ABDUCTION, Kind.THOMAS_PAIN),
                "j_sign": self[f"{side}_j_sign"],
            }
            for side in SIDES
        ]

    def by_side(self, *kinds: str) -> list[dict[str, Any]]:
        names = {"right": _("Right"), "left": _("Left")}
        return [{"side": side, "name": names[side], "rows": self.rows(side, *kinds)} for side in SIDES]

    def core_plain(self) -> list[Row]:
        return self.rows(
            "none", Kind.SAHRMANN, Kind.DEAD_BUG, Kind.PRESSURE, Kind.PRONE_BRIDGE, Kind.LEG_LOWERING
        )

    def core_sides(self) -> list[dict[str, Any]]:
        return self.by_side(Kind.SIDE_BRIDGE, Kind.STRAIGHT_LEG_RAISE)

    def glutes_sides(self) -> list[dict[str, Any]]:
        return self.by_side(Kind.TRENDELENBURG, Kind.SINGLE_LEG_BRIDGE)

    def balance_sides(self) -> list[dict[str, Any]]:
        return self.by_side(Kind.STANCE)

    def strength_sides(self) -> list[dict[str, Any]]:
        return self.by_side(Kind.STRENGTH)

    def pain_row(self) -> Row:
        return self._row(BY_NAME[Kind.PAIN_AT_REST], "none")

    # -- What must fit together -----------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for measure, side in places():
            self._check_one_answer(given, name_of(measure.name, side))
        for side in SIDES:
            self._check_tape(given, side)
        if (given.get("emergencies") or given.get("urgencies")) and not given.get("red_flags_asked"):
            self.add_error(
                "red_flags_asked", _("Something is ticked, so tick this too: the questions were asked.")
            )
        self._check_surgery(given)
        return given

    def _check_one_answer(self, given: dict[str, Any], name: str) -> None:
        if given.get(name) is not None and given.get(f"{name}_state"):
            self.add_error(name, _("There is a value and a reason for having none. Keep one of the two."))

    def _check_tape(self, given: dict[str, Any], side: str) -> None:
        thigh, knee = (given.get(f"{side}_{kind}") for kind in (Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP))
        by_tape = given.get(f"{side}_instrument") == Instrument.TAPE
        if (thigh is None) != (knee is None):
            missing = Kind.THIGH_LENGTH if thigh is None else Kind.KNEE_ABOVE_HIP
            self.add_error(
                f"{side}_{missing}", _("The tape needs both lengths. Measure this too, or clear the other.")
            )
        if thigh is not None and knee is not None:
            if not by_tape:
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

    def _check_surgery(self, given: dict[str, Any]) -> None:
        details = any(given.get(name) for name in ("surgery_on", "surgeon_cleared", "extension_cleared"))
        if details and not given.get("surgery_kind"):
            self.add_error("surgery_kind", _("Say which surgery it was, or clear its details."))
        when = given.get("surgery_on")
        if when and when > self.assessment.assessed_on:
            self.add_error("surgery_on", _("This day has not come yet. Check the year."))

    # -- What was put down ----------------------------------------------------------------------------------------
    def recorded(self) -> Recorded:
        return Recorded(
            fields=self._fields(), history=self._history(), tests=self._tests(), seen=tuple(self._seen())
        )

    def facts(self) -> dict[str, Any]:
        """What the engine would read, though nothing is saved."""
        unsaved = Assessment(**self._fields())
        person = Patient(date_of_birth=self.patient.date_of_birth, **self._history())
        values = {(seen.kind, seen.side): seen.value for seen in self._seen()}
        tests = [ThomasTest(side=side, **details) for side, details in self._tests().items()]
        return contract.build(unsaved, person, values, tests, self.assessment.assessed_on)

    def _fields(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("red_flags_asked", "posture", "core_overall", "glutes_overall", "note")
        flags = [*given.get("emergencies", []), *given.get("urgencies", [])]
        return {name: given.get(name) or _nothing(name) for name in names} | {"red_flags": flags}

    def _history(self) -> dict[str, Any]:
        given = self.cleaned_data
        person = Patient()
        person.set_pregnancy_weeks(given.get("pregnancy_weeks"), self.assessment.assessed_on)
        unchanged = given.get("pregnancy_weeks") == self.patient.pregnancy_weeks_on(
            self.assessment.assessed_on
        )
        return {
            "activities": given.get("activities", []),
            "conditions": given.get("conditions", []),
            "equipment": given.get("equipment", []),
            "pregnancy_due_on": self.patient.pregnancy_due_on if unchanged else person.pregnancy_due_on,
            "surgery_kind": given.get("surgery_kind", ""),
            "surgery_on": given.get("surgery_on"),
            "surgeon_cleared": given.get("surgeon_cleared", False),
            "extension_cleared": given.get("extension_cleared", False),
        }

    def _tests(self) -> dict[str, dict[str, Any]]:
        return {side: self._test(side) for side in SIDES if self._was_tested(side)}

    def _test(self, side: str) -> dict[str, Any]:
        names = ("variant", "instrument", "pelvis_controlled", "j_sign")
        return {name: self.cleaned_data.get(f"{side}_{name}") or _nothing(name) for name in names}

    def _was_tested(self, side: str) -> bool:
        given = self.cleaned_data
        ticked = any(given.get(f"{side}_{name}") for name in ("pelvis_controlled", "j_sign"))
        return ticked or any(given.get(f"{side}_{kind}") is not None for kind in THOMAS_KINDS)

    def _seen(self) -> Iterator[Seen]:
        for measure, side in places():
            name = name_of(measure.name, side)
            value = self.cleaned_data.get(name)
            if value is not None:
                yield Seen(measure.name, side, Outcome.MEASURED, Decimal(value))
            elif self.cleaned_data.get(f"{name}_state"):
                yield Seen(measure.name, side, Outcome.UNABLE_PAIN)


def initial(assessment: Assessment) -> dict[str, Any]:
    """The page as the draft has it, and the patient's history as it is known."""
    patient: Patient = assessment.patient
    filled: dict[str, Any] = {
        "edition": assessment.edition,
        "red_flags_asked": assessment.red_flags_asked,
        "emergencies": assessment.red_flags,
        "urgencies": assessment.red_flags,
        "posture": assessment.posture if assessment.edition > 1 else Posture.NEUTRAL,
        "core_overall": assessment.core_overall,
        "glutes_overall": assessment.glutes_overall,
        "note": assessment.note,
        "activities": patient.activities,
        "conditions": patient.conditions,
        "equipment": patient.equipment,
        "pregnancy_weeks": patient.pregnancy_weeks_on(assessment.assessed_on),
        "surgery_kind": patient.surgery_kind,
        "surgery_on": patient.surgery_on,
        "surgeon_cleared": patient.surgeon_cleared,
        "extension_cleared": patient.extension_cleared,
    }
    for seen in assessment.observations.all():
        name = name_of(seen.kind, seen.side)
        whole = BY_NAME[seen.kind].whole
        filled[name] = None if seen.value is None else int(seen.value) if whole else seen.value
        filled[f"{name}_state"] = "unable_pain" if seen.outcome == Outcome.UNABLE_PAIN else ""
    for test in assessment.thomas_tests.all():
        for name in ("variant", "instrument", "pelvis_controlled", "j_sign"):
            filled[f"{test.side}_{name}"] = getattr(test, name)
    return filled


def _keyboard(measure: Measure) -> str:
    """A phone's number pad has no minus sign."""
    return "numeric" if measure.whole and measure.least >= 0 else "text"


def _nothing(name: str) -> Any:
    return False if name in ("red_flags_asked", "pelvis_controlled", "j_sign") else ""


def _sentences(measure: Measure, side: str) -> dict[str, Any]:
    number = _("whole number") if measure.whole else _("number")
    between = _("Give a %(number)s from %(least)s to %(most)s, or leave it empty.") % {
        "number": number,
        "least": measure.least,
        "most": measure.most,
    }
    if measure.sided:
        between = {"right": _("Right side: %s"), "left": _("Left side: %s")}[side] % between
    return {"invalid": between, "min_value": between, "max_value": between, "max_decimal_places": between}


class CorrectionForm(forms.Form):
    """Why a signed assessment is corrected."""

    reason = forms.CharField(
        label=gettext_lazy("What was wrong?"),
        max_length=300,
        help_text=gettext_lazy("One line. It stays beside the correction, with your name and today's date."),
        error_messages={
            "required": gettext_lazy("Say in a line what was wrong: it is kept beside the correction.")
        },
    )
