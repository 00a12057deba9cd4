"""How are a plan and a review written for the outside? Exactly the contract's keys, in its order."""

from typing import Any

from assessments.reading import Finding
from assessments.words import Basis
from exercises.engine.plan import Item, Plan, StagePlan
from exercises.engine.reviewing import Review

MARKS = {"article": "[A]", "evidence": "[E]", "default": "[D]"}


def plan_as_contract(plan: Plan) -> dict[str, Any]:
    return {
        "status": str(plan.status),
        "presentation": plan.presentation and str(plan.presentation),
        "protocol": {"id": plan.protocol_id, "version": plan.protocol_version},
        "findings": [_finding(finding) for finding in plan.reading.findings],
        "opens_through": plan.opens_through and str(plan.opens_through),
        "stages": [_stage(stage) for stage in plan.stages],
        "today": list(plan.today),
        "before_run": list(plan.before_run),
        "before_run_items": [
            {**_item(item), "distance_m": item.dose.distance_m} for item in plan.before_run_items
        ],
        "alternate": [list(exercises) for exercises in plan.alternate],
        "left_out": [{"exercise": each.exercise, "because": str(each.code)} for each in plan.left_out],
        "cautions": [caution.code for caution in plan.cautions],
        "missing": [str(code) for code, _ in plan.missing],
        "not_tested": [str(code) for code, _ in plan.not_tested],
    }


def review_as_contract(review: Review) -> dict[str, Any]:
    return {
        "actions": [str(action) for action in review.actions],
        "alert": review.alert,
        "because": {"clinician": review.because.clinician.text, "patient": review.because.patient.text},
        "rule": review.rule,
        "source": sourced(review.basis),
    }


def sourced(basis: Basis) -> str:
    """The mark first: a reader must see what a decision rests on before the name of a study."""
    return f"{MARKS[basis.mark]} {basis.source}"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "finding": str(finding.id),
        "side": str(finding.side),
        "because": finding.because.clinician.text,
        "source": sourced(finding.basis),
    }


def _stage(stage: StagePlan) -> dict[str, Any]:
    return {
        "stage": str(stage.stage),
        "open": stage.open,
        "unlocks_when": stage.unlocks_when and stage.unlocks_when.clinician.text,
        "items": [_item(item) for item in stage.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "exercise": item.exercise,
        "level": item.level,
        "max_level": item.max_level,
        "sides": str(item.sides),
        "focus": [str(side) for side in item.focus],
        "sets": item.dose.sets,
        "reps": item.dose.reps,
        "hold_s": item.dose.hold_s,
        "hold_max_s": item.dose.hold_max_s,
        "times_per_day": item.dose.times_per_day,
        "when": str(item.when),
        "equipment": [str(each) for each in item.equipment],
        "rule": item.rule,
        "because": {"clinician": item.because_clinician, "patient": item.because_patient},
        "source": sourced(item.basis),
    }
