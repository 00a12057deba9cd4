"""How does Record lie on the page? Its parts in the order of the hands, each field with its answer beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from assessments import contract, diagrams, facts, how_to, reading
from assessments.answers import Answer, answers
from assessments.bands import Thresholds
from assessments.differences import Difference, between
from assessments.due import Part, due
from assessments.forms import RecordForm
from assessments.how_to import HowTo
from assessments.kinds import BY_NAME, SIDES, Kind, Measure, name_of, places
from assessments.models import Posture
from assessments.recorded import recorded_of
from assessments.versions import Versions

CORE_FIRST = (Kind.SAHRMANN, Kind.DEAD_BUG, Kind.PRONE_BRIDGE)
CORE_MORE = (Kind.PRESSURE, Kind.LEG_LOWERING)
CORE_SIDES = (Kind.SIDE_BRIDGE, Kind.STRAIGHT_LEG_RAISE)
GLUTES = (Kind.TRENDELENBURG, Kind.SINGLE_LEG_BRIDGE)
HOW_TO = {
    "thomas": ("thomas-test", "thomas-tape"),
    "core": (
        "sahrmann",
        "dead-bug",
        "prone-bridge",
        "pressure-cuff",
        "double-leg-lowering",
        "side-bridge",
        "active-straight-leg-raise",
    ),
    "glutes": ("trendelenburg", "single-leg-bridge"),
    "balance": ("single-leg-stance",),
    "posture": ("posture",),
    "strength": ("hip-flexor-strength",),
}
FIELDS: dict[Part, tuple[tuple[Kind, ...], tuple[str, ...]]] = {
    Part.HISTORY: ((), ("surgery_kind", "surgery_on", "pregnancy_weeks")),
    Part.CORE: ((*CORE_FIRST, *CORE_MORE, *CORE_SIDES), ("core_overall",)),
    Part.GLUTES: (GLUTES, ("glutes_overall",)),
    Part.BALANCE: ((Kind.STANCE,), ()),
    Part.POSTURE: ((), ("posture",)),
    Part.STRENGTH: ((Kind.STRENGTH,), ()),
}


@dataclass(frozen=True)
class Row:
    """One measurement on the page."""

    name: str
    measure: Measure
    value: BoundField
    state: BoundField
    copied: BoundField | None
    before: str
    answer: Answer


@dataclass(frozen=True)
class Standing:
    """One posture to choose, drawn, in a sentence."""

    choice: Any
    drawing: str
    says: str


class Sheet:
    """What the templates ask for. Everything is worked out once."""

    def __init__(
        self, form: RecordForm, *, thresholds: Thresholds, rater: object, versions: Versions | None = None
    ) -> None:
        self.form, self.last, self.versions = form, form.last, versions
        self.assessment = form.assessment
        self.read_at: datetime = timezone.localtime()
        self.answers = answers(form, thresholds, rater)
        self._thresholds, self._rater = thresholds, rater

    # -- What it means so far -------------------------------------------------------------------------------------
    @cached_property
    def read(self) -> reading.Reading | None:
        """None while something on the page contradicts itself."""
        try:
            stated = self.form.facts() if self.form.is_bound else contract.facts_of(self.assessment)
            return reading.read(facts.parse(stated), self._thresholds)
        except facts.FactsError:
            return None

    @property
    def is_from_saved(self) -> bool:
        """Nothing was sent with this page: it says what was saved."""
        return not self.form.is_bound

    @cached_property
    def changed(self) -> list[Difference]:
        """What a correction has changed so far, as it was saved."""
        older = self.assessment.supersedes
        return between(recorded_of(older), recorded_of(self.assessment)) if older else []

    @property
    def key(self) -> str:
        """What the browser locks its own copy with: of this person and this draft, and of no other."""
        return salted_hmac(
            "assessments.sheet", f"{self._rater}:{self.assessment.pk}", algorithm="sha256"
        ).hexdigest()

    @property
    def how_to(self) -> dict[str, list[HowTo]]:
        known = how_to.tests()
        return {part: [known[name] for name in names] for part, names in HOW_TO.items()}

    @property
    def hip_sign(self) -> str:
        return diagrams.hip_sign()

    # -- Rows -----------------------------------------------------------------------------------------------------
    def rows(self, side: str, *kinds: str) -> list[Row]:
        return [self._row(BY_NAME[kind], side) for kind in kinds]

    def _row(self, measure: Measure, side: str) -> Row:
        name = name_of(measure.name, side)
        before = self.last.values.get((measure.name, side)) if self.last and measure.copyable else None
        return Row(
            name,
            measure,
            self.form[name],
            self.form[f"{name}_state"],
            self.form[f"{name}_copied"] if before is not None else None,
            "" if before is None else f"{before.normalize():f}",
            self.answers[name],
        )

    def all_rows(self) -> Iterator[Row]:
        return (self._row(measure, side) for measure, side in places())

    @property
    def pain(self) -> Row:
        return self.rows("none", Kind.PAIN_AT_REST)[0]

    @cached_property
    def thomas(self) -> list[dict[str, Any]]:
        return [
            {
                "side": side,
                "name": {"right": _("Right"), "left": _("Left")}[side],
                "pelvis": self.form[f"{side}_pelvis_controlled"],
                "angle": self.rows(side, Kind.HIP_ANGLE)[0],
                "tape": self.rows(side, Kind.THIGH_LENGTH, Kind.KNEE_ABOVE_HIP),
                "rest": self.rows(side, Kind.KNEE_FLEXION, Kind.ABDUCTION),
                "j_sign": self.form[f"{side}_j_sign"],
                "pain": self.rows(side, Kind.THOMAS_PAIN)[0],
                "end_feel": self.form[f"{side}_end_feel"],
            }
            for side in SIDES
        ]

    def _both(self, *kinds: str) -> list[dict[str, Any]]:
        names = {"right": _("Right"), "left": _("Left")}
        return [{"name": names[side], "rows": self.rows(side, *kinds)} for side in SIDES]

    @property
    def otherwise(self) -> list[BoundField]:
        """For a side that was measured in another way."""
        return [self.form[f"{side}_{name}"] for side in SIDES for name in ("variant", "instrument")]

    @property
    def is_otherwise(self) -> bool:
        return any(field.errors or field.value() for field in self.otherwise)

    @property
    def core_first(self) -> list[Row]:
        return self.rows("none", *CORE_FIRST)

    @property
    def core_more(self) -> list[Row]:
        return self.rows("none", *CORE_MORE)

    @property
    def core_sides(self) -> list[dict[str, Any]]:
        return self._both(*CORE_SIDES)

    @property
    def core_opens(self) -> bool:
        """The further tests of the core: where one has a value, today or last time."""
        return any(self._holds(kind) or self._held(kind) for kind in (*CORE_MORE, *CORE_SIDES))

    @property
    def glutes(self) -> list[dict[str, Any]]:
        return self._both(*GLUTES)

    @property
    def balance(self) -> list[dict[str, Any]]:
        return self._both(Kind.STANCE)

    @property
    def strength(self) -> list[dict[str, Any]]:
        return self._both(Kind.STRENGTH)

    @property
    def postures(self) -> list[Standing]:
        says = {
            Posture.NEUTRAL: _("Ear, shoulder, hip and ankle on one line."),
            Posture.LORDOTIC: _("Pelvis tipped forward, lower back hollow."),
            Posture.SWAY_BACK: _("Pelvis ahead of the ankle, chest behind it."),
            Posture.FLAT_BACK: _("Pelvis tipped back, the hollow gone."),
        }
        return [
            Standing(choice, diagrams.posture(value), says.get(Posture(value), ""))
            if value
            else Standing(choice, "", "")
            for choice in self.form["posture"]
            for value in [choice.data["value"]]
        ]

    # -- Parts ----------------------------------------------------------------------------------------------------
    @cached_property
    def due(self) -> frozenset[Part]:
        return frozenset(Part) if self.assessment.supersedes_id else due(self.last)

    @property
    def is_retest(self) -> bool:
        return self.last is not None and not self.assessment.supersedes_id

    @cached_property
    def open(self) -> frozenset[Part]:
        """What is due, and what holds something already."""
        return self.due | {part for part in Part if self._is_filled(part)}

    @property
    def days_since(self) -> int:
        return (self.assessment.assessed_on - self.last.on).days if self.last else 0

    @property
    def history_known(self) -> list[str]:
        """In words, for the line that stands for the closed part."""
        fields = (self.form[name] for name in ("conditions", "activities", "equipment"))
        return [
            str(label)
            for field in fields
            for value, label in field.field.choices  # type: ignore[attr-defined]
            if value in (field.value() or [])
        ]

    def _is_filled(self, part: Part) -> bool:
        kinds, names = FIELDS[part]
        if part is Part.HISTORY:
            return any(self.form.errors.get(name) for name in names) if self.form.is_bound else False
        return any(self._holds(kind) for kind in kinds) or any(
            self.form[name].value() or self.form[name].errors for name in names
        )

    def _holds(self, kind: Kind) -> bool:
        places = SIDES if BY_NAME[kind].sided else ("none",)
        names = [name_of(kind, side) for side in places]
        return any(
            self.form[name].value() not in (None, "") or self.form[f"{name}_state"].value() for name in names
        )

    def _held(self, kind: Kind) -> bool:
        return self.last is not None and any(known == kind for known, _side in self.last.values)
