"""How is an assessment put down on a page? One form in the order of the hands, each value with its own sentence."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments import contract
from assessments.actions import Window
from assessments.forms import history, safety, thomas
from assessments.forms.entry import Entry, Instead
from assessments.forms.history import HistoryForm
from assessments.forms.safety import SafetyForm
from assessments.forms.thomas import ThomasForm
from assessments.kinds import BY_NAME, Kind, name_of, places
from assessments.models import Assessment, CoreRating, GlutesRating, Outcome, Posture, ThomasTest
from assessments.recorded import Recorded, Seen
from assessments.visits import Visit
from clinic.people.models import Patient

UNRATED = ("", gettext_lazy("As observed"))


class RecordForm(SafetyForm, HistoryForm, ThomasForm):
    """The whole of Record. `recorded()` is what was put down, `facts()` what the engine would read of it."""

    edition = forms.IntegerField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    window = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    step = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput(attrs={"autocomplete": "off"})
    )
    posture = forms.ChoiceField(
        label=gettext_lazy("Standing posture, from the side"),
        choices=[("", gettext_lazy("Not looked at")), *Posture.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    core_overall = forms.ChoiceField(
        label=gettext_lazy("Core, your own rating"),
        choices=[UNRATED, *CoreRating.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    glutes_overall = forms.ChoiceField(
        label=gettext_lazy("Glutes, your own rating"),
        choices=[UNRATED, *GlutesRating.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For the clinic only. The engine does not read it."),
    )

    def __init__(self, *args: Any, assessment: Assessment, last: Visit | None = None, **kwargs: Any) -> None:
        self.assessment, self.patient, self.last = assessment, assessment.patient, last
        super().__init__(*args, **kwargs)
        if not self.is_bound:  # what was sent stands for itself
            self.initial = initial(assessment, last)
        self.fields.update(_entries(get_language()))

    # -- What must fit together -----------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        for measure, side in places():
            self._settle(name_of(measure.name, side), (measure.name, side))
        return super().clean()

    def _settle(self, name: str, place: tuple[str, str]) -> None:
        """A letter in the field is the same as the box beside it."""
        given = self.cleaned_data
        typed = given.get(name)
        if isinstance(typed, Instead):
            given[name] = None
            given[f"{name}_state"] = typed is Instead.PAINFUL
            given[f"{name}_copied"] = typed is Instead.AS_BEFORE
        if given.get(f"{name}_copied"):
            self._copy(name, place)
        if given.get(name) is not None and given.get(f"{name}_state"):
            self.add_error(name, _("There is a value and a reason for having none. Keep one of the two."))

    def _copy(self, name: str, place: tuple[str, str]) -> None:
        given, before = self.cleaned_data, self.last.values.get(place) if self.last else None
        if before is None and name not in self.errors:
            self.add_error(name, _("There is no value of last time to take over. Measure it."))
        elif given.get(name) is None:
            given[name] = before
        elif given[name] != before:
            given[f"{name}_copied"] = False  # measured anew after all

    # -- What was put down ----------------------------------------------------------------------------------------
    def recorded(self) -> Recorded:
        return Recorded(
            fields=self._fields(), history=self.history(), tests=self.tests(), seen=tuple(self._seen())
        )

    def came_from(self) -> Window | None:
        window = self.cleaned_data.get("window")
        return Window(window, self.cleaned_data.get("step") or 0) if window else None

    def facts(self) -> dict[str, Any]:
        """What the engine would read, though nothing is saved."""
        unsaved = Assessment(**self._fields())
        person = Patient(date_of_birth=self.patient.date_of_birth, **self.history())
        values = {(seen.kind, seen.side): seen.value for seen in self._seen()}
        return contract.build(unsaved, person, values, self.thomas_tests(), self.assessment.assessed_on)

    def thomas_tests(self) -> list[ThomasTest]:
        return [ThomasTest(side=side, **details) for side, details in self.tests().items()]

    def _fields(self) -> dict[str, Any]:
        names = ("posture", "core_overall", "glutes_overall", "note")
        return {name: self.cleaned_data.get(name, "") for name in names} | self.safety()

    def _seen(self) -> Iterator[Seen]:
        for measure, side in places():
            name = name_of(measure.name, side)
            value = self.cleaned_data.get(name)
            if value is not None:
                copied = bool(self.cleaned_data.get(f"{name}_copied"))
                yield Seen(measure.name, side, Outcome.MEASURED, Decimal(value), copied)
            elif self.cleaned_data.get(f"{name}_state"):
                yield Seen(measure.name, side, Outcome.UNABLE_PAIN)


@cache
def _entries(language: str) -> dict[str, forms.Field]:
    """Every measurement with its boxes. Nobody changes a field after it is made, so one set serves every page."""
    made: dict[str, forms.Field] = {}
    for measure, side in places():
        name, what = name_of(measure.name, side), {"what": Kind(measure.name).label}
        made[name] = Entry(measure, side)
        made[f"{name}_state"] = _box(_("%(what)s: too painful") % what)
        if measure.copyable:
            made[f"{name}_copied"] = _box(_("%(what)s: as last time") % what)
    return made


def _box(label: str) -> forms.BooleanField:
    """Beside its field, for a finger. The keyboard types a letter into the field instead, so Tab passes it by."""
    return forms.BooleanField(
        label=label, required=False, widget=forms.CheckboxInput(attrs={"tabindex": "-1"})
    )


def initial(assessment: Assessment, last: Visit | None = None) -> dict[str, Any]:
    """The page as the draft has it, and the patient's history as it is known."""
    return {
        "edition": assessment.edition,
        "window": uuid4(),
        "step": 0,
        "posture": assessment.posture,
        "core_overall": assessment.core_overall,
        "glutes_overall": assessment.glutes_overall,
        "note": assessment.note,
        **safety.initial(assessment),
        **history.initial(assessment),
        **thomas.initial(assessment, last.how if last else {}),
        **dict(_seen_before(assessment)),
    }


def _seen_before(assessment: Assessment) -> Iterator[tuple[str, Any]]:
    for seen in assessment.observations.all():
        name = name_of(seen.kind, seen.side)
        if seen.value is not None:
            yield name, int(seen.value) if BY_NAME[seen.kind].whole else seen.value
        yield f"{name}_state", seen.outcome == Outcome.UNABLE_PAIN
        yield f"{name}_copied", seen.copied
