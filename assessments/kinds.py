"""What can be observed? Every kind of observation with its unit and the range in which a value makes sense.

The ranges are the engine contract's; the database checks them too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PAIN_AT_REST = "pain_at_rest", _("Pain at rest")
    HIP_ANGLE = "hip_angle_deg", _("Hip angle")
    THIGH_LENGTH = "thigh_length_cm", _("Thigh length")
    KNEE_ABOVE_HIP = "knee_above_hip_cm", _("Knee height against hip")
    KNEE_FLEXION = "knee_flexion_deg", _("Knee flexion")
    ABDUCTION = "abduction_deg", _("Abduction")
    THOMAS_PAIN = "thomas_pain", _("Pain during the test")
    SAHRMANN = "sahrmann_level", _("Sahrmann level")
    DEAD_BUG = "dead_bug_quality", _("Dead bug, quality")
    PRESSURE = "pressure_change_mmhg", _("Pressure change on the cuff")
    PRONE_BRIDGE = "prone_bridge_s", _("Prone bridge")
    LEG_LOWERING = "double_leg_lowering_deg", _("Double-leg lowering")
    SIDE_BRIDGE = "side_bridge_s", _("Side bridge")
    STRAIGHT_LEG_RAISE = "active_straight_leg_raise", _("Active straight-leg raise")
    TRENDELENBURG = "trendelenburg_hold_s", _("Trendelenburg hold")
    SINGLE_LEG_BRIDGE = "single_leg_bridge_reps", _("Single-leg bridge")
    STANCE = "single_leg_stance_s", _("Single-leg stance, eyes open")
    STRENGTH = "hip_flexor_strength", _("Hip-flexor strength")


@dataclass(frozen=True)
class Measure:
    """One kind's unit and range; `sided` when it is observed on the right and on the left."""

    name: str
    unit: str | Promise
    least: int
    most: int
    sided: bool = False
    whole: bool = True
    # How the hands measure it: held against a clock, or counted. Neither where it is read off.
    timed: bool = False
    counted: bool = False
    # It drives no rule of the protocol, so last visit's value may be taken over, marked.
    copyable: bool = False

    @property
    def signed(self) -> bool:
        """Below nought is a value like any other."""
        return self.least < 0


_DEGREES = "°"
_SECONDS = _("s")
KINDS = (
    Measure(Kind.PAIN_AT_REST, _("of 10"), 0, 10),
    Measure(Kind.HIP_ANGLE, _DEGREES, -40, 60, sided=True),
    Measure(Kind.THIGH_LENGTH, _("cm"), 30, 60, sided=True, whole=False, copyable=True),
    Measure(Kind.KNEE_ABOVE_HIP, _("cm"), -40, 40, sided=True, whole=False),
    Measure(Kind.KNEE_FLEXION, _DEGREES, 0, 150, sided=True),
    Measure(Kind.ABDUCTION, _DEGREES, -20, 45, sided=True),
    Measure(Kind.THOMAS_PAIN, _("of 10"), 0, 10, sided=True),
    Measure(Kind.SAHRMANN, _("of 5"), 0, 5),
    Measure(Kind.DEAD_BUG, _("of 3"), 0, 3),
    Measure(Kind.PRESSURE, _("mmHg"), 0, 40),
    Measure(Kind.PRONE_BRIDGE, _SECONDS, 0, 600, timed=True),
    Measure(Kind.LEG_LOWERING, _DEGREES, 0, 90),
    Measure(Kind.SIDE_BRIDGE, _SECONDS, 0, 600, sided=True, timed=True),
    Measure(Kind.STRAIGHT_LEG_RAISE, _("of 5"), 0, 5, sided=True),
    Measure(Kind.TRENDELENBURG, _SECONDS, 0, 30, sided=True, timed=True),
    Measure(Kind.SINGLE_LEG_BRIDGE, _("times"), 0, 200, sided=True, counted=True),
    Measure(Kind.STANCE, _SECONDS, 0, 300, sided=True, timed=True),
    Measure(Kind.STRENGTH, _("of 5"), 0, 5, sided=True),
)
BY_NAME = {measure.name: measure for measure in KINDS}
SIDED = tuple(measure.name for measure in KINDS if measure.sided)
COPYABLE = tuple(measure.name for measure in KINDS if measure.copyable)
SIDES = ("right", "left")


def name_of(kind: str, side: str = "none") -> str:
    """The field's name: `right_hip_angle_deg`, `pain_at_rest`."""
    return kind if side == "none" else f"{side}_{kind}"


def places() -> Iterator[tuple[Measure, str]]:
    """Every kind on every side it is observed on."""
    for measure in KINDS:
        for side in SIDES if measure.sided else ("none",):
            yield measure, side


def with_unit(value: Decimal | float, measure: Measure) -> str:
    """With a real minus sign before an angle below the horizontal."""
    written = f"{Decimal(str(value)).normalize():f}".replace("-", "\N{MINUS SIGN}")
    return f"{written}{measure.unit}" if measure.unit == _DEGREES else f"{written} {measure.unit}"
