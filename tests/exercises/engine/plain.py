"""The protocol once more, as a second person would write it down: plain code, no data file, no sentences.

The engine is held against this over the whole input space. The two share nothing but the contract's words.
"""

import math
from typing import Any

EMERGENCY = {
    "saddle_numbness", "bladder_or_bowel_change", "new_sexual_dysfunction", "bilateral_leg_neurology",
    "progressive_leg_weakness", "chest_pain", "unexplained_breathlessness", "calf_swelling_and_pain",
    "unable_to_bear_weight", "suspected_fracture", "hot_swollen_joint_with_fever", "pulsating_abdominal_mass",
    "pregnancy_bleeding_or_fluid_loss",
}  # fmt: skip
LUNGE, HALF, PIGEON, MARCH = (
    "lunge-hip-flexor-stretch",
    "half-kneeling-quad-stretch",
    "pigeon-stretch",
    "hip-flexor-march",
)
EDGE, STANDING, HAMSTRING = "edge-of-bed-stretch", "standing-hip-flexor-stretch", "hamstring-stretch"
SUPINE4, SEATED4, TANDEM = "supine-figure-four", "seated-figure-four", "supported-tandem-stance"
FLEXORS = {LUNGE, HALF, EDGE, STANDING}
STAGES = ["inhibit", "glutes", "core", "balance"]
SIDES = ("right", "left")
EXTENSION = {"no_end_range_hip_extension", "no_hip_extension_past_neutral", "no_lumbar_extension"}


def get(data: Any, *path: str) -> Any:
    for key in path:
        data = (data or {}).get(key)
    return data


def known(data: Any, *path: str) -> list[Any]:
    return [get(data, *path, side) for side in SIDES if get(data, *path, side) is not None]


def angle(data: Any, side: str) -> float | None:
    test = get(data, "thomas", side)
    if not test or test.get("pelvis_controlled") is not True:
        return None
    if test.get("tape"):
        return math.degrees(math.asin(test["tape"]["knee_above_hip_cm"] / test["tape"]["thigh_length_cm"]))
    return test.get("hip_angle_deg")


def findings(data: Any) -> list[tuple[str, str]]:
    found = []
    for side in SIDES:
        test = get(data, "thomas", side)
        hip = angle(data, side)
        if hip is None:
            continue
        if hip > 0:
            found.append(("iliopsoas_short", side))
        if test.get("knee_flexion_deg") is not None and test["knee_flexion_deg"] < 67:
            found.append(("rectus_femoris_short", side))
        if test.get("j_sign") or (test.get("abduction_deg") is not None and test["abduction_deg"] > 15):
            found.append(("tfl_short", side))
    order = ["iliopsoas_short", "rectus_femoris_short", "tfl_short"]
    return sorted(found, key=lambda pair: (order.index(pair[0]), SIDES.index(pair[1])))


def grade(value: float | None, poor: bool, fair: bool) -> str | None:
    return None if value is None else "poor" if poor else "fair" if fair else "good"


def core(data: Any) -> str | None:
    given = data.get("core") or {}
    if given.get("overall"):
        return given["overall"]
    level, bug, cuff = (
        given.get(key) for key in ("sahrmann_level", "dead_bug_quality", "pressure_change_mmhg")
    )
    prone, lowering = given.get("prone_bridge_s"), given.get("double_leg_lowering_deg")
    side = min(known(given, "side_bridge_s"), default=None)
    raises = known(given, "active_straight_leg_raise")
    first = [
        level is not None and grade(level, level <= 1, level == 2),
        bug is not None and grade(bug, bug <= 1, bug == 2),
        cuff is not None and grade(cuff, cuff > 10, cuff > 5),
    ]
    others = [
        prone is not None and grade(prone, prone < 30, prone < 60),
        lowering is not None and grade(lowering, lowering > 75, lowering > 45),
        side is not None and grade(side, side < 30, side < 55),
        bool(raises) and grade(1, sum(raises) >= 4, sum(raises) >= 1),
    ]
    if not any(first) and not any(others):
        return None
    if "poor" in first or others.count("poor") >= 2:
        return "poor"
    if "fair" in first or others.count("poor") == 1 or others.count("fair") >= 2:
        return "fair"
    return "good"


def glutes(data: Any) -> str:
    if get(data, "glutes", "overall"):
        return get(data, "glutes", "overall")
    for side in SIDES:
        hold = get(data, "glutes", "trendelenburg_hold_s", side)
        stance = get(data, "balance", "single_leg_stance_s", side)
        if hold is not None and hold < 30 and (stance is None or stance > hold):
            return "poor"
    return "adequate"


def decide(data: Any) -> tuple[str, str | None, list[str]]:  # noqa: C901 - a table, read from top to bottom
    screening, patient = data.get("screening") or {}, data["patient"]
    flags, surgery, pain = screening.get("red_flags"), patient.get("surgery"), screening.get("pain_at_rest")
    found = {finding for finding, _ in findings(data)}
    bent = data.get("posture") in {"sway_back", "flat_back"}
    missing = []
    if core(data) is None:
        missing.append("core_observation")
    if pain is None:
        missing.append("pain_at_rest")
    if screening.get("asked") is not True or flags is None:
        missing.append("red_flag_screening")
    missing += [f"thomas_{side}" for side in ("left", "right") if angle(data, side) is None]
    if set(flags or []) & EMERGENCY:
        return "refer_emergency", None, []
    if flags:
        return "refer_urgent", None, []
    if surgery is not None:
        weeks = surgery.get("weeks_ago")
        if weeks is None or weeks < 12 or surgery.get("surgeon_cleared") is not True:
            return "hold_post_operative", None, []
    if pain is not None and pain >= 6:
        return "hold_review", None, []
    if patient["age"] < 16 or any(each <= 2 for each in known(data, "hip_flexor_strength")):
        return "therapist_decides", None, []
    if missing:
        return "incomplete", None, missing
    if bent and "iliopsoas_short" in found:
        return "therapist_decides", None, []
    if bent:
        return "ready", "long", []
    if found:
        return "ready", "short", []
    if core(data) == "poor":
        return "ready", "tone", []
    if glutes(data) == "poor":
        return "ready", "glute", []
    return "not_indicated", None, []


class Plan:
    """Built step by step, as sections 3, 4 and 5 are read."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.status, self.presentation, self.missing = decide(data)
        self.cautions: set[str] = set()
        self.left: list[tuple[str, str]] = []
        self.stages: dict[str, list[str]] = {}
        self.today: list[str] = []
        self.alternate: list[list[str]] = []
        self.before_run: list[str] = []
        self.opens: str | None = None
        if self.status == "ready":
            self.facts()
            self.fill()
            self.substitute()
            self.open()
            self.limit()
            self.run()

    def facts(self) -> None:
        patient = self.data["patient"]
        self.found = findings(self.data)
        self.names = {finding for finding, _ in self.found}
        self.has = set(patient.get("conditions") or [])
        self.weeks = patient.get("pregnancy_weeks")
        self.late = self.weeks is not None and self.weeks >= 13
        self.surgery = patient.get("surgery")
        self.kind = (self.surgery or {}).get("kind") or ""
        self.pain = self.data["screening"]["pain_at_rest"]
        self.measured = known(self.data, "balance", "single_leg_stance_s")
        self.stance = min(self.measured) if len(self.measured) == 2 else 0
        self.strength = known(self.data, "hip_flexor_strength")
        self.mobile = any(angle(self.data, side) <= -15 for side in SIDES)  # type: ignore[operator]
        self.core, self.glutes = core(self.data), glutes(self.data)
        self.age = patient["age"]
        self.fragile = bool(self.has & {"osteoporosis", "vertebral_fracture"})
        self.unsteady = bool(self.has & {"vertigo", "falls_in_last_year", "neuropathy"})

    def fill(self) -> None:
        inhibit: list[str] = []
        if self.presentation == "long":
            inhibit = [HAMSTRING] + ([MARCH] if any(each <= 4 for each in self.strength) else [])
            if self.names & {"rectus_femoris_short", "tfl_short"}:
                self.cautions.add("two_joint_flexor_short_in_long_presentation")
        if self.presentation == "short":
            inhibit += [LUNGE] if self.names & {"iliopsoas_short", "tfl_short"} else []
            inhibit += [HALF] if "rectus_femoris_short" in self.names else []
            inhibit += [PIGEON]
        if self.presentation == "tone":
            inhibit = [LUNGE, PIGEON]
        self.stages = {"inhibit": inhibit, "glutes": ["bridge"], "core": ["dead-bug"], "balance": ["balance"]}
        if len(self.strength) == 2 and min(self.strength) == 5:
            self.cautions.add("hip_flexors_already_strong")

    def remove(self, *gone: str) -> None:
        for stage, items in self.stages.items():
            self.left += [(each, "contraindicated") for each in items if each in gone]
            self.stages[stage] = [each for each in items if each not in gone]

    def swap(self, old: str, new: str) -> None:
        for stage, items in self.stages.items():
            if old in items:
                changed = [new if each == old else each for each in items]
                if changed.count(new) == 2:
                    changed = [each for each in items if each != old]
                self.stages[stage] = changed

    def substitute(self) -> None:  # noqa: C901 - a table, read from top to bottom
        pains = [get(self.data, "thomas", side, "pain") or 0 for side in SIDES]
        if self.has & {"anterior_hip_pain", "labral_tear"} or max(pains) >= 4:
            self.remove(LUNGE, HALF, PIGEON, MARCH)
            self.cautions.add("no_end_range_hip_extension")
        if "femoroacetabular_impingement" in self.has:
            self.remove(PIGEON, MARCH)
            self.swap(LUNGE, HALF)
        if self.kind.startswith("replacement"):
            self.remove(PIGEON)
        if self.surgery is not None and self.surgery.get("extension_cleared") is not True:
            self.remove(LUNGE, HALF, PIGEON)
            self.cautions.add("no_hip_extension_past_neutral")
        posterior = self.kind == "replacement_posterior"
        if posterior:
            self.swap(LUNGE, STANDING)
            self.swap(HALF, STANDING)
            self.swap("dead-bug", "heel-slide")
            self.remove(HAMSTRING, MARCH)
            self.cautions.add("hip_flexion_under_90_no_crossing")
        if self.fragile:
            self.swap(LUNGE, HALF)
            self.swap(PIGEON, SUPINE4)
            self.cautions.add("no_spinal_flexion_or_twist")
        if self.has & {"extension_intolerant", "spondylolisthesis", "spinal_stenosis"}:
            self.swap(LUNGE, HALF)
            self.cautions.add("no_lumbar_extension")
        if self.has & {"vertigo", "falls_in_last_year"} or any(each < 5 for each in self.measured):
            self.swap(LUNGE, HALF)
        if "kneeling_pain" in self.has:
            self.swap(LUNGE, EDGE)
            self.swap(HALF, EDGE)
            self.swap(PIGEON, SUPINE4)
        if "kneeling_discomfort" in self.has:
            self.cautions.add("cushion_under_knee")
        if self.late:
            self.swap(LUNGE, HALF)
            self.swap(PIGEON, SEATED4)
            self.swap(SUPINE4, SEATED4)
            self.swap("bridge", "side-lying-glute-lift")
            if "kneeling_pain" in self.has or posterior:
                self.remove("dead-bug", "heel-slide")
            self.swap("dead-bug", "four-point-reach")
            self.swap("heel-slide", "four-point-reach")
            self.swap(EDGE, STANDING)
            self.cautions.add("no_prolonged_supine")
        if "tfl_short" in self.names and LUNGE in self.stages["inhibit"]:
            self.cautions.add("lean_away_for_tfl")
        if self.presentation in {"tone", "short"} and self.mobile:
            self.cautions.add("primer_only_do_not_lengthen")
        if self.stance < 5:
            self.swap("balance", TANDEM)
        if self.stance < 10 or self.unsteady or self.weeks is not None:
            self.cautions.add("hand_support")
        if self.stance < 10 or self.unsteady or self.fragile or self.age >= 65 or self.weeks is not None:
            self.cautions.add("eyes_closed_forbidden")

    def open(self) -> None:
        if self.data.get("open_through"):
            self.opens = self.data["open_through"]
        elif self.core == "poor" or self.presentation == "glute":
            self.opens = "core"
        else:
            self.opens = "glutes"
        place = STAGES.index(self.opens)  # type: ignore[arg-type]
        while not any(self.stages[stage] for stage in STAGES[: place + 1]):
            place += 1
        self.opens = STAGES[place]
        self.open_stages = STAGES[: place + 1]

    def limit(self) -> None:
        self.today = [each for stage in self.open_stages for each in self.stages[stage]]
        if len(self.today) > 4:
            for each in (PIGEON, SUPINE4, SEATED4):
                if each in self.today:
                    self.today.remove(each)
                    self.left.append((each, "daily_limit"))
        if len(self.today) > 4 and LUNGE in self.today and HALF in self.today:
            self.today.remove(HALF)
            self.alternate.append([LUNGE, HALF])
        if len(self.today) > 4 and self.presentation == "long" and HAMSTRING in self.today:
            self.today.remove(HAMSTRING)
            self.alternate.append([HAMSTRING])

    def run(self) -> None:
        if "runner" not in (self.data["patient"].get("activities") or []) or not FLEXORS & set(self.today):
            return
        self.cautions.add("static_stretch_after_run")
        if {LUNGE, HALF} & set(self.today):
            kept_out = {"hand_support", "no_lumbar_extension"} & self.cautions
            if self.pain <= 3 and not (kept_out or self.mobile or self.weeks is not None or self.fragile):
                self.before_run = ["walking-lunge"]
            else:
                self.left.append(("walking-lunge", "contraindicated"))

    def item(self, stage: str, exercise: str) -> dict[str, Any]:  # noqa: C901 - a table, read from top to bottom
        sets, reps, hold, longest, times = 2, None, None, None, 1
        level, top, equipment = 1, 1, []
        starter = (
            self.age >= 65
            or self.pain >= 4
            or self.weeks is not None
            or self.fragile
            or "deconditioned" in self.has
        )
        glutes_hold_bridge = "glutes" in self.open_stages and "bridge" in self.stages["glutes"]
        if exercise in FLEXORS:
            hold = 15 if exercise == LUNGE or self.presentation == "tone" else 30
            sets = 3 if exercise == HALF and self.presentation != "tone" else 2
            times = 2 if glutes_hold_bridge else 1
        elif exercise in {PIGEON, SUPINE4, SEATED4, HAMSTRING}:
            hold = 30
        elif exercise in {MARCH, "side-lying-glute-lift", "four-point-reach", "heel-slide"}:
            reps = 10
        elif exercise == TANDEM:
            hold = 10
        elif exercise == "bridge":
            reps, times = (10 if starter or self.glutes == "poor" else 30), 2
            top = 1 if EXTENSION & self.cautions else 3
        elif exercise == "dead-bug":
            reps = 5 if starter or self.core != "good" else 30
            level = 0 if self.core == "poor" else 1
            top = 1 if EXTENSION & self.cautions else 2
        elif exercise == "balance":
            small = starter or self.stance < 10
            hold, longest = (10, None) if small else (15, 20)
            board = "wobble_board" in (self.data["patient"].get("equipment") or [])
            if board and "eyes_closed_forbidden" not in self.cautions:
                level, top, equipment = 0, 2, ["wobble_board"]
            else:
                level = 0 if self.stance < 10 else 1
                top = 2 if "eyes_closed_forbidden" in self.cautions else 3
        midline, alternating = {"bridge"}, {"dead-bug", MARCH, "four-point-reach", "heel-slide"}
        later = exercise in FLEXORS and "static_stretch_after_run" in self.cautions
        return {
            "exercise": exercise,
            "level": level,
            "max_level": top,
            "sides": "midline"
            if exercise in midline
            else "alternating"
            if exercise in alternating
            else "both",
            "focus": [
                side for side in SIDES if stage == "inhibit" and any(each[1] == side for each in self.found)
            ],
            "sets": sets,
            "reps": reps,
            "hold_s": hold,
            "hold_max_s": longest,
            "times_per_day": times,
            "when": "later_in_day" if later else "any",
            "equipment": equipment,
        }

    def expected(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "presentation": self.presentation,
            "findings": findings(self.data),
            "opens_through": self.opens,
            "stages": [
                (stage, stage in self.open_stages, [self.item(stage, each) for each in items])
                for stage, items in self.stages.items()
            ],
            "today": self.today,
            "before_run": self.before_run,
            "alternate": self.alternate,
            "left_out": self.left,
            "cautions": sorted(self.cautions),
            "missing": self.missing,
        }


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    """The engine's answer without its sentences."""
    words = ("rule", "because", "source")
    return {
        "status": answer["status"],
        "presentation": answer["presentation"],
        "findings": [(each["finding"], each["side"]) for each in answer["findings"]],
        "opens_through": answer["opens_through"],
        "stages": [
            (
                each["stage"],
                each["open"],
                [{key: value for key, value in item.items() if key not in words} for item in each["items"]],
            )
            for each in answer["stages"]
        ],
        "today": answer["today"],
        "before_run": answer["before_run"],
        "alternate": answer["alternate"],
        "left_out": [(each["exercise"], each["because"]) for each in answer["left_out"]],
        "cautions": answer["cautions"],
        "missing": answer["missing"],
    }


def review(log: dict[str, Any]) -> tuple[list[str], bool]:  # noqa: C901 - a table, read from top to bottom
    """Section 6, row by row."""
    sessions, baseline, ask = log.get("sessions") or [], log.get("baseline_pain"), log.get("ask") or "dose"
    adherence, stage = log.get("adherence_14d"), log.get("open_through")

    def red(session: Any) -> bool:
        return (session.get("pain") or 0) >= 6 or (session.get("next_morning_pain") or 0) >= 6

    def amber(session: Any) -> bool:
        return baseline is not None and session.get("pain") in {4, 5} and session["pain"] > baseline

    def flare(session: Any, over: int | None) -> bool:
        morning = session.get("next_morning_pain")
        return morning is not None and over is not None and morning > over + 2

    def clean(session: Any, effort: int) -> bool:
        pain, tried = session.get("pain"), session.get("effort")
        if pain is None or tried is None or session.get("completed") is not True or red(session):
            return False
        small = pain <= 3 or (baseline is not None and pain <= baseline and pain <= 5)
        return small and tried <= effort and not flare(session, baseline or 0)

    def last(count: int, test: Any) -> bool:
        return len(sessions) >= count and all(test(each) for each in sessions[-count:])

    reds = sum(red(each) for each in sessions)
    alert = log.get("red_flag") is True or log.get("fall") is True or reds >= 2 or last(1, red)
    gap = log.get("days_since_last_session")

    def hard(session: Any) -> bool:
        return (session.get("effort") or 0) >= 8 or session.get("completed") is False

    def stage_done() -> bool:
        days, count = log.get("days_in_stage"), log.get("sessions_in_stage")
        if stage is None or count is None:
            return False
        if stage == "inhibit" and log.get("presentation") == "tone":
            return count >= 3
        return days is not None and days >= 7 and count >= (6 if stage == "core" else 5)

    def kept() -> bool:
        seen = [each.get("control_kept") for each in sessions[-3:]]
        return False not in seen and True in seen

    regular = adherence is not None and adherence >= 0.7
    rows = [
        (log.get("red_flag") is True, ["stop_all"]),
        (log.get("fall") is True, ["regress_to_supported"]),
        (reds >= 2, ["suspend"]),
        (last(1, red), ["stop_exercise_today", "regress_level"]),
        ((log.get("days_since_assessment") or 0) > 42, ["reassess_expired"]),
        (gap is not None and gap >= 21, ["reassess_gap"]),
        (gap is not None and 7 <= gap <= 20, ["restart_lower"]),
        (last(1, lambda each: each.get("control_kept") is False), ["regress_level"]),
        (last(2, amber) or last(1, lambda each: flare(each, baseline)) or last(2, hard), ["reduce_dose"]),
        (adherence is not None and adherence < 0.5, ["hold", "support_adherence"]),
        (last(1, amber), ["hold"]),
        (ask == "stage" and stage == "balance", ["hold"]),
        (
            ask == "stage" and stage_done() and regular and last(2, lambda each: clean(each, 5)),
            ["propose_next_stage"],
        ),
        (
            ask == "level"
            and log.get("at_top_level") is False
            and log.get("at_article_dose") is True
            and regular
            and last(3, lambda each: clean(each, 5))
            and kept(),
            ["progress_level"],
        ),
        (
            ask == "eyes_closed"
            and log.get("eyes_closed_forbidden") is False
            and last(3, lambda each: (each.get("hold_s") or 0) >= 20 and clean(each, 5)),
            ["progress_level"],
        ),
        (
            ask == "dose" and log.get("at_article_dose") is not True and last(2, lambda each: clean(each, 4)),
            ["increase_dose"],
        ),
        (True, ["hold"]),
    ]
    return next(actions for holds, actions in rows if holds), alert
