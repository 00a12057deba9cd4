"""How is a practice told on a page: the whole form, or in two taps where all went well? And how is it told anew?"""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises import stepping, wording
from exercises.library import load as load_library
from exercises.models import Completion, Entry, Item, Session
from exercises.told import Logged, Told

SCALE = [(str(n), str(n)) for n in range(11)]
LONGEST_HOLD_S = 600


def scale(label: Any, required: Any = "") -> forms.TypedChoiceField:
    """0 to 10."""
    return forms.TypedChoiceField(
        label=label,
        choices=SCALE,
        coerce=int,
        required=bool(required),
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": required} if required else None,
    )


def yes_or_no(label: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda said: said == "yes",
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class EntryForm(forms.Form):
    """How one exercise went."""

    completion = forms.ChoiceField(
        label=gettext_lazy("Did you do it?"),
        choices=Completion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one: done, partly, or not this time.")},
    )
    pain = scale(gettext_lazy("Pain while you did it"))
    effort = scale(gettext_lazy("How hard was it?"))
    control_kept = yes_or_no()
    hold_s = forms.IntegerField(
        label=gettext_lazy("Longest hold on your weaker foot, without touching the support"),
        help_text=gettext_lazy("In seconds. Leave it empty if you did not count."),
        required=False,
        min_value=0,
        max_value=LONGEST_HOLD_S,
        error_messages={
            "invalid": gettext_lazy("Give whole seconds, as a number."),
            "min_value": gettext_lazy("Give whole seconds, from 0 up."),
            "max_value": gettext_lazy("Give seconds, 600 at most."),
        },
    )

    def __init__(self, *args: Any, item: Item, told: Entry | None = None, **kwargs: Any) -> None:
        self.item = item
        kwargs.setdefault("prefix", str(item.pk))
        kwargs.setdefault("initial", _as_told(told) if told else None)
        super().__init__(*args, **kwargs)
        question = load_library()[item.exercise].control_question
        if question:
            self.fields["control_kept"].label = question
        else:
            del self.fields["control_kept"]
        if not asks_for_hold(item):  # a phone that led the practice has measured it all the same
            self.fields["hold_s"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("completion") in (Completion.DONE, Completion.PARTLY):
            if given.get("pain") is None:
                self.add_error("pain", _("Choose a number. 0 means no pain."))
            if given.get("effort") is None:
                self.add_error("effort", _("Choose a number. 0 means no effort at all."))
        return given

    def logged(self) -> Logged:
        given = self.cleaned_data
        return Logged(
            item_id=self.item.pk,
            completion=Completion(given["completion"]),
            pain=given.get("pain"),
            effort=given.get("effort"),
            control_kept=given.get("control_kept"),
            hold_s=given.get("hold_s"),
        )


def asks_for_hold(item: Item) -> bool:
    """Where closed eyes are what comes next, the length of the holds decides."""
    rung = stepping.Rung(item.level, item.max_level, item.sets, 0, wording.variant_of(item))
    return stepping.leads_to_eyes_closed(load_library()[item.exercise], rung) and item.level < item.max_level


def _as_told(entry: Entry) -> dict[str, Any]:
    kept = {True: "yes", False: "no", None: None}[entry.control_kept]
    return {
        "completion": entry.completion,
        "pain": entry.pain,
        "effort": entry.effort,
        "control_kept": kept,
        "hold_s": entry.hold_s,
    }


class SessionForm(forms.Form):
    """What is asked of the whole session."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    fall = forms.BooleanField(label=gettext_lazy("I fell, or nearly fell"), required=False)
    red_flag = forms.BooleanField(
        label=gettext_lazy(
            "Since last time I have new numbness between the legs, trouble with bladder or bowel, a leg that is "
            "getting weaker, chest pain, a swollen painful calf, or a fall with an injury"
        ),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Anything your therapist should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, told: Session | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"client_key": uuid.uuid4()}
        if told is not None:
            initial |= {name: getattr(told, name) for name in ("client_key", "fall", "red_flag", "note")}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)

    def told(self, entries: list[EntryForm]) -> Told:
        given = self.cleaned_data
        return Told(
            entries=tuple(entry.logged() for entry in entries),
            note=given["note"],
            fall=given["fall"],
            red_flag=given["red_flag"],
        )


class QuickForm(forms.Form):
    """Everything done, no pain: one number, and one word where control is watched."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    effort = scale(
        gettext_lazy("How hard was it, altogether?"),
        required=gettext_lazy("Choose a number, then press once more."),
    )
    control_kept = yes_or_no(gettext_lazy("Steady and in control throughout?"))

    def __init__(self, *args: Any, items: tuple[Item, ...], **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "quick")
        kwargs.setdefault("initial", {"client_key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.watched = {item.pk for item in items if load_library()[item.exercise].control_question}
        self.items = items
        if not self.watched:
            del self.fields["control_kept"]

    def told(self) -> Told:
        given = self.cleaned_data
        kept = given.get("control_kept")
        return Told(
            entries=tuple(
                Logged(
                    item.pk, Completion.DONE, 0, given["effort"], kept if item.pk in self.watched else None
                )
                for item in self.items
            )
        )


class MorningForm(forms.Form):
    """One question, the morning after."""

    pain = scale(
        gettext_lazy("How much does it hurt this morning?"),
        required=gettext_lazy("Choose a number. 0 means no pain."),
    )

    def __init__(self, *args: Any, told: Session | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "morning")
        if told is not None:
            kwargs.setdefault("initial", {"pain": told.next_morning_pain})
        super().__init__(*args, **kwargs)
