"""What can be typed where something is measured? A number, or one letter that says why there is none.

One field, one stop of the Tab key. Empty means not tested, and is never 0. `p` means: unable because of pain. `c`
takes over last visit's value, where no rule reads it as a finding. For a finger each letter has a box beside the field.
"""

import re
from decimal import Decimal
from enum import Enum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.kinds import Kind, Measure


class Instead(Enum):
    """What stands in the field where no number does."""

    PAINFUL = "p"
    AS_BEFORE = "c"


NUMBER = re.compile(r"[+-]?[0-9]{1,5}(?:[.,][0-9])?")


class Entry(forms.Field):
    """A number in its measure's range, or one of `Instead`."""

    def __init__(self, measure: Measure, side: str, **kwargs: Any) -> None:
        self.measure, self.side = measure, side
        super().__init__(
            label=Kind(measure.name).label,
            required=False,
            widget=forms.TextInput(attrs=_shown(measure)),
            **kwargs,
        )

    def to_python(self, typed: Any) -> Decimal | int | Instead | None:
        written = str(typed or "" if typed != 0 else 0).strip().lower().replace("\N{MINUS SIGN}", "-")
        if written == Instead.PAINFUL.value:
            return Instead.PAINFUL
        if written == Instead.AS_BEFORE.value and self.measure.copyable:
            return Instead.AS_BEFORE
        return self._number(written) if written else None

    def _number(self, written: str) -> Decimal | int:
        if not NUMBER.fullmatch(written):
            raise ValidationError(self._sentence())
        number = Decimal(written.replace(",", "."))
        if not self.measure.least <= number <= self.measure.most:
            raise ValidationError(self._out_of_range(number))
        if not self.measure.whole:
            return number
        if number != number.to_integral() or "." in written or "," in written:
            raise ValidationError(self._sentence())
        return int(number)

    def _out_of_range(self, number: Decimal) -> str:
        if self.measure.name == Kind.KNEE_FLEXION and number < 0:
            return self._of_side(
                _(
                    "A knee does not bend that way. Straight is 0 and bent is plus: measure again, or leave it empty."
                )
            )
        if self.measure.timed and number > self.measure.most:
            return self._of_side(
                _("That is more than this test lasts. Was the clock left running? %s") % self._range()
            )
        return self._sentence()

    def _sentence(self) -> str:
        return self._of_side(self._range())

    def _range(self) -> str:
        number = _("whole number") if self.measure.whole else _("number")
        return _("Give a %(number)s from %(least)s to %(most)s, or leave it empty.") % {
            "number": number,
            "least": self.measure.least,
            "most": self.measure.most,
        }

    def _of_side(self, sentence: str) -> str:
        sides = {"right": _("Right side: %s"), "left": _("Left side: %s")}
        return sides[self.side] % sentence if self.side in sides else sentence


def _shown(measure: Measure) -> dict[str, Any]:
    """A pad without a minus sign is no use for an angle, until a script puts a sign beside the field."""
    attrs: dict[str, Any] = {
        "class": "entry",
        "inputmode": "text" if measure.signed else "numeric" if measure.whole else "decimal",
        "autocomplete": "off",
        "placeholder": " ",
        "maxlength": 12,
        "data-most": measure.most,
    }
    ways = {
        "clock": measure.timed,
        "count": measure.counted,
        "signed": measure.signed,
        "copies": measure.copyable,
    }
    return attrs | {f"data-{way}": "" for way, holds in ways.items() if holds}
