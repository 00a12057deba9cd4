"""Who may do this? The only door to a patient.

Every view says who it is for with one of the decorators below; a view without one is refused by a test, and a view
whose URL is not in the access table too. Whoever may not, gets the answer a stranger gets: 404.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, NoReturn, ParamSpec, TypeVar
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.people import audit, tenancy, unsent
from clinic.people.models import Clinic, Patient, PatientQuerySet, Role, User
from clinic.people.tenancy import Tie

P = ParamSpec("P")
Found = TypeVar("Found")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

CLINICAL = frozenset({Role.OWNER, Role.THERAPIST})
LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


class Discharged(Exception):
    """Nothing more is written about somebody who was discharged, until the record is opened again."""

    def __init__(self, patient: Patient) -> None:
        self.patient = patient
        super().__init__(str(patient))


@dataclass
class Person:
    """The one who asks: nobody, staff of clinics, a patient of clinics, or several at once."""

    user: User | None
    ties: list[Tie] = field(default_factory=list)
    chosen_clinic: str = ""

    @property
    def work(self) -> Tie | None:
        """Where they work now: the clinic chosen in this session, or their first."""
        places = [tie for tie in self.ties if tie.is_staff]
        chosen = [tie for tie in places if str(tie.clinic_id) == self.chosen_clinic]
        return next(iter(chosen or places), None)

    @property
    def care(self) -> list[Tie]:
        """Where they are a patient."""
        return [tie for tie in self.ties if not tie.is_staff]

    @property
    def kind(self) -> str:
        return "staff" if self.work else "patient" if self.care else "nobody"

    @property
    def name(self) -> str:
        return self.user.name if self.user else ""

    @property
    def language(self) -> str:
        return self.user.language if self.user else "en"

    @property
    def time_zone(self) -> str:
        tie = self.work or next(iter(self.care), None)
        return tie.time_zone if tie else "UTC"

    @property
    def in_demo(self) -> bool:
        return bool(self.ties) and all(tie.is_demo for tie in self.ties)

    def works_in(self, roles: frozenset[str] | None = None) -> list[UUID]:
        return [tie.clinic_id for tie in self.ties if tie.is_staff and (roles is None or tie.role in roles)]


def person_of(request: HttpRequest) -> Person:
    """The person behind this request; asks the database once, and lets the transaction see what they may see."""
    known: Person | None = getattr(request, "_person", None)
    user = request.user if request.user.is_authenticated else None
    if known is None or known.user != user:
        known = Person(user)
        if user is not None:
            known = Person(user, tenancy.enter(user.pk), request.session.get("clinic", ""))
        request._person = known  # type: ignore[attr-defined]
    return known


def has_second_factor(request: HttpRequest) -> bool:
    """Signed in with one in this session, or owns one and so was asked for it."""
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return True
    return request.user.is_authenticated and is_mfa_enabled(request.user)


# -- Who a view is for -------------------------------------------------------------------------------------------
def _marked(view: Callable[..., HttpResponse], audience: str) -> Callable[..., HttpResponse]:
    view.audience = audience  # type: ignore[attr-defined]
    return view


def public(view: View[P]) -> View[P]:
    """Anybody, signed in or not."""
    return _marked(view, "public")


def signed_in(view: View[P]) -> View[P]:
    """Anybody with a sign-in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if person_of(request).user is None:
            return _sign_in_first(request)
        return view(request, *args, **kwargs)

    return _marked(guarded, "signed_in")


def staff(view: View[P]) -> View[P]:
    """Whoever works in a clinic, assistants too."""
    return _for_staff(view, None, "staff")


def clinician(view: View[P]) -> View[P]:
    """Therapists and owners: who may see clinical detail."""
    return _for_staff(view, CLINICAL, "clinician")


def owner(view: View[P]) -> View[P]:
    """Who answers for the clinic."""
    return _for_staff(view, frozenset({Role.OWNER}), "owner")


def patient(view: View[P]) -> View[P]:
    """A person's own pages as a patient."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = person_of(request)
        if person.user is None:
            return _sign_in_first(request)
        if not person.care:
            refuse(request, view.__name__)
        return view(request, *args, **kwargs)

    return _marked(guarded, "patient")


def _for_staff(view: View[P], roles: frozenset[str] | None, audience: str) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = person_of(request)
        if person.user is None:
            return _sign_in_first(request)
        if not person.works_in(roles) or (person.work and roles and person.work.role not in roles):
            refuse(request, view.__name__)
        if not person.in_demo and not has_second_factor(request):
            return redirect("second_factor")
        try:
            return view(request, *args, **kwargs)
        except Discharged as refused:
            return _reopen_first(request, refused.patient)

    return _marked(guarded, audience)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """The sign-in page; what was typed waits meanwhile."""
    if request.method == "POST":
        unsent.keep(request)
    return redirect_to_login(request.get_full_path())


def _reopen_first(request: HttpRequest, patient: Patient) -> HttpResponse:
    """Their page: the button that opens the record again is there."""
    assert patient.ended_at is not None
    words = {"name": patient.full_name, "day": date_format(patient.ended_at, "j F Y")}
    said = _("%(name)s was discharged on %(day)s. Reopen the record first, then go on.") % words
    messages.info(request, said)
    return redirect("patient", patient.pk)


def is_clinical(request: HttpRequest) -> bool:
    """Whether they work as a therapist or owner where they work now."""
    work = person_of(request).work
    return work is not None and work.role in CLINICAL


# -- What a person may have --------------------------------------------------------------------------------------
def clinic_of(request: HttpRequest) -> Clinic:
    """The clinic where the person works now."""
    work = person_of(request).work
    if work is None:
        refuse(request, "clinic")
    return Clinic.objects.get(pk=work.clinic_id)


def patients(request: HttpRequest) -> PatientQuerySet:
    """The patients of the clinic where the person works now."""
    work = person_of(request).work
    return Patient.objects.filter(clinic=work.clinic_id) if work else Patient.objects.none()


def patient_of(request: HttpRequest, patient_id: UUID, *, treated: bool | None = None) -> Patient:
    """One patient, with clinical detail: where the person works as a therapist or owner. Else a stranger's answer.

    Whoever was discharged may be looked at, and no more. With `treated=True` not even that: the page begins
    something; with `treated=False` it does not matter.
    """
    found = _patient_in(request, patient_id, person_of(request).works_in(CLINICAL))
    return _if_still_treated(request, found, treated)


def registered_patient(request: HttpRequest, patient_id: UUID, *, treated: bool | None = None) -> Patient:
    """One patient as the front desk knows them: name, contact, invitation. For every member of staff."""
    found = _patient_in(request, patient_id, person_of(request).works_in())
    return _if_still_treated(request, found, treated)


def _if_still_treated(request: HttpRequest, patient: Patient, treated: bool | None) -> Patient:  # noqa: FBT001
    must_be = request.method not in LOOKING if treated is None else treated
    if must_be and patient.ended_at is not None:
        raise Discharged(patient)
    return patient


def _patient_in(request: HttpRequest, patient_id: UUID, clinics: list[UUID]) -> Patient:
    found = Patient.objects.select_related("clinic", "user").filter(pk=patient_id, clinic__in=clinics).first()
    return found or refuse(request, "patient", patient_id)


def own_records(request: HttpRequest) -> PatientQuerySet:
    """The person's own records as a patient, one for each clinic."""
    mine = [tie.patient_id for tie in person_of(request).care if tie.patient_id]
    return Patient.objects.select_related("clinic").filter(pk__in=mine)


def found_or_refused(request: HttpRequest, found: Found | None, what: str, object_id: UUID) -> Found:
    """The thing, or the answer a stranger gets."""
    return found if found is not None else refuse(request, what, object_id)


def refuse(request: HttpRequest, what: str, object_id: UUID | None = None) -> NoReturn:
    """Note the denial and answer as if there were nothing there."""
    audit.deny(request, what, object_id)
    raise Http404
