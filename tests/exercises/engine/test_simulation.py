"""Do a thousand patients, played for sixty days through the review and the ladder, come through safely?

Each is played by a small rule-following household: pain and effort wander with the load, some miss days, some fall.
The household's dice are seeded, so the same thousand come every time.
"""

import random
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from assessments.facts import parse
from assessments.vocabulary import Stage
from exercises import library, protocols
from exercises.engine import Log, Session, prescribe, review
from exercises.protocols.protocol import Action
from exercises.protocols.vocabulary import Ask
from tests.exercises.engine.people import PRESENTATIONS, assessment

pytestmark = pytest.mark.slow
DAYS, PATIENTS = 60, 1000
STAGES = list(Stage)
FORWARD = {Action.INCREASE_DOSE, Action.PROGRESS_LEVEL, Action.PROPOSE_NEXT_STAGE}
BACK = {Action.REDUCE_DOSE, Action.REGRESS_LEVEL, Action.REGRESS_TO_SUPPORTED, Action.RESTART_LOWER}
ENDED = {Action.STOP_ALL, Action.SUSPEND, Action.REASSESS_EXPIRED, Action.REASSESS_GAP}


@dataclass
class Patient:
    dice: random.Random
    presentation: str
    level: int
    top: int
    stage: Stage
    diligence: float
    soreness: float
    steps: tuple[int, ...]
    step: int
    baseline: int
    strength: float = 0.0
    stage_days: int = 0
    stage_sessions: int = 0
    since_last: int = 0
    sessions: list[Session] = field(default_factory=list)
    done: list[bool] = field(default_factory=list)
    moves: list[set[Action]] = field(default_factory=list)
    alerted: bool = False
    ended: set[Action] = field(default_factory=set)

    def practise(self) -> Session:
        load = self.step + 2 * self.level - self.strength
        pain = max(0, min(10, round(self.baseline + self.soreness * load + self.dice.gauss(0, 0.7))))
        effort = max(0, min(10, round(3 + load + self.dice.gauss(0, 0.8))))
        morning = max(0, min(10, round(pain * 0.6 + self.dice.gauss(0, 0.7))))
        self.strength += 0.25
        return Session(
            pain, effort, self.dice.random() > 0.03, morning, self.dice.random() > 0.03, 20 + self.level
        )

    def log(self, ask: Ask, day: int, *, fell: bool, flagged: bool) -> Log:
        due = self.done[-14:]
        return Log(
            presentation=self.presentation,
            open_through=self.stage,
            ask=ask,
            days_since_assessment=day,
            days_since_last_session=self.since_last,
            days_in_stage=self.stage_days,
            sessions_in_stage=self.stage_sessions,
            adherence_14d=sum(due) / len(due) if due else None,
            baseline_pain=self.baseline,
            red_flag=flagged,
            fall=fell,
            at_article_dose=self.step == len(self.steps) - 1,
            at_top_level=self.level == self.top,
            eyes_closed_forbidden=True,
            sessions=tuple(self.sessions[-14:]),
        )

    def follow(self, actions: set[Action]) -> None:
        self.moves.append(actions)
        if Action.INCREASE_DOSE in actions:
            self.step += 1
        if Action.PROGRESS_LEVEL in actions:
            self.level, self.step = self.level + 1, 0
        if Action.REDUCE_DOSE in actions or (Action.REGRESS_LEVEL in actions and self.level == 0):
            self.step = max(0, self.step - 1)
        elif actions & {Action.REGRESS_LEVEL, Action.REGRESS_TO_SUPPORTED, Action.RESTART_LOWER}:
            self.level = max(0, self.level - 1)
        if Action.PROPOSE_NEXT_STAGE in actions:
            self.stage = STAGES[STAGES.index(self.stage) + 1]
            self.stage_days = self.stage_sessions = 0
        self.ended = actions & ENDED


def arrive(number: int) -> Patient:
    dice = random.Random(number)
    presentation = dice.choice(list(PRESENTATIONS))
    plan = prescribe(parse(assessment(**PRESENTATIONS[presentation])), protocols.load(), library.load())
    bridge = next(item for item in plan.items if item.exercise == "bridge")
    steps = protocols.load().doses["bridge"].steps
    return Patient(
        dice=dice,
        presentation=presentation,
        level=bridge.level,
        top=bridge.max_level,
        stage=plan.opens_through,
        diligence=dice.choice([0.03, 0.3, 0.7, 0.9, 1.0]),
        soreness=dice.choice([0.0, 0.2, 0.4, 0.9]),
        steps=steps,
        step=steps.index(bridge.dose.reps),
        baseline=dice.choice([0, 1, 2, 4]),
    )


def play(patient: Patient) -> None:
    for day in range(DAYS):
        patient.since_last += 1
        patient.stage_days += 1
        live(patient, day)
        if patient.ended:
            return
        # Past the expiry a programme goes on only while an alert waits for the therapist's answer.
        assert patient.alerted or day <= protocols.load().programme.expires_day


def live(patient: Patient, day: int) -> None:
    """Before practice the day is looked at; after it, the dose, then the level, then the stage."""
    fell, flagged = patient.dice.random() < 0.002, patient.dice.random() < 0.001
    looked = answered(patient, Ask.DOSE, day, fell=fell, flagged=flagged) & (ENDED | {Action.RESTART_LOWER})
    practised = patient.dice.random() < patient.diligence
    patient.done.append(practised)
    if looked & ENDED or practised:
        patient.follow(looked)
    if patient.ended or not practised:
        return
    patient.sessions.append(patient.practise())
    patient.since_last, patient.stage_sessions = 0, patient.stage_sessions + 1
    for ask in (Ask.DOSE, Ask.LEVEL, Ask.STAGE):
        actions = answered(patient, ask, day, fell=fell, flagged=flagged)
        patient.follow(actions)
        if actions != {Action.HOLD}:
            return


def answered(patient: Patient, ask: Ask, day: int, *, fell: bool, flagged: bool) -> set[Action]:
    log = patient.log(ask, day, fell=fell, flagged=flagged)
    answer = review(log, protocols.load())
    must_alert(log, answer.alert)
    patient.alerted = answer.alert
    assert 0 <= patient.level <= patient.top
    assert 0 <= patient.step < len(patient.steps)
    return set(answer.actions)


def must_alert(log: Log, alert: bool) -> None:
    reds = [max(each.pain or 0, each.next_morning_pain or 0) >= 6 for each in log.sessions]
    assert alert == bool(log.red_flag or log.fall or sum(reds) >= 2 or reds[-1:] == [True])


@pytest.fixture(scope="module")
def thousand() -> list[Patient]:
    patients = [arrive(number) for number in range(PATIENTS)]
    for patient in patients:
        play(patient)
    return patients


def test_nobody_swings_back_and_forth(thousand):
    """A turn from forward to back and again takes sessions that went badly; nobody lives through many of them."""
    for patient in thousand:
        signs = [1 if move & FORWARD else -1 for move in patient.moves if move & (FORWARD | BACK)]
        turns = sum(left != right for left, right in pairwise(signs))
        assert turns <= DAYS // 6


def test_nobody_who_does_well_is_stuck(thousand):
    """Painless and diligent: by the end every stage is open, or the programme has run out at its 42 days."""
    well = [each for each in thousand if each.soreness == 0 and each.diligence == 1 and each.baseline <= 2]
    through = [each for each in well if not each.ended - {Action.REASSESS_EXPIRED}]
    assert len(through) > 20
    assert all(each.stage is Stage.BALANCE for each in through if len(each.done) > 42)
    assert all(any(move & FORWARD for move in each.moves) for each in through)


def test_nobody_is_left_without_an_end_or_an_alert(thousand):
    assert all(patient.ended or patient.alerted for patient in thousand)


def test_everyone_who_ended_ended_for_a_reason_that_was_said(thousand):
    assert {action for patient in thousand for action in patient.ended} == ENDED
