"""Where the pages for deciding, practising and the protocol are."""

from django.urls import include, path

from exercises.views import clinician, patient, pictures, practice, progress, protocol, reminders, telling

deciding = [
    path("propose/", clinician.propose, name="propose"),
    path("propose/anew/", clinician.propose_anew, name="propose_anew"),
    path("propose/preview/", clinician.preview, name="preview"),
    path("propose/issue/", clinician.issue, name="issue"),
    path("propose/discard/", clinician.discard, name="discard"),
    path("propose/items/<uuid:item_id>/", clinician.change_item, name="change_item"),
    path("propose/items/<uuid:item_id>/up/", clinician.move_item, name="move_item"),
    path("propose/stages/<uuid:stage_id>/add/", clinician.add_item, name="add_item"),
    path("programmes/<uuid:programme_id>/", clinician.programme, name="programme"),
    path("programmes/<uuid:programme_id>/resume/", clinician.resume, name="resume"),
    path("programmes/<uuid:programme_id>/end/", clinician.end, name="end"),
    path("programmes/<uuid:programme_id>/in-touch/", clinician.in_touch, name="in_touch"),
    path("decisions/<uuid:decision_id>/", clinician.answer, name="answer"),
]
practising = [
    path("", patient.today, name="today"),
    path("practice/", practice.practise, name="practise"),
    path("sessions/", practice.sessions, name="sessions"),
    path("run-day/", patient.run_day, name="run_day"),
    path("morning/", patient.morning, name="morning"),
    path("log/", telling.log, name="log"),
    path("log/<uuid:session_id>/", telling.change, name="change"),
    path("log/<uuid:session_id>/undo/", telling.undo, name="undo"),
    path("done/<uuid:session_id>/", telling.done, name="done"),
    path("progress/", progress.progress, name="progress"),
    path("reminders/", reminders.reminders, name="reminders"),
]
reviewing = [
    path("", protocol.show, name="show"),
    path("sign/", protocol.sign, name="sign"),
]
urlpatterns = [
    path("patients/<uuid:patient_id>/", include((deciding, "exercises"))),
    path("protocol/", include((reviewing, "protocol"))),
    path("my/", include((practising, "practice"))),
    path("figures/", pictures.sheet, name="figures"),
    path("figures/<str:version>/<str:name>", pictures.picture, name="picture"),
    path("reminders/stop/<str:token>/", reminders.unsubscribe, name="unsubscribe"),
]
