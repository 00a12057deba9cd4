"""Sections 1 and 2 on paper: the claims, and what each observation reads as."""

from collections.abc import Iterator

from assessments.bands import Band, Bound, ChangeRule, CoreRule, Kind
from assessments.vocabulary import CoreRating, GluteRating
from exercises.protocols.page.layout import Row, basis, names, section, table
from exercises.protocols.protocol import Protocol

BOUNDS = {
    Bound.ABOVE: "above",
    Bound.AT_LEAST: "at least",
    Bound.BELOW: "under",
    Bound.AT_MOST: "at most",
    Bound.TICKED: "ticked",
    Bound.REST: "otherwise",
}
GLUTES = (
    f"the therapist's own rating wins. {GluteRating.POOR}: a Trendelenburg hold reads as poor on a side where the"
    f" single-leg stance is longer than the hold or was not tested. Not tested: {GluteRating.ADEQUATE}."
)


def claims(protocol: Protocol) -> Iterator[str]:
    yield from section("1. What the article claims, and how sure we may sound")
    rows = ((claim.id, claim.claim, claim.say, *basis(claim.basis)) for claim in protocol.claims)
    yield from table(("id", "claim", "how we may say it", "mark", "source"), rows)


def findings(protocol: Protocol) -> Iterator[str]:
    thresholds = protocol.thresholds
    yield from section("2. What each observation reads as")
    yield "Under each observation the first band that fits is the reading. A side of the Thomas test is read only with"
    yield "the pelvis controlled and an angle, or both tape measures, given; tape: asin(knee above hip / thigh length)."
    yield ""
    rows = (
        _band(kind, thresholds.units[kind], band)
        for kind, bands in thresholds.bands.items()
        for band in bands
    )
    yield from table(("observation", "reads", "figure", "finding", "mark", "source"), rows)
    ratings = (
        ("core", _core(thresholds.core), *basis(thresholds.core.basis)),
        ("glutes", GLUTES, *basis(thresholds.glutes.basis)),
        ("a real change", _change(thresholds.change), *basis(thresholds.change.basis)),
    )
    yield from table(("rating", "rule", "mark", "source"), ratings)


def _core(rule: CoreRule) -> str:
    return (
        f"the therapist's own rating wins. {CoreRating.POOR}: one of {names(rule.decisive)} poor, or"
        f" {rule.poor_from_supporting_poor} of {names(rule.supporting)} poor. {CoreRating.FAIR}: one of the first"
        f" fair, or {rule.fair_from_supporting_poor} of the others poor, or {rule.fair_from_supporting_fair} fair."
        f" Otherwise {CoreRating.GOOD}."
    )


def _change(rule: ChangeRule) -> str:
    return (
        f"at least {rule.repeatable_deg} degrees with {names(sorted(rule.repeatable_instruments))} both times, the same"
        f" rater and the pelvis controlled both times; else {rule.hip_deg} at the hip, {rule.knee_deg} at the knee"
    )


def _band(kind: Kind, unit: str, band: Band) -> Row:
    measured = band.bound not in {Bound.REST, Bound.TICKED}
    figure = f"{BOUNDS[band.bound]} {band.limit:g} {unit}" if measured else BOUNDS[band.bound]
    return (kind, band.reads, figure, f"`{band.finding}`" if band.finding else "", *basis(band.basis))
