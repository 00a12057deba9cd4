"""Which mails went out? The clinic's log of its own; and, in a demo alone, every mail as it would have arrived."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.mail import actions, demo
from clinic.mail.models import OutboxMail
from clinic.people import access, audit
from clinic.people.models import User

A_PAGE = 50


# -- The clinic's log --------------------------------------------------------------------------------------------
@require_safe
@access.staff
def log(request: HttpRequest) -> HttpResponse:
    """To whom, which kind, what became of it; never what it said."""
    mails = access.clinic_of(request).mails.all()
    in_need = mails.in_need()
    only = "look" in request.GET
    listed = (in_need if only else mails).select_related("patient").defer("values").order_by("-made_at", "id")
    page: Page[OutboxMail] = Paginator(listed, A_PAGE).get_page(request.GET.get("page"))
    audit.record_read(request, "mail.log", {mail.patient for mail in page if mail.patient})
    work = access.person_of(request).work
    shown = {
        "page": page,
        "only": only,
        "in_need": in_need.count(),
        "is_clinical": work is not None and work.role in access.CLINICAL,
    }
    return render(request, "mail/log.html", shown)


@require_safe
@access.staff
def of_patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Every mail to one patient, the newest first."""
    patient = access.registered_patient(request, patient_id)
    mails = patient.mails.defer("values").order_by("-made_at", "id")
    page: Page[OutboxMail] = Paginator(mails, A_PAGE).get_page(request.GET.get("page"))
    audit.record_read(request, "mail.log", [patient], patient.pk)
    return render(request, "mail/log.html", {"page": page, "patient": patient})


@require_POST
@access.staff
def send_again(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    mail = _mail_of(request, mail_id)
    if mail.patient and mail.patient.ended_at:
        raise access.Discharged(mail.patient)
    if actions.send_again(mail=mail, by=_me(request), now=timezone.now()):
        messages.success(request, _("It will be sent again within a minute."))
    else:
        messages.warning(request, _("This mail cannot be sent again: its time is over, or it is on its way."))
    return redirect("mail:log")


@require_POST
@access.staff
def withdraw(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    if actions.withdraw(mail=_mail_of(request, mail_id), by=_me(request)):
        messages.success(request, _("Withdrawn. It will not be sent."))
    else:
        messages.warning(request, _("This mail is on its way already, or is done with."))
    return redirect("mail:log")


@require_POST
@access.staff
def lay_aside(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    if actions.lay_aside(mail=_mail_of(request, mail_id), by=_me(request), now=timezone.now()):
        messages.success(request, _("Put aside. It no longer asks for a look."))
    else:
        messages.warning(request, _("This mail can still be decided about, or was put aside before."))
    return redirect("mail:log")


def _mail_of(request: HttpRequest, mail_id: UUID) -> OutboxMail:
    found = access.clinic_of(request).mails.select_related("patient").filter(pk=mail_id).first()
    mail: OutboxMail = access.found_or_refused(request, found, "mail", mail_id)
    return mail


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


# -- The demo's letterbox ----------------------------------------------------------------------------------------
@require_safe
@access.public
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo, newest first, and what is about to go out."""
    _only_in_a_demo()
    page = Paginator(demo.names(), A_PAGE).get_page(request.GET.get("page"))
    found = {"page": page, "mails": [demo.read(name) for name in page], "waiting": demo.waiting()}
    return render(request, "mail/outbox.html", {**found, "tick_s": round(settings.MAIL_TICK_S)})


@require_safe
@access.public
def outbox_mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    _only_in_a_demo()
    mail = demo.find(mail_id)
    if mail is None:
        raise Http404
    return render(request, "mail/outbox_mail.html", {"mail": mail})


def _only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404
