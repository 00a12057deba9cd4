"""Where the pages for observing are."""

from django.urls import path

from assessments import reference, views

app_name = "assessments"
urlpatterns = [
    path("tests/", reference.tests, name="tests"),
    path("tests/<slug:test>/", reference.test, name="test"),
    path("tests/figures/<str:version>/<str:drawing>", reference.drawing, name="drawing"),
    path("patients/<uuid:patient_id>/record/", views.record, name="record"),
    path("patients/<uuid:patient_id>/record/begin/", views.begin, name="begin"),
    path("patients/<uuid:patient_id>/record/reading/", views.read_as_you_go, name="reading"),
    path("patients/<uuid:patient_id>/assessments/<uuid:assessment_id>/", views.show, name="show"),
    path(
        "patients/<uuid:patient_id>/assessments/<uuid:assessment_id>/correct/", views.correct, name="correct"
    ),
]
