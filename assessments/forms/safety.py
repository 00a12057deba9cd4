"""What must be asked before anything else? The safety questions, in the words one would say them."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Assessment, RedFlag


class Screened(models.TextChoices):
    """Were they put, and what was answered? Nothing is prescribed until they were."""

    NOT_YET = "", gettext_lazy("Not asked yet")
    NO = "no", gettext_lazy("I have asked all of these questions: no to every one")
    YES = "yes", gettext_lazy("I asked, and something is there: let me tick it")


EMERGENCIES = (
    (RedFlag.SADDLE_NUMBNESS, gettext_lazy("Is it numb between your legs, where you would sit in a saddle?")),
    (RedFlag.BLADDER_OR_BOWEL_CHANGE, gettext_lazy("Is anything new with your bladder or your bowel?")),
    (RedFlag.NEW_SEXUAL_DYSFUNCTION, gettext_lazy("Has sexual function changed lately?")),
    (
        RedFlag.BILATERAL_LEG_NEUROLOGY,
        gettext_lazy("Do both legs tingle, or feel numb or weak?"),
    ),
    (RedFlag.PROGRESSIVE_LEG_WEAKNESS, gettext_lazy("Is a leg getting weaker from day to day?")),
    (RedFlag.CHEST_PAIN, gettext_lazy("Do you have chest pain?")),
    (RedFlag.UNEXPLAINED_BREATHLESSNESS, gettext_lazy("Are you out of breath and do not know why?")),
    (RedFlag.CALF_SWELLING_AND_PAIN, gettext_lazy("Is a calf swollen and sore?")),
    (RedFlag.UNABLE_TO_BEAR_WEIGHT, gettext_lazy("Is there a leg you cannot stand on?")),
    (RedFlag.SUSPECTED_FRACTURE, gettext_lazy("Do you suspect a fracture?")),
    (
        RedFlag.HOT_SWOLLEN_JOINT_WITH_FEVER,
        gettext_lazy("Is a joint hot and swollen, and do you have a fever?"),
    ),
    (RedFlag.PULSATING_ABDOMINAL_MASS, gettext_lazy("Look and feel: does something pulsate in the abdomen?")),
    (
        RedFlag.PREGNANCY_BLEEDING_OR_FLUID_LOSS,
        gettext_lazy("If pregnant: any bleeding, or loss of fluid?"),
    ),
)
URGENCIES = (
    (RedFlag.CANCER_HISTORY_WITH_NEW_PAIN, gettext_lazy("Have you had cancer, and is this pain new?")),
    (RedFlag.UNEXPLAINED_WEIGHT_LOSS, gettext_lazy("Have you lost weight without trying?")),
    (RedFlag.FEVER_OR_UNWELL, gettext_lazy("Do you have a fever, or feel ill?")),
    (RedFlag.CONSTANT_NIGHT_PAIN, gettext_lazy("Does it hurt all night, however you lie?")),
    (RedFlag.MAJOR_TRAUMA, gettext_lazy("Did it begin with a bad fall or an accident?")),
    (
        RedFlag.MINOR_TRAUMA_WITH_OSTEOPOROSIS,
        gettext_lazy("With osteoporosis: was there even a small knock or fall?"),
    ),
    (
        RedFlag.STEROIDS_OR_IMMUNOSUPPRESSION_WITH_NEW_PAIN,
        gettext_lazy("Do you take steroids or have a weak immune system, and is this pain new?"),
    ),
    (
        RedFlag.GROIN_PAIN_ON_HOP_OR_WEIGHT_BEARING,
        gettext_lazy("Does the groin hurt when you hop or put weight on the leg?"),
    ),
    (RedFlag.IV_DRUG_USE_WITH_NEW_PAIN, gettext_lazy("Do you inject drugs, and is this pain new?")),
    (
        RedFlag.RAPIDLY_WORSENING_DEFORMITY,
        gettext_lazy("Look: is a deformity there that quickly gets worse?"),
    ),
    (RedFlag.PREGNANCY_OTHER_WARNING_SIGN, gettext_lazy("If pregnant: any other warning sign?")),
    (
        RedFlag.PREGNANCY_EXERCISE_NOT_CLEARED,
        gettext_lazy("If pregnant: has nobody said yet that you may exercise?"),
    ),
)


class SafetyForm(forms.Form):
    """The questions stand there to be read out; their boxes come once something is there."""

    screened = forms.ChoiceField(
        label=gettext_lazy("Were they asked?"),
        choices=Screened.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    emergencies = forms.MultipleChoiceField(
        label=gettext_lazy("An emergency today, if yes"),
        choices=EMERGENCIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    urgencies = forms.MultipleChoiceField(
        label=gettext_lazy("To be looked into first, if yes"),
        choices=URGENCIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ticked, screened = self._ticked(given), given.get("screened")
        if ticked and screened != Screened.YES:
            self.add_error(
                "screened", _("Something is ticked. Choose “something is there”, or clear the tick.")
            )
        if screened == Screened.YES and not ticked:
            self.add_error("screened", _("Tick what is there, or choose “no to every one”."))
        return given

    def safety(self) -> dict[str, Any]:
        """What was put down. "Something is there" without a tick is no answer yet: it must never read as "no"."""
        ticked = self._ticked(self.cleaned_data)
        said_no = self.data.get("screened") == Screened.NO
        return {"red_flags_asked": bool(said_no or ticked), "red_flags": ticked}

    def _ticked(self, given: dict[str, Any]) -> list[str]:
        return [*given.get("emergencies", []), *given.get("urgencies", [])]


def initial(assessment: Assessment) -> dict[str, Any]:
    asked = Screened.YES if assessment.red_flags else Screened.NO
    return {
        "screened": asked if assessment.red_flags_asked else Screened.NOT_YET,
        "emergencies": assessment.red_flags,
        "urgencies": assessment.red_flags,
    }
