"""The programming interface's root: version 1, and its schema."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView

from clinic.people.api import Clinicians
from exercises.api import PrescriptionPreview, ReviewPreview

app_name = "api"
urlpatterns = [
    path("prescriptions/preview", PrescriptionPreview.as_view(), name="prescriptions"),
    path("reviews/preview", ReviewPreview.as_view(), name="reviews"),
    path("schema", SpectacularJSONAPIView.as_view(permission_classes=[Clinicians]), name="schema"),
]
