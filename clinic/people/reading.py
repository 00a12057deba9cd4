"""How does somebody read best? Text size and contrast, theirs on every page and every device."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from clinic.people import access
from clinic.people.models import User


class ReadingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asked with the answers to see at once."""

    class Meta:
        model = User
        fields = ("text_size", "contrast")
        widgets = {"text_size": forms.RadioSelect, "contrast": forms.RadioSelect}


@access.signed_in
def reading(request: HttpRequest) -> HttpResponse:
    """Choose, and see it on this very page."""
    assert isinstance(request.user, User)
    form = ReadingForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        request.user.save(update_fields=["text_size", "contrast"])
        messages.success(request, _("Saved. Every page is set like this now."))
        return redirect("people:reading")
    if form.errors:
        request.user.refresh_from_db(fields=["text_size", "contrast"])
    return render(request, "people/reading.html", {"form": form}, status=422 if form.errors else 200)
