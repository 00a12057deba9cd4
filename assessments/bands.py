"""Where does one reading end and the next begin? Bands, and the rules that rate from them."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.vocabulary import CoreRating, GluteRating, Instrument
from assessments.words import Basis, Wording


class Kind(StrEnum):
    """What can be observed and read by bands."""

    HIP_ANGLE = "hip_angle"
    KNEE_FLEXION = "knee_flexion"
    ABDUCTION = "abduction"
    J_SIGN = "j_sign"
    SAHRMANN_LEVEL = "sahrmann_level"
    DEAD_BUG_QUALITY = "dead_bug_quality"
    PRESSURE_CHANGE = "pressure_change"
    PRONE_BRIDGE = "prone_bridge"
    DOUBLE_LEG_LOWERING = "double_leg_lowering"
    SIDE_BRIDGE = "side_bridge"
    ACTIVE_STRAIGHT_LEG_RAISE = "active_straight_leg_raise"
    TRENDELENBURG_HOLD = "trendelenburg_hold"
    SINGLE_LEG_BRIDGE = "single_leg_bridge"


class Reads(StrEnum):
    """What an observation can read as."""

    SHORT = "short"
    BORDERLINE = "borderline"
    VERY_MOBILE = "very_mobile"
    LONG_ENOUGH = "long_enough"
    POOR = "poor"
    FAIR = "fair"
    AVERAGE = "average"
    ADEQUATE = "adequate"
    GOOD = "good"


class FindingId(StrEnum):
    """The findings that the reasoning stands on, in the protocol's order."""

    ILIOPSOAS_SHORT = "iliopsoas_short"
    RECTUS_FEMORIS_SHORT = "rectus_femoris_short"
    TFL_SHORT = "tfl_short"


class Bound(StrEnum):
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    TICKED = "ticked"
    REST = "rest"


HOLDS: Mapping[Bound, Callable[[float, float], bool]] = {
    Bound.ABOVE: operator.gt,
    Bound.AT_LEAST: operator.ge,
    Bound.BELOW: operator.lt,
    Bound.AT_MOST: operator.le,
    Bound.TICKED: lambda value, limit: bool(value),
    Bound.REST: lambda value, limit: True,
}


@dataclass(frozen=True, slots=True)
class Band:
    reads: Reads
    bound: Bound
    limit: float
    finding: FindingId | None
    wording: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class CoreRule:
    decisive: tuple[Kind, ...]
    supporting: tuple[Kind, ...]
    poor_from_supporting_poor: int
    fair_from_supporting_poor: int
    fair_from_supporting_fair: int
    wordings: Mapping[CoreRating, Wording]
    basis: Basis


@dataclass(frozen=True, slots=True)
class GluteRule:
    wordings: Mapping[GluteRating, Wording]
    basis: Basis


@dataclass(frozen=True, slots=True)
class ChangeRule:
    repeatable_instruments: frozenset[Instrument]
    repeatable_deg: float
    hip_deg: float
    knee_deg: float
    real: Wording
    within_error: Wording
    basis: Basis


@dataclass(frozen=True, slots=True)
class Thresholds:
    bands: Mapping[Kind, tuple[Band, ...]]
    units: Mapping[Kind, str]
    core: CoreRule
    glutes: GluteRule
    change: ChangeRule

    def band(self, kind: Kind, value: float) -> Band:
        for band in self.bands[kind]:
            if HOLDS[band.bound](value, band.limit):
                return band
        raise LookupError(f"no band of {kind} holds {value}")
