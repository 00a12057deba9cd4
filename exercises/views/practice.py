"""Practice mode: today's practice as a page that a phone can keep, and the door for what it sends later."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from clinic.people import access, audit, devices
from clinic.people.emergency import emergency_number
from clinic.people.models import Patient, User
from exercises import leading, practising, receiving, wording
from exercises.leading_words import words
from exercises.models import Item, Programme
from exercises.practising import Practice
from exercises.receiving import Received, Refused
from exercises.refusing import NotPossible
from exercises.telling import EntryForm, SessionForm
from exercises.views.patient import own_record, up_to_date

UNREADABLE = gettext_lazy("This could not be read. Open today's page and tell it there.")
NOT_YOURS = gettext_lazy("This practice belongs to no plan of yours, so it was not kept.")


# Fetched at once rather than one after the other: a slow line pays for each turn.
MODULES = [
    f"js/practice/{name}.js"
    for name in ("machine", "store", "sending", "cues", "awake", "offline", "afterwards", "waiting")
]


class Envelope(forms.Form):
    """What comes around the answers."""

    programme = forms.UUIDField()
    day = forms.DateField(input_formats=["%Y-%m-%d"])
    slot = forms.IntegerField(min_value=1, max_value=2)
    age_s = forms.IntegerField(min_value=-(10**9), max_value=10**9)
    # Some of the exercises only: the practice went on, and may have been left.
    part = forms.BooleanField(required=False)


# The page is no secret beside the token in it, and the token is masked anew each time.
@gzip_page
@require_GET
@access.patient
def practise(request: HttpRequest) -> HttpResponse:
    """One exercise at a time. Without scripts: the steps in order, and the questions afterwards."""
    patient = own_record(request)
    programme = up_to_date(patient)
    zone = ZoneInfo(patient.time_zone)
    practice = practising.practice_on(programme, timezone.localdate(timezone=zone)) if programme else None
    if practice is None or not _is_led(practice):
        return redirect("practice:today")
    audit.record_read(request, "practice.read", [patient], practice.programme.pk)
    until = int(leading.kept_until(practice, zone).timestamp() * 1000)
    answer = render(request, "exercises/practise.html", _shown(request, patient, practice, until))
    answer.headers["Plumb-Until"] = str(until)
    return answer


def _is_led(practice: Practice) -> bool:
    """Whether there is something to do now that may be done."""
    stands = practice.is_stopped or practice.has_expired or practice.waits_for_therapist
    return not stands and not practice.is_done and bool(practice.items)


def _shown(request: HttpRequest, patient: Patient, practice: Practice, until: int) -> dict[str, Any]:
    assert isinstance(request.user, User)
    holds = wording.circumstances(practice.programme)
    return {
        "patient": patient,
        "practice": practice,
        "led": [(wording.shown(item, holds), leading.drawings(item)) for item in practice.items],
        "session": SessionForm(),
        "rows": [(EntryForm(item=item), wording.shown(item, frozenset())) for item in practice.items],
        "emergency": emergency_number(patient.clinic.country),
        "scale": range(11),
        "modules": MODULES,
        "words": words(),
        "plan": leading.plan(practice) | {"until": until, "account": devices.account_mark(request.user)},
    }


@require_http_methods(["GET", "POST"])
@access.patient
def sessions(request: HttpRequest) -> HttpResponse:
    """What a phone kept comes in here, one practice at a time; first it asks whose door it is, and for a token."""
    assert isinstance(request.user, User)
    if request.method == "GET":
        return JsonResponse({"account": devices.account_mark(request.user), "token": get_token(request)})
    with transaction.atomic():
        # Within: what is refused may still have called the therapist, and that stays.
        try:
            return _kept(request, *_read(request))
        except Refused as reason:
            return JsonResponse({"state": "refused", "sentence": str(reason)}, status=422)


def _kept(request: HttpRequest, programme: Programme, received: Received) -> HttpResponse:
    assert isinstance(request.user, User)
    patient = programme.patient
    now = timezone.localtime(timezone=ZoneInfo(patient.time_zone))
    try:
        kept, said = receiving.receive(
            by=request.user, patient=patient, programme=programme, received=received, now=now
        )
    except Refused as reason:
        if received.is_warning:
            raise Refused(f"{reason} {_call(patient)}") from None
        raise
    return JsonResponse({"state": "kept", "sentence": said, "session": str(kept.session.pk)})


def _call(patient: Patient) -> str:
    return _("What you told should not wait: call %(clinic)s, %(phone)s.") % {
        "clinic": patient.clinic.name,
        "phone": patient.clinic.phone,
    }


def _read(request: HttpRequest) -> tuple[Programme, Received]:
    """The programme it speaks of, and what it says. Raises Refused."""
    sent = _decoded(request)
    envelope = Envelope(sent)
    session = SessionForm(sent)
    if not (envelope.is_valid() and session.is_valid()):
        raise Refused(UNREADABLE)
    programme = practising.programme_of(access.own_records(request), envelope.cleaned_data["programme"])
    if programme is None:
        raise Refused(NOT_YOURS)
    entries = [EntryForm(sent, item=item) for item in _items(programme, sent)]
    if not all(entry.is_valid() for entry in entries):
        raise Refused(UNREADABLE)
    given = envelope.cleaned_data
    day: date = given["day"]
    return programme, Received(
        day=day,
        slot=given["slot"],
        client_key=session.cleaned_data["client_key"],
        age=timedelta(seconds=given["age_s"]),
        told=replace(session.told(entries), is_part=given["part"]),
    )


def _decoded(request: HttpRequest) -> QueryDict:
    """A flat object of words, as a form would send it."""
    try:
        sent = json.loads(request.body)
    except ValueError:
        raise Refused(UNREADABLE) from None
    if not isinstance(sent, dict) or not all(isinstance(value, str) for value in sent.values()):
        raise Refused(UNREADABLE)
    decoded = QueryDict(mutable=True)
    decoded.update(sent)
    return decoded


def _items(programme: Programme, sent: QueryDict) -> list[Item]:
    """Those told of; one that is not of this programme is nobody's to tell of here. Raises Refused.

    One whose turn is over is read too: it is not kept, but what hurt in it is heard.
    """
    told = {name.removesuffix("-completion") for name in sent if name.endswith("-completion")}
    items = [item for item in programme.items.all() if str(item.pk) in told]
    if len(items) != len(told):
        raise Refused(NotPossible("not_in_programme").sentence)
    return items
