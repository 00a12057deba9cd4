"""What was observed, exactly as it was put down? Strict: what does not fit is refused, never guessed."""

from assessments.observed import Core, Facts, Glutes, Patient, Screening, Sides, Surgery, Tape, ThomasTest
from assessments.strict import Strict
from assessments.vocabulary import (
    Activity,
    Condition,
    CoreRating,
    Equipment,
    GluteRating,
    Instrument,
    Posture,
    RedFlag,
    Side,
    Stage,
    SurgeryKind,
    Variant,
)

__all__ = [
    "Activity",
    "Condition",
    "Core",
    "CoreRating",
    "Equipment",
    "Facts",
    "FactsError",
    "GluteRating",
    "Glutes",
    "Instrument",
    "Patient",
    "Posture",
    "RedFlag",
    "Screening",
    "Side",
    "Sides",
    "Stage",
    "Surgery",
    "SurgeryKind",
    "Tape",
    "ThomasTest",
    "Variant",
    "parse",
]


class FactsError(ValueError):
    """Every field that does not fit, each with a sentence that says what to do."""

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        many = "1 field needs" if len(fields) == 1 else f"{len(fields)} fields need"
        super().__init__(f"The input does not fit: {many} attention.")


def parse(data: object) -> Facts:
    """The facts in a JSON object; FactsError names every field that does not fit."""
    problems: dict[str, str] = {}
    if not isinstance(data, dict):
        raise FactsError({".": "Give one JSON object for each assessment."})
    facts = _facts(Strict(data, problems))
    if problems:
        raise FactsError(problems)
    return facts


def _facts(form: Strict) -> Facts:
    thomas = form.inner("thomas")
    balance = form.inner("balance")
    facts = Facts(
        patient=_patient(form.inner("patient")),
        screening=_screening(form.inner("screening")),
        thomas=Sides(right=_thomas(thomas, Side.RIGHT), left=_thomas(thomas, Side.LEFT)),
        core=_core(form.inner("core")),
        glutes=_glutes(form.inner("glutes")),
        stance_s=_sides_of_numbers(balance, "single_leg_stance_s"),
        posture=form.choice("posture", Posture) or Posture.NEUTRAL,
        strength=_sides_of_wholes(form, "hip_flexor_strength", 5),
        open_through=form.choice("open_through", Stage),
    )
    for opened in (thomas, balance, form):
        opened.close()
    return facts


def _patient(form: Strict) -> Patient:
    patient = Patient(
        age=form.required_whole("age", 0, 120),
        activities=form.choices("activities", Activity) or frozenset(),
        conditions=form.choices("conditions", Condition) or frozenset(),
        pregnancy_weeks=form.whole("pregnancy_weeks", 1, 42),
        surgery=_surgery(form),
        equipment=form.choices("equipment", Equipment) or frozenset(),
    )
    form.close()
    return patient


def _surgery(patient: Strict) -> Surgery | None:
    if patient.absent("surgery"):
        return None
    form = patient.inner("surgery")
    surgery = Surgery(
        kind=form.choice("kind", SurgeryKind),
        weeks_ago=form.whole("weeks_ago", 0),
        surgeon_cleared=form.flag("surgeon_cleared") is True,
        extension_cleared=form.flag("extension_cleared") is True,
    )
    form.close()
    return surgery


def _screening(form: Strict) -> Screening:
    screening = Screening(
        red_flags=form.choices("red_flags", RedFlag),
        asked=form.flag("asked") is True,
        pain_at_rest=form.whole("pain_at_rest", 0, 10),
    )
    form.close()
    return screening


def _thomas(thomas: Strict, side: Side) -> ThomasTest | None:
    if thomas.absent(side):
        return None
    form = thomas.inner(side)
    if form.given("tape") and form.given("hip_angle_deg"):
        form.refuse("tape", "Give the hip angle or the tape measures, not both.")
    test = ThomasTest(
        variant=form.choice("variant", Variant),
        instrument=form.choice("instrument", Instrument),
        pelvis_controlled=form.flag("pelvis_controlled") is True,
        hip_angle_deg=form.number("hip_angle_deg", -40, 60),
        knee_flexion_deg=form.number("knee_flexion_deg", 0, 150),
        abduction_deg=form.number("abduction_deg", -20, 45),
        j_sign=form.flag("j_sign") is True,
        pain=form.whole("pain", 0, 10),
        tape=None if form.absent("tape") else _tape(form.inner("tape")),
    )
    form.close()
    return test


def _tape(form: Strict) -> Tape | None:
    thigh = form.number("thigh_length_cm", 30, 60)
    knee = form.number("knee_above_hip_cm", -40, 40)
    form.close()
    if thigh is None or knee is None:
        return None
    if abs(knee) > thigh:
        form.refuse(
            "knee_above_hip_cm",
            "The knee cannot be further from the hip than the thigh is long. Measure both again.",
        )
        return None
    return Tape(thigh, knee)


def _core(form: Strict) -> Core:
    core = Core(
        sahrmann_level=form.whole("sahrmann_level", 0, 5),
        dead_bug_quality=form.whole("dead_bug_quality", 0, 3),
        pressure_change_mmhg=form.number("pressure_change_mmhg", 0, 40),
        prone_bridge_s=form.number("prone_bridge_s", 0),
        double_leg_lowering_deg=form.number("double_leg_lowering_deg", 0, 90),
        side_bridge_s=_sides_of_numbers(form, "side_bridge_s"),
        active_straight_leg_raise=_sides_of_wholes(form, "active_straight_leg_raise", 5),
        overall=form.choice("overall", CoreRating),
    )
    form.close()
    return core


def _glutes(form: Strict) -> Glutes:
    glutes = Glutes(
        trendelenburg_hold_s=_sides_of_numbers(form, "trendelenburg_hold_s", 30),
        single_leg_bridge_reps=_sides_of_wholes(form, "single_leg_bridge_reps"),
        overall=form.choice("overall", GluteRating),
    )
    form.close()
    return glutes


def _sides_of_numbers(form: Strict, key: str, high: float | None = None) -> Sides[float]:
    if form.absent(key):
        return Sides()
    pair = form.inner(key)
    sides = Sides(right=pair.number("right", 0, high), left=pair.number("left", 0, high))
    pair.close()
    return sides


def _sides_of_wholes(form: Strict, key: str, high: int | None = None) -> Sides[int]:
    if form.absent(key):
        return Sides()
    pair = form.inner(key)
    sides = Sides(right=pair.whole("right", 0, high), left=pair.whole("left", 0, high))
    pair.close()
    return sides
