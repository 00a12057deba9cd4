"""Where the front desk's pages are."""

from django.urls import path

from clinic.people import views

app_name = "people"
urlpatterns = [
    path("patients/", views.patients, name="patients"),
    path("patients/new/", views.register, name="register"),
    path("patients/<uuid:patient_id>/change/", views.change, name="change"),
    path("patients/<uuid:patient_id>/invite/", views.invite, name="invite"),
    path("invitation/<str:secret>/", views.invitation, name="invitation"),
]
