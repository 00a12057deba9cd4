"""How is a signed assessment read again? In sections, right and left beside each other, absent said as absent."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.kinds import BY_NAME, Kind, with_unit
from assessments.models import Assessment, Observation, Outcome, RedFlag

SECTIONS: tuple[tuple[Promise, tuple[Kind, ...]], ...] = (
    (
        gettext_lazy("Thomas test"),
        (
            Kind.HIP_ANGLE,
            Kind.THIGH_LENGTH,
            Kind.KNEE_ABOVE_HIP,
            Kind.KNEE_FLEXION,
            Kind.ABDUCTION,
            Kind.THOMAS_PAIN,
        ),
    ),
    (
        gettext_lazy("Core"),
        (
            Kind.SAHRMANN,
            Kind.DEAD_BUG,
            Kind.PRESSURE,
            Kind.PRONE_BRIDGE,
            Kind.LEG_LOWERING,
            Kind.SIDE_BRIDGE,
            Kind.STRAIGHT_LEG_RAISE,
        ),
    ),
    (gettext_lazy("Glutes"), (Kind.TRENDELENBURG, Kind.SINGLE_LEG_BRIDGE)),
    (gettext_lazy("Balance and strength"), (Kind.STANCE, Kind.STRENGTH)),
    (gettext_lazy("Pain"), (Kind.PAIN_AT_REST,)),
)


@dataclass(frozen=True)
class Line:
    """One kind of observation: what was seen on the right, on the left, or on neither side."""

    name: str
    right: str
    left: str
    whole: str


@dataclass(frozen=True)
class Section:
    name: str
    lines: tuple[Line, ...]

    @property
    def has_sides(self) -> bool:
        return any(not line.whole for line in self.lines)


def sections(assessment: Assessment) -> list[Section]:
    """Only what was observed or tried; a section with nothing in it is left out."""
    seen = {(one.kind, one.side): one for one in assessment.observations.all()}
    made = [
        Section(str(name), tuple(_line(kind, seen) for kind in kinds if _any(kind, seen)))
        for name, kinds in SECTIONS
    ]
    return [section for section in made if section.lines]


def ways(assessment: Assessment) -> list[str]:
    """How the Thomas test was done, side by side: one sentence each, right first."""
    tests = sorted(assessment.thomas_tests.all(), key=lambda one: one.side, reverse=True)
    return [
        _("%(side)s Thomas test: %(variant)s, %(instrument)s, pelvis controlled: %(pelvis)s.")
        % {
            "side": test.get_side_display(),
            "variant": test.get_variant_display(),
            "instrument": test.get_instrument_display(),
            "pelvis": _("yes") if test.pelvis_controlled else _("no"),
        }
        for test in tests
    ]


def flags(assessment: Assessment) -> list[str]:
    """The safety questions answered yes, in words."""
    return [str(RedFlag(flag).label) for flag in assessment.red_flags]


def _any(kind: Kind, seen: dict[tuple[str, str], Observation]) -> bool:
    return any((kind.value, side) in seen for side in ("right", "left", "none"))


def _line(kind: Kind, seen: dict[tuple[str, str], Observation]) -> Line:
    right, left, whole = (_said(kind, seen.get((kind.value, side))) for side in ("right", "left", "none"))
    if BY_NAME[kind].sided:
        return Line(str(kind.label), right or _("not tested"), left or _("not tested"), "")
    return Line(str(kind.label), "", "", whole)


def _said(kind: Kind, one: Observation | None) -> str:
    if one is None:
        return ""
    if one.outcome != Outcome.MEASURED or one.value is None:
        return str(one.get_outcome_display())
    said = with_unit(one.value, BY_NAME[kind])
    return _("%(value)s, copied from the visit before") % {"value": said} if one.copied else said
