"""How a draft is changed on its page: dose and level, place, another exercise, one more, one less."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.people import access, audit
from clinic.people.models import Patient
from exercises import choosing, editing, safety
from exercises.editing import Press
from exercises.forms import ItemForm, PickForm
from exercises.models import Item, Stage
from exercises.views.table import NO_LONGER, back_to_stage, item_of, moved_on, stage_of, table, user_of

# The nearest at once; the others are one press away, and so are their pictures.
FIRST = 4


@require_POST
@access.clinician
def change_item(request: HttpRequest, patient_id: UUID, item_id: UUID) -> HttpResponse:
    """Save another dose or level, or take the exercise out."""
    patient, item = item_of(request, patient_id, item_id)
    if not item.programme.is_draft:
        return moved_on(request, patient)
    form = ItemForm(request.POST, item=item)
    if not form.is_valid():
        return table(request, patient, item.programme, form)
    given = form.cleaned_data
    try:
        if "remove" in request.POST:
            editing.remove_item(by=user_of(request), item=item, reason=given["reason"])
        else:
            editing.change_item(by=user_of(request), item=item, **given)
    except safety.Objected as objected:
        form.object(objected.objections)
        return table(request, patient, item.programme, form)
    except NO_LONGER:
        return moved_on(request, patient)
    return back_to_stage(patient, item.stage)


@require_POST
@access.clinician
def press_item(request: HttpRequest, patient_id: UUID, item_id: UUID) -> HttpResponse:
    """One rung up or down. Where the rules speak against it, the form opens with their reasons and asks for one."""
    patient, item = item_of(request, patient_id, item_id)
    press = request.POST.get("to", "")
    if press not in set(Press) or not item.programme.is_draft:
        return moved_on(request, patient)
    try:
        editing.press_item(by=user_of(request), item=item, press=Press(press))
    except safety.Objected as objected:
        item.refresh_from_db()
        return table(request, patient, item.programme, _asking(item, Press(press), objected))
    except NO_LONGER:
        return moved_on(request, patient)
    return back_to_stage(patient, item.stage)


def _asking(item: Item, press: Press, objected: safety.Objected) -> ItemForm:
    """The change that was pressed for, as if it had been typed without a reason."""
    step, level = editing.after_press(item, press) or (0, 0)
    typed = {"step": step, "level": level, "times_per_day": item.times_per_day, "reason": ""}
    form = ItemForm({f"{item.pk}-{name}": str(value) for name, value in typed.items()}, item=item)
    form.is_valid()
    form.object(objected.objections)
    return form


@require_POST
@access.clinician
def move_item(request: HttpRequest, patient_id: UUID, item_id: UUID) -> HttpResponse:
    """One place earlier or later in its stage."""
    patient, item = item_of(request, patient_id, item_id)
    try:
        editing.move_item(by=user_of(request), item=item, earlier=request.POST.get("to") != "later")
    except NO_LONGER:
        return moved_on(request, patient)
    return back_to_stage(patient, item.stage)


@access.clinician
def add_item(request: HttpRequest, patient_id: UUID, stage_id: UUID) -> HttpResponse:
    """An exercise of the library into a stage."""
    patient, stage = stage_of(request, patient_id, stage_id)
    return _pick(request, patient, stage, None)


@access.clinician
def swap_item(request: HttpRequest, patient_id: UUID, item_id: UUID) -> HttpResponse:
    """Another exercise of the library in this one's place."""
    patient, item = item_of(request, patient_id, item_id)
    return _pick(request, patient, item.stage, item)


def _pick(request: HttpRequest, patient: Patient, stage: Stage, instead_of: Item | None) -> HttpResponse:
    if not stage.programme.is_draft:
        return moved_on(request, patient)
    form = PickForm(request.POST if request.method == "POST" else None, stage=stage)
    if form.is_valid():
        try:
            _put(request, form, stage, instead_of)
        except NO_LONGER:
            return moved_on(request, patient)
        if not form.errors:
            return back_to_stage(patient, stage)
    return _offer(request, patient, stage, instead_of, form)


def _put(request: HttpRequest, form: PickForm, stage: Stage, instead_of: Item | None) -> None:
    given = form.cleaned_data
    chosen = {"exercise_id": given["exercise"], "reason": given["reason"], "despite": given["despite"]}
    try:
        if instead_of is None:
            choosing.add_item(by=user_of(request), stage=stage, **chosen)
        else:
            choosing.swap_item(by=user_of(request), item=instead_of, **chosen)
    except choosing.AlreadyThere:
        form.add_error("exercise", _("This stage holds it already. Change its dose there."))
    except safety.Objected as objected:
        form.object(objected.objections)


def _offer(
    request: HttpRequest, patient: Patient, stage: Stage, instead_of: Item | None, form: PickForm
) -> HttpResponse:
    stage.programme.patient = patient
    advice = safety.advice_for(stage.programme)
    if advice is None:
        return redirect("exercises:propose", patient.pk)
    words = request.GET.get("q", "").replace("\0", "").strip()[:80]
    found = choosing.options(advice, stage, instead_of=instead_of, words=words)
    safe, unsafe = [one for one in found if one.is_safe], [one for one in found if not one.is_safe]
    chosen = form["exercise"].value()
    audit.record_read(request, "programme.draft_read", [patient], stage.programme_id)
    shown = {
        "patient": patient,
        "stage": stage,
        "instead_of": instead_of and choosing.name_of(instead_of),
        "form": form,
        "query": words,
        "safe": safe[:FIRST],
        "more_safe": safe[FIRST:],
        "wants_more": any(one.item.exercise == chosen for one in safe[FIRST:]),
        "unsafe": unsafe,
        "read": form["read"].value() or " ".join(o.token for one in unsafe for o in one.against),
        "chosen": chosen,
        "wants_all": any(one.item.exercise == chosen for one in unsafe),
    }
    return render(request, "exercises/pick.html", shown, status=422 if form.errors else 200)
