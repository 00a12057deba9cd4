"""Where the front desk's pages are."""

from django.urls import path

from clinic.people import list_pages, reading, views

app_name = "people"
urlpatterns = [
    path("patients/list/", list_pages.bring_in, name="bring_in"),
    path("patients/list/<uuid:list_id>/", list_pages.look, name="list"),
    path("patients/", views.patients, name="patients"),
    path("patients/<uuid:patient_id>/change/", views.change, name="change"),
    path("clinic/", views.clinic, name="clinic"),
    path("reading/", reading.reading, name="reading"),
]
