"""Where is a record offered to another clinic, received from one, and the copy of it read?"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from clinic import handing_over, transferring
from clinic.people import access, audit, codes, guesses
from clinic.people.models import AgreedBy, User

RECENTLY_DAYS = 90


class OfferForm(forms.Form):
    """Nothing leaves without it: that they agreed, who said so, and when."""

    agreed = forms.BooleanField(
        label=gettext_lazy("They know what is handed over, and they have agreed"),
        error_messages={
            "required": gettext_lazy("Without their agreement nothing is handed over. Ask them first.")
        },
    )
    agreed_by = forms.ChoiceField(
        label=gettext_lazy("Who said so?"),
        choices=AgreedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say who agreed.")},
    )
    agreed_name = forms.CharField(
        label=gettext_lazy("Their name, if it was not the patient"), max_length=80, required=False
    )
    agreed_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Say on which day they agreed."),
            "invalid": gettext_lazy("Give the date as year-month-day, for example 2026-11-03."),
        },
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        by, on, today = given.get("agreed_by"), given.get("agreed_on"), timezone.localdate()
        if by and by != AgreedBy.PATIENT and not given.get("agreed_name"):
            self.add_error("agreed_name", _("Give the name of whoever agreed for them."))
        if on and on > today:
            self.add_error("agreed_on", _("This day has not come yet. Check the year."))
        if on and (today - on).days > RECENTLY_DAYS:
            self.add_error("agreed_on", _("That was more than three months ago. Ask them again."))
        return given

    def consent(self) -> transferring.Consent:
        given = self.cleaned_data
        by = AgreedBy(given["agreed_by"])
        name = "" if by is AgreedBy.PATIENT else given["agreed_name"]
        return transferring.Consent(by, name, given["agreed_on"])


class ReceiveForm(forms.Form):
    """What is on the sheet; and, once it is seen who comes, whether they want e-mail from here."""

    code = forms.CharField(
        label=gettext_lazy("The code on the sheet"),
        help_text=gettext_lazy("Twelve letters and digits. Capitals and dashes do not matter."),
        max_length=60,
        error_messages={"required": gettext_lazy("Type the code that is printed on the sheet.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
    )
    consented = forms.BooleanField(
        label=gettext_lazy("They agree to e-mail from your clinic"), required=False
    )

    def clean_code(self) -> str:
        """As it was meant."""
        code = codes.read(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("That is not a whole code: it has twelve letters and digits. Compare it with the sheet.")
            )
        return code


# -- In the clinic that has the record -----------------------------------------------------------------------------
@access.clinician
def transfer(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What would be handed over, and who agreed. The button makes a code, shown now and never again."""
    patient = access.patient_of(request, patient_id, treated=False)
    sent = request.POST if request.method == "POST" else None
    form = OfferForm(sent, initial={"agreed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        printed = transferring.offer(by=_user(request), patient=patient, consent=form.consent())
        shown = {"patient": patient, "printed": printed, "day": timezone.localdate()}
        return render(request, "clinic/transfer/sheet.html", shown)
    audit.record_read(request, "transfer.read", [patient], patient.pk)
    shown = {
        "patient": patient,
        "form": form,
        "amounts": handing_over.amounts(patient),
        "known": handing_over.known(patient),
        "offered": patient.transfers.open(timezone.now()).select_related("made_by").first(),
    }
    return render(request, "clinic/transfer/offer.html", shown, status=422 if form.errors else 200)


@require_POST
@access.clinician
def take_back(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """The code opens nothing any more."""
    patient = access.patient_of(request, patient_id, treated=False)
    if transferring.take_back(by=_user(request), patient=patient):
        messages.success(request, _("Withdrawn. The code opens nothing any more."))
    else:
        messages.info(request, _("There is no code that still works: it was used, or its time is over."))
    return redirect("patient", patient.pk)


# -- In the other clinic -------------------------------------------------------------------------------------------
@access.clinician
def receive(request: HttpRequest) -> HttpResponse:
    """First the code; then who is coming, and a button that says yes."""
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, form, status=422 if form.errors else 200)
    answer = _try(request, form)
    return _asked(request, form, status=answer) if isinstance(answer, int) else answer


def _try(request: HttpRequest, form: ReceiveForm) -> HttpResponse | int:
    """On they go; or the status of a page that says why not. A wrong code says nothing about any other."""
    address = audit.address_of(request)
    if not guesses.may_try(address, timezone.now()):
        form.add_error("code", _("Too many codes were tried from your connection. Wait ten minutes."))
        return 429
    given = {"by": _user(request), "clinic": access.clinic_of(request), "code": form.cleaned_data["code"]}
    try:
        if "confirm" in request.POST:
            patient = transferring.receive(**given, consented=form.cleaned_data["consented"])
            guesses.was_right(address)
            messages.success(
                request, _("Received. What came with them stands beside their record, to be read.")
            )
            return redirect("patient", patient.pk)
        coming = transferring.look(**given)
        guesses.was_right(address)
        return _asked(request, form, coming)
    except transferring.TransferSpent:
        form.add_error(
            "code",
            _(
                "This code does not open anything. Compare it with the sheet. If it was used or withdrawn, or is more "
                "than a week old, the other clinic can print a new one."
            ),
        )
    except transferring.OurOwn:
        form.add_error("code", _("This code is for another clinic: the record is yours already."))
    except transferring.NotReady:
        form.add_error(
            "code", _("The other clinic has something to settle first. Call them; the code still works.")
        )
    return 422


def _asked(
    request: HttpRequest, form: ReceiveForm, coming: transferring.Coming | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "clinic/transfer/receive.html", {"form": form, "coming": coming}, status=status)


@require_GET
@access.clinician
def copy(request: HttpRequest, patient_id: UUID, copy_id: UUID) -> HttpResponse:
    """What another clinic had on the day they came. To be read."""
    patient = access.patient_of(request, patient_id)
    found = patient.received_copies.select_related("received_by").filter(pk=copy_id).first()
    one = access.found_or_refused(request, found, "copy", copy_id)
    audit.record_read(request, "copy.read", [patient], one.pk)
    shown = {"patient": patient, "copy": one, "content": handing_over.read_back(one.content)}
    return render(request, "clinic/transfer/copy.html", shown)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
