"""How is a draft changed on a page?"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises import choosing, wording
from exercises.drafts import step_of
from exercises.library import load as load_library
from exercises.models import Item, Stage
from exercises.safety import Objection

REASON_REQUIRED = gettext_lazy("Say in a line why: the reason is kept with the programme.")


class DespiteForm(forms.Form):
    """What the rules may speak against: then the reasons are shown beside it, and one box more must be ticked.

    `read` carries the objections that were on the page, so that a tick never stands for others.
    """

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, error_messages={"required": REASON_REQUIRED}
    )
    read = forms.CharField(required=False, max_length=6000, widget=forms.HiddenInput)
    despite = forms.BooleanField(
        label=gettext_lazy("Give it all the same; my reason stands above"), required=False
    )

    objections: tuple[Objection, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asking = {name: self.fields[name] for name in ("read", "despite")}
        if not self.data.get(self.add_prefix("read")):
            for name in self._asking:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What was read counts only with the tick."""
        given = super().clean() or {}
        read, ticked = given.pop("read", ""), given.pop("despite", False)
        return given | {"despite": frozenset(read.split()) if ticked else frozenset()}

    def object(self, objections: tuple[Objection, ...]) -> None:
        """Show what speaks against it, and ask."""
        self.objections = objections
        self.fields |= self._asking
        shown = {self.add_prefix("read"): " ".join(one.token for one in objections)}
        unticked = {name: said for name, said in self.data.items() if name != self.add_prefix("despite")}
        self.data = unticked | shown
        self.add_error("despite", _("Tick this to give it all the same, or choose otherwise."))


class ItemForm(DespiteForm):
    """Another dose or level for one exercise of a draft, or its removal; always with a reason."""

    step = forms.TypedChoiceField(label=gettext_lazy("Dose"), coerce=int)
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), coerce=int)
    times_per_day = forms.TypedChoiceField(
        label=gettext_lazy("How often"),
        coerce=int,
        choices=[(1, gettext_lazy("once a day")), (2, gettext_lazy("twice a day"))],
    )
    field_order = ("step", "level", "times_per_day", "reason", "read", "despite")

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        exercise = load_library()[item.exercise]
        now = step_of(item)
        kwargs.setdefault("prefix", str(item.pk))
        kwargs.setdefault("initial", {"step": now, "level": item.level, "times_per_day": item.times_per_day})
        super().__init__(*args, **kwargs)
        steps = sorted({*exercise.dose.steps, now})
        unit = {"reps": _("%(n)s times"), "hold_s": _("%(n)s seconds"), "distance_m": _("%(n)s metres")}
        said = unit[str(exercise.dose.unit)]
        self.fields["step"].choices = [  # type: ignore[attr-defined]
            (n, f"{exercise.dose.sets} \N{MULTIPLICATION SIGN} {said % {'n': n}}") for n in steps
        ]
        variant = wording.variant_of(item)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.number, f"{level.number} · {level.name}")
            for level in exercise.levels
            if level.variant in (None, variant)
        ]


class PickForm(DespiteForm):
    """An exercise of the library for a stage of a draft, with a reason.

    What speaks against each stands beside it, so that one tick beneath them is enough.
    """

    exercise = forms.ChoiceField(
        label=gettext_lazy("Exercise"),
        error_messages={"required": gettext_lazy("Choose an exercise from the list.")},
    )
    field_order = ("exercise", "reason", "read", "despite")

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", str(stage.pk))
        super().__init__(*args, **kwargs)
        self.fields |= self._asking
        offered = [(one.id, one.name) for one in choosing.of_stage(stage)]
        self.fields["exercise"].choices = offered  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """What is a template to be called?"""

    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=80,
        error_messages={
            "required": gettext_lazy("Give it a name by which colleagues will know it."),
            "max_length": gettext_lazy("Use at most 80 letters."),
        },
    )
