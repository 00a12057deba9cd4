"""Where the pages for observing are."""

from django.urls import path

from assessments import reference
from assessments.views import comparing, live, recording, signed

app_name = "assessments"
urlpatterns = [
    path("tests/", reference.tests, name="tests"),
    path("tests/<slug:test>/", reference.test, name="test"),
    path("tests/figures/<str:version>/<str:drawing>", reference.drawing, name="drawing"),
    path("patients/<uuid:patient_id>/record/", recording.record, name="record"),
    path("patients/<uuid:patient_id>/record/begin/", recording.begin, name="begin"),
    path("patients/<uuid:patient_id>/record/reading/", live.read_as_you_go, name="reading"),
    path("patients/<uuid:patient_id>/record/keep/", live.keep, name="keep"),
    path("patients/<uuid:patient_id>/assessments/compare/", comparing.compare, name="compare"),
    path("patients/<uuid:patient_id>/assessments/<uuid:assessment_id>/", signed.show, name="show"),
    path(
        "patients/<uuid:patient_id>/assessments/<uuid:assessment_id>/correct/", signed.correct, name="correct"
    ),
]
