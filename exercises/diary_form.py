"""How is a returned paper diary typed in? A grid like the one on the sheet: a line for each practice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.people.models import Patient, User
from exercises import logging, wording
from exercises.models import Completion, Item, Programme, Session
from exercises.paper.diary import Line
from exercises.refusing import NotPossible
from exercises.told import Logged, Told

MARKS = [
    ("", ""),
    (Completion.DONE, gettext_lazy("Done")),
    (Completion.PARTLY, gettext_lazy("Partly")),
    (Completion.NOT, gettext_lazy("Not")),
]
OUT_OF_RANGE = gettext_lazy("From 0 to 10.")


def _scale(label: str) -> forms.IntegerField:
    wrong = {"invalid": OUT_OF_RANGE, "min_value": OUT_OF_RANGE, "max_value": OUT_OF_RANGE}
    box = forms.NumberInput(attrs={"min": 0, "max": 10, "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=10, required=False, error_messages=wrong, widget=box
    )


class LineForm(forms.Form):
    """One practice. A line left empty was not written down; an exercise left empty in a started one was not done."""

    def __init__(self, data: Any, *, line: Line, items: Sequence[Item]) -> None:
        super().__init__(data, prefix=line.key)
        self.line = line
        self.items = [item for item in items if item.pk in line.due]
        for item in self.items:
            label = f"{wording.shown(item, frozenset()).name}, {wording.day(line.day)}"
            self.fields[str(item.pk)] = forms.ChoiceField(label=label, choices=MARKS, required=False)
        self.fields["pain"] = _scale(_("Worst pain"))
        self.fields["effort"] = _scale(_("Effort"))

    def cells(self, items: Iterable[Item]) -> list[forms.BoundField | None]:
        """A field for each of the sheet's columns, None where nothing was due."""
        return [self[str(item.pk)] if item.pk in self.line.due else None for item in items]

    def clean(self) -> dict[str, Any]:
        """What was done has a pain and an effort, even if they are 0."""
        given = super().clean() or {}
        for name in ("pain", "effort"):
            if self._practised(given) and given.get(name) is None and name not in self.errors:
                self.add_error(name, _("Write 0 where there was none."))
        if given.get("pain") is not None and not self._marked(given):
            self.add_error("pain", _("Mark what was done on this line."))
        return given

    def told(self, by: UUID) -> Told | None:
        """As typed in by that person; None for a line that was left empty."""
        given = self.cleaned_data
        if not self._marked(given):
            return None
        return Told(tuple(self._entry(item, given) for item in self.items), entered_by=by)

    def _entry(self, item: Item, given: dict[str, Any]) -> Logged:
        completion = Completion(given[str(item.pk)] or Completion.NOT)
        if completion == Completion.NOT:
            return Logged(item.pk, completion)
        return Logged(item.pk, completion, given["pain"], given["effort"])

    def _marked(self, given: dict[str, Any]) -> bool:
        return any(given.get(str(item.pk)) for item in self.items)

    def _practised(self, given: dict[str, Any]) -> bool:
        return any(given.get(str(item.pk)) in {Completion.DONE, Completion.PARTLY} for item in self.items)


@dataclass(frozen=True)
class Row:
    """A line of the page: to be filled in, or told already."""

    line: Line
    form: LineForm | None
    cells: list[forms.BoundField | None]
    session: Session | None


def rows(
    lines: Iterable[Line], items: Sequence[Item], told: Iterable[Session], data: Any = None
) -> list[Row]:
    """What the patient told by themselves stands; only what is missing is asked for."""
    known = {(session.local_date, session.slot): session for session in told}
    made = []
    for line in lines:
        session = known.get((line.day, line.slot))
        form = None if session else LineForm(data, line=line, items=items)
        made.append(Row(line, form, form.cells(items) if form else [], session))
    return made


def keep(
    *, by: User, patient: Patient, programme: Programme, filled: Iterable[LineForm], now: datetime
) -> tuple[list[date], list[LineForm]]:
    """The days that were kept, oldest first, and the lines that could not be: those say why beside them."""
    kept: list[date] = []
    refused: list[LineForm] = []
    for form in filled:
        told = form.told(by.pk)
        if told is None:
            continue
        try:
            logging.log_session(
                by=by,
                patient=patient,
                programme=programme,
                local_date=form.line.day,
                slot=form.line.slot,
                client_key=_key(programme, form.line),
                told=told,
                now=now,
            )
            kept.append(form.line.day)
        except NotPossible as error:
            form.add_error("pain", error.sentence)
            refused.append(form)
    return kept, refused


def _key(programme: Programme, line: Line) -> UUID:
    """The same line of the same diary, typed in twice, is one practice."""
    return uuid5(programme.pk, f"paper {line.key}")
