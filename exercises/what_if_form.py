"""Which findings can be tried otherwise, and what was found? One box each, filled with what stands now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.observed import Tape
from clinic.people.models import Activity, Condition, Equipment

Said = str | Promise


@dataclass(frozen=True)
class Finding:
    """One value of the contract, by its dotted path."""

    path: str
    label: Said
    unit: Said = ""
    choices: tuple[tuple[str, Said], ...] = ()

    @property
    def name(self) -> str:
        return self.path.replace(".", "__")


@dataclass(frozen=True)
class Group:
    heading: Said
    findings: tuple[Finding, ...]


YES_NO = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
FLAGS = {"yes": True, "no": False, "": None}


def _thomas(side: str) -> tuple[Finding, ...]:
    return (
        Finding(f"thomas.{side}.hip_angle_deg", gettext_lazy("Hip angle"), "°"),
        Finding(f"thomas.{side}.knee_flexion_deg", gettext_lazy("Knee flexion"), "°"),
        Finding(f"thomas.{side}.abduction_deg", gettext_lazy("Abduction"), "°"),
        Finding(f"thomas.{side}.j_sign", gettext_lazy("J sign"), choices=YES_NO),
        Finding(f"thomas.{side}.pelvis_controlled", gettext_lazy("Pelvis controlled"), choices=YES_NO),
        Finding(f"thomas.{side}.pain", gettext_lazy("Pain in the test"), "/10"),
        Finding(f"balance.single_leg_stance_s.{side}", gettext_lazy("Single-leg stance"), gettext_lazy("s")),
        Finding(f"hip_flexor_strength.{side}", gettext_lazy("Hip-flexor strength"), "/5"),
        Finding(f"glutes.trendelenburg_hold_s.{side}", gettext_lazy("Trendelenburg hold"), gettext_lazy("s")),
    )


POSTURES = (
    ("neutral", gettext_lazy("neutral")),
    ("lordotic", gettext_lazy("lordotic")),
    ("sway_back", gettext_lazy("sway-back")),
    ("flat_back", gettext_lazy("flat-back")),
)
CORE = (("poor", gettext_lazy("poor")), ("fair", gettext_lazy("fair")), ("good", gettext_lazy("good")))
GLUTES = (("poor", gettext_lazy("poor")), ("adequate", gettext_lazy("adequate")))
GROUPS = (
    Group(gettext_lazy("Right"), _thomas("right")),
    Group(gettext_lazy("Left"), _thomas("left")),
    Group(
        gettext_lazy("Core, glutes, posture"),
        (
            Finding("core.sahrmann_level", gettext_lazy("Sahrmann level"), "0-5"),
            Finding("core.dead_bug_quality", gettext_lazy("Dead-bug quality"), "0-3"),
            Finding("core.prone_bridge_s", gettext_lazy("Prone bridge"), gettext_lazy("s")),
            Finding("core.overall", gettext_lazy("Core, your own rating"), choices=CORE),
            Finding("glutes.overall", gettext_lazy("Glutes, your own rating"), choices=GLUTES),
            Finding("posture", gettext_lazy("Posture"), choices=POSTURES),
            Finding("screening.pain_at_rest", gettext_lazy("Pain at rest"), "/10"),
        ),
    ),
)
PERSON = (
    Finding("patient.age", gettext_lazy("Age"), gettext_lazy("years")),
    Finding("patient.pregnancy_weeks", gettext_lazy("Pregnant"), gettext_lazy("weeks")),
)
LISTS = {
    "patient.conditions": (gettext_lazy("Conditions"), Condition),
    "patient.activities": (gettext_lazy("Activities"), Activity),
    "patient.equipment": (gettext_lazy("Equipment at home"), Equipment),
}
HISTORY = Group(gettext_lazy("The person"), PERSON)


class WhatIfForm(forms.Form):
    """What stands now is filled in; whatever is different from it is tried."""

    def __init__(self, *args: Any, stated: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stated = stated
        for finding in _findings():
            self.fields[finding.name] = _field(finding, value_at(stated, finding.path))
        for path, (label, choices) in LISTS.items():
            self.fields[path.replace(".", "__")] = forms.MultipleChoiceField(
                label=label,
                choices=choices.choices,
                required=False,
                initial=list(value_at(stated, path) or []),
                widget=forms.CheckboxSelectMultiple,
            )

    def groups(self) -> Iterator[tuple[Said, list[forms.BoundField]]]:
        for group in (*GROUPS, HISTORY):
            yield group.heading, [self[finding.name] for finding in group.findings]

    def lists(self) -> list[forms.BoundField]:
        return [self[path.replace(".", "__")] for path in LISTS]

    def changes(self) -> dict[str, Any]:
        """By path; None where something was tested and would not have been."""
        given = self.cleaned_data
        tried = {finding.path: _meant(finding, given[finding.name]) for finding in _findings()}
        changed = {path: value for path, value in tried.items() if value != value_at(self.stated, path)}
        lists = {path: sorted(given[path.replace(".", "__")]) for path in LISTS}
        changed |= {
            path: chosen
            for path, chosen in lists.items()
            if chosen != sorted(value_at(self.stated, path) or [])
        }
        return changed

    def said(self) -> list[str]:
        """What is tried, in words: Hip angle +8 → -12."""
        labels = {one.path: one for one in _findings()}
        changed = self.changes()
        tried = [
            _("%(what)s: %(now)s → %(then)s")
            % {
                "what": f"{_side(path)}{labels[path].label}",
                "now": _shown(labels[path], value_at(self.stated, path)),
                "then": _shown(labels[path], value),
            }
            for path, value in changed.items()
            if path in labels
        ]
        return tried + [str(LISTS[path][0]) for path in changed if path in LISTS]

    def refuse(self, fields: Mapping[str, str]) -> None:
        """What the contract does not take, beside its box."""
        for path, sentence in fields.items():
            name = path.replace(".", "__")
            self.add_error(name if name in self.fields else None, sentence)


def value_at(stated: Mapping[str, Any], path: str) -> Any:
    """None where nothing was observed. What a tape measured is said in degrees."""
    *way, last = path.split(".")
    inner: Any = stated
    for step in way:
        inner = inner.get(step) if isinstance(inner, Mapping) else None
    if not isinstance(inner, Mapping):
        return None
    if last == "hip_angle_deg" and inner.get("tape"):
        return round(Tape(**inner["tape"]).angle_deg)
    return inner.get(last)


def _meant(finding: Finding, given: Any) -> Any:
    """As the contract has it."""
    if finding.choices is YES_NO:
        return FLAGS[given]
    return None if given == "" else given


def _findings() -> Iterator[Finding]:
    for group in (*GROUPS, HISTORY):
        yield from group.findings


def _field(finding: Finding, now: Any) -> forms.Field:
    if finding.choices:
        shown = [("", _("not given")), *finding.choices]
        initial = _word_for(now) if finding.choices is YES_NO else now or ""
        return forms.ChoiceField(label=str(finding.label), choices=shown, required=False, initial=initial)
    return _Number(finding, now)


class _Number(forms.FloatField):
    """A whole number stays whole."""

    def __init__(self, finding: Finding, now: Any) -> None:
        super().__init__(
            label=str(finding.label),
            required=False,
            initial=now,
            help_text=str(finding.unit),
            error_messages={"invalid": gettext_lazy("Give a number, or leave it empty for not tested.")},
            widget=forms.NumberInput(attrs={"step": "any"}),
        )

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return int(number) if number is not None and number == int(number) else number


def _word_for(flag: object) -> str:
    return next(word for word, meant in FLAGS.items() if meant is flag)


def _side(path: str) -> str:
    for side, said in (("right", _("Right")), ("left", _("Left"))):
        if f".{side}" in path:
            return f"{said}, "
    return ""


def _shown(finding: Finding, value: Any) -> str:
    if value is None:
        return _("not tested")
    named = dict(finding.choices).get(_word_for(value) if isinstance(value, bool) else value)
    return str(named or value)
