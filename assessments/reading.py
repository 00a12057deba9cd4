"""What do the observations mean? Degrees and seconds in, findings out: pure, and each with its reason and source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.bands import Band, FindingId, Kind, Reads, Thresholds
from assessments.observed import Facts, ThomasTest
from assessments.vocabulary import CoreRating, GluteRating, Instrument, Side
from assessments.words import Basis, Because, plain, signed

ANGLES = (Kind.HIP_ANGLE, Kind.ABDUCTION)


@dataclass(frozen=True, slots=True)
class Note:
    """What one observation reads as, to be shown beside its field."""

    kind: Kind
    side: Side | None
    value: float
    band: Band

    @property
    def reads(self) -> Reads:
        return self.band.reads

    @property
    def finding(self) -> FindingId | None:
        return self.band.finding

    @property
    def basis(self) -> Basis:
        return self.band.basis

    @property
    def because(self) -> Because:
        written = signed(self.value) if self.kind in ANGLES else plain(self.value)
        return self.band.wording.said(side=self.side or "", value=written, limit=plain(self.band.limit))


@dataclass(frozen=True, slots=True)
class Finding:
    id: FindingId
    side: Side
    because: Because
    basis: Basis


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that follows from the observations by themselves."""

    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    core: CoreRating | None
    core_because: Because | None
    core_basis: Basis
    glutes: GluteRating
    glutes_because: Because
    glutes_basis: Basis
    trendelenburg_counts: tuple[Side, ...]
    very_mobile: tuple[Side, ...]

    def short_sides(self, *findings: FindingId) -> tuple[Side, ...]:
        """Right before left."""
        short = {finding.side for finding in self.findings if finding.id in (findings or tuple(FindingId))}
        return tuple(side for side in Side if side in short)


@dataclass(frozen=True, slots=True)
class Measured:
    """One angle, with what decides how far it can be trusted."""

    angle_deg: float
    instrument: Instrument | None
    pelvis_controlled: bool
    rater: object


@dataclass(frozen=True, slots=True)
class Change:
    degrees: float
    real: bool
    limit_deg: float
    because: Because
    basis: Basis


def read(facts: Facts, thresholds: Thresholds) -> Reading:
    """Read the whole assessment; a side of the Thomas test that does not count is not read."""
    trendelenburg = dict(_counted_trendelenburg(facts, thresholds))
    notes = [*_thomas_notes(facts, thresholds), *_core_notes(facts, thresholds)]
    notes += _glute_notes(facts, trendelenburg, thresholds)
    core = rate_core(facts, notes, thresholds)
    glutes = rate_glutes(facts, notes)
    return Reading(
        findings=_findings(notes),
        notes=tuple(notes),
        core=core,
        core_because=thresholds.core.wordings[core].said() if core else None,
        core_basis=thresholds.core.basis,
        glutes=glutes,
        glutes_because=thresholds.glutes.wordings[glutes].said(),
        glutes_basis=thresholds.glutes.basis,
        trendelenburg_counts=tuple(trendelenburg),
        very_mobile=tuple(note.side for note in notes if note.reads is Reads.VERY_MOBILE and note.side),
    )


def read_observation(kind: Kind, value: float, thresholds: Thresholds, side: Side | None = None) -> Note:
    """What one value reads as by itself."""
    return Note(kind, side, value, thresholds.band(kind, value))


def _thomas_notes(facts: Facts, thresholds: Thresholds) -> Iterator[Note]:
    for side, test in facts.thomas.tested():
        if test.counts:
            for kind, value in _thomas_values(test).items():
                if value is not None:
                    yield read_observation(kind, value, thresholds, side)


def _thomas_values(test: ThomasTest) -> Mapping[Kind, float | None]:
    return {
        Kind.HIP_ANGLE: test.angle_deg,
        Kind.KNEE_FLEXION: test.knee_flexion_deg,
        Kind.ABDUCTION: test.abduction_deg,
        Kind.J_SIGN: True if test.j_sign else None,
    }


def _core_notes(facts: Facts, thresholds: Thresholds) -> list[Note]:
    core = facts.core
    side_bridge, leg_raise = core.side_bridge_s.values(), core.active_straight_leg_raise.values()
    values: dict[Kind, float | None] = {
        Kind.SAHRMANN_LEVEL: core.sahrmann_level,
        Kind.DEAD_BUG_QUALITY: core.dead_bug_quality,
        Kind.PRESSURE_CHANGE: core.pressure_change_mmhg,
        Kind.PRONE_BRIDGE: core.prone_bridge_s,
        Kind.DOUBLE_LEG_LOWERING: core.double_leg_lowering_deg,
        Kind.SIDE_BRIDGE: min(side_bridge, default=None),
        Kind.ACTIVE_STRAIGHT_LEG_RAISE: sum(leg_raise) if leg_raise else None,
    }
    return [read_observation(kind, value, thresholds) for kind, value in values.items() if value is not None]


def _counted_trendelenburg(facts: Facts, thresholds: Thresholds) -> Iterator[tuple[Side, float]]:
    """A short hold counts only where balance on that leg outlasts it, or was not tested."""
    for side, hold in facts.glutes.trendelenburg_hold_s.tested():
        stance = facts.stance_s.of(side)
        held = thresholds.band(Kind.TRENDELENBURG_HOLD, hold).reads is not Reads.POOR
        if held or stance is None or stance > hold:
            yield side, hold


def _glute_notes(facts: Facts, holds: Mapping[Side, float], thresholds: Thresholds) -> Iterator[Note]:
    for side, hold in holds.items():
        yield read_observation(Kind.TRENDELENBURG_HOLD, hold, thresholds, side)
    for side, repetitions in facts.glutes.single_leg_bridge_reps.tested():
        yield read_observation(Kind.SINGLE_LEG_BRIDGE, repetitions, thresholds, side)


def _findings(notes: list[Note]) -> tuple[Finding, ...]:
    """In the protocol's order, right before left, each once: a J sign beside a drift is one finding."""
    found: dict[tuple[FindingId, Side], Note] = {}
    for note in notes:
        if note.finding and note.side:
            found.setdefault((note.finding, note.side), note)
    if not found:
        return ()
    wanted = [(finding, side) for finding in FindingId for side in Side]
    return tuple(Finding(*key, found[key].because, found[key].basis) for key in wanted if key in found)


def rate_core(facts: Facts, notes: list[Note], thresholds: Thresholds) -> CoreRating | None:
    """The therapist's own rating wins; nothing observed is no rating."""
    rule = thresholds.core
    decisive = [note.reads for note in notes if note.kind in rule.decisive]
    supporting = [note.reads for note in notes if note.kind in rule.supporting]
    poor, fair = supporting.count(Reads.POOR), supporting.count(Reads.FAIR)
    if facts.core.overall:
        return facts.core.overall
    if not decisive and not supporting:
        return None
    if Reads.POOR in decisive or poor >= rule.poor_from_supporting_poor:
        return CoreRating.POOR
    if (
        Reads.FAIR in decisive
        or poor >= rule.fair_from_supporting_poor
        or fair >= rule.fair_from_supporting_fair
    ):
        return CoreRating.FAIR
    return CoreRating.GOOD


def rate_glutes(facts: Facts, notes: list[Note]) -> GluteRating:
    """The therapist's own rating wins; not tested reads as adequate."""
    holds = [note.reads for note in notes if note.kind is Kind.TRENDELENBURG_HOLD]
    return facts.glutes.overall or (GluteRating.POOR if Reads.POOR in holds else GluteRating.ADEQUATE)


def change_is_real(kind: Kind, before: Measured, after: Measured, thresholds: Thresholds) -> Change:
    """Is the difference larger than what this way of measuring can tell apart?"""
    rule = thresholds.change
    degrees = after.angle_deg - before.angle_deg
    at_joint = rule.knee_deg if kind is Kind.KNEE_FLEXION else rule.hip_deg
    limit = rule.repeatable_deg if _repeatable(before, after, rule.repeatable_instruments) else at_joint
    # Rounded: two tape angles that differ by five degrees must not miss it in the fifteenth decimal.
    real = round(abs(degrees), 9) >= limit
    wording = rule.real if real else rule.within_error
    return Change(degrees, real, limit, wording.said(value=signed(degrees), limit=plain(limit)), rule.basis)


def _repeatable(before: Measured, after: Measured, instruments: frozenset[Instrument]) -> bool:
    controlled = before.pelvis_controlled and after.pelvis_controlled
    instrumented = before.instrument in instruments and after.instrument in instruments
    return controlled and instrumented and before.rater is not None and before.rater == after.rater
