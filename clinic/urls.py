"""Where is what? Every page's address."""

from django.urls import URLPattern, URLResolver, include, path

from clinic import (
    arriving,
    dashboard,
    digest_pages,
    discharge_pages,
    handouts,
    home,
    note_taking,
    offline,
    reception,
    story,
    transfer_pages,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("second-factor/", home.second_factor, name="second_factor"),
    path("clinic/choose/", home.choose_clinic, name="choose_clinic"),
    path("today/", dashboard.today, name="today"),
    path("overview/", digest_pages.overview, name="overview"),
    path("patients/new/", reception.register, name="register"),
    path("patients/<uuid:patient_id>/invite/", reception.invite, name="invite"),
    path("patients/<uuid:patient_id>/sign-in-sheet/", reception.print_code, name="print_code"),
    path(
        "patients/<uuid:patient_id>/programmes/<uuid:programme_id>/handout.pdf",
        handouts.print_handout,
        name="handout",
    ),
    path("my/handout.pdf", handouts.own_handout, name="own_handout"),
    path("start/", arriving.start, name="start"),
    path("start/choose/", arriving.choose, name="choose_sign_in"),
    path("start/<str:code>/", arriving.start, name="start_with"),
    path("invitation/<str:secret>/", reception.invitation, name="invitation"),
    path("patients/<uuid:patient_id>/", story.patient, name="patient"),
    path("patients/<uuid:patient_id>/notes/", note_taking.note, name="notes"),
    path("patients/<uuid:patient_id>/discharge/", discharge_pages.discharge, name="discharge"),
    path("patients/<uuid:patient_id>/reopen/", discharge_pages.reopen, name="reopen"),
    path("patients/<uuid:patient_id>/transfer/", transfer_pages.transfer, name="transfer"),
    path("patients/<uuid:patient_id>/transfer/withdraw/", transfer_pages.take_back, name="take_back"),
    path("patients/<uuid:patient_id>/received/<uuid:copy_id>/", transfer_pages.copy, name="received_copy"),
    path("patients/receive/", transfer_pages.receive, name="receive"),
    path("", include("clinic.people.urls")),
    path("", include("assessments.urls")),
    path("", include("exercises.urls")),
    path("", include("clinic.mail.urls")),
    path("api/v1/", include("clinic.api")),
    path("accounts/", include("allauth.urls")),
]
