"""Where does the front desk bring a list in? Choose a file, look at what it says, register."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinic.people import access, importing, listing
from clinic.people.models import PatientList, User

PAGE = 25
TROUBLES_SHOWN = 100


class ListForm(forms.Form):
    """A file, and how its dates are written: 03/04 is in March or in April."""

    file = forms.FileField(
        label=gettext_lazy("The list, as a CSV file"),
        error_messages={
            "required": gettext_lazy("Choose the file first."),
            "empty": gettext_lazy("This file is empty. Choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("How its dates of birth are written"),
        choices=[
            ("ymd", gettext_lazy("1984-03-09: year, month, day")),
            ("dmy", gettext_lazy("09/03/1984: day, month, year")),
            ("mdy", gettext_lazy("03/09/1984: month, day, year")),
        ],
        widget=forms.RadioSelect,
        initial="ymd",
    )

    def clean_file(self) -> bytes:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > importing.LARGEST:
            raise forms.ValidationError(
                _("This file is larger than 2 MB. Split the list and bring in each part.")
            )
        content: bytes = file.read()
        return content


@access.staff
def bring_in(request: HttpRequest) -> HttpResponse:
    """Read a file. With a trouble in any line nothing is kept, and each is named."""
    form = ListForm(request.POST or None, request.FILES or None)
    troubles: tuple[importing.Trouble, ...] = ()
    if request.method == "POST" and form.is_valid():
        found = importing.read(form.cleaned_data["file"], form.cleaned_data["dates"], timezone.localdate())
        troubles = found.troubles
        if not troubles:
            kept = listing.keep(by=_user(request), clinic=access.clinic_of(request), lines=found.lines)
            return redirect("people:list", kept.pk)
    shown = {
        "form": form,
        "troubles": troubles[:TROUBLES_SHOWN],
        "more": max(0, len(troubles) - TROUBLES_SHOWN),
    }
    return render(request, "people/bring_in.html", shown, status=422 if form.errors or troubles else 200)


@access.staff
def look(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """What the list says and who is here already; the buttons register everybody or put it aside."""
    clinic = access.clinic_of(request)
    kept = listing.waiting(clinic, list_id)
    if kept is None and request.method == "POST":  # pressed twice, or from an old page
        messages.info(request, _("This list no longer waits: see whether its patients are here."))
        return redirect("people:patients")
    kept = access.found_or_refused(request, kept, "list", list_id)
    if request.method == "POST":
        return _answered(request, kept)
    lines = listing.lines_of(kept)
    here = listing.registered_already(clinic, lines)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    shown = {"list": kept, "page": page, "here": here, "new": len(lines) - len(here)}
    return render(request, "people/list.html", shown)


def _answered(request: HttpRequest, kept: PatientList) -> HttpResponse:
    by, clinic = _user(request), kept.clinic
    if "put_aside" in request.POST:
        listing.put_aside(by=by, clinic=clinic, list_id=kept.pk)
        messages.info(request, _("The list was put aside. Nobody was registered."))
        return redirect("people:bring_in")
    made = listing.register_all(by=by, clinic=clinic, list_id=kept.pk)
    said = ngettext("%(n)s patient registered.", "%(n)s patients registered.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect("people:patients")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
