"""Where the front desk's pages are."""

from django.urls import path

from clinic.people import reading, views

app_name = "people"
urlpatterns = [
    path("patients/", views.patients, name="patients"),
    path("patients/<uuid:patient_id>/change/", views.change, name="change"),
    path("reading/", reading.reading, name="reading"),
]
