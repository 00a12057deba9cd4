"""Where the pages for deciding, practising and the protocol are."""

from django.urls import include, path

from exercises.views import (
    answering,
    calendar,
    changes,
    diary,
    editing,
    patient,
    pictures,
    practice,
    programmes,
    progress,
    proposing,
    protocol,
    reminders,
    telling,
    templates,
    what_if,
)

deciding = [
    path("propose/", proposing.propose, name="propose"),
    path("propose/anew/", proposing.propose_anew, name="propose_anew"),
    path("propose/preview/", proposing.preview, name="preview"),
    path("propose/issue/", proposing.issue, name="issue"),
    path("propose/discard/", proposing.discard, name="discard"),
    path("propose/items/<uuid:item_id>/", editing.change_item, name="change_item"),
    path("propose/items/<uuid:item_id>/press/", editing.press_item, name="press_item"),
    path("propose/items/<uuid:item_id>/move/", editing.move_item, name="move_item"),
    path("propose/items/<uuid:item_id>/swap/", editing.swap_item, name="swap_item"),
    path("propose/stages/<uuid:stage_id>/add/", editing.add_item, name="add_item"),
    path("propose/templates/", templates.templates, name="templates"),
    path("propose/templates/save/", templates.save, name="save_template"),
    path("propose/templates/<uuid:template_id>/start/", templates.start, name="start_from_template"),
    path("propose/templates/<uuid:template_id>/retire/", templates.retire, name="retire_template"),
    path("what-if/", what_if.try_it, name="what_if"),
    path("programmes/<uuid:programme_id>/", programmes.programme, name="programme"),
    path("programmes/<uuid:programme_id>/diary/", diary.paper, name="diary"),
    path("programmes/<uuid:programme_id>/resume/", programmes.resume, name="resume"),
    path("programmes/<uuid:programme_id>/end/", programmes.end, name="end"),
    path("programmes/<uuid:programme_id>/in-touch/", programmes.in_touch, name="in_touch"),
    path("programmes/<uuid:programme_id>/in-touch/undo/", programmes.not_in_touch, name="not_in_touch"),
    path("decisions/<uuid:decision_id>/", answering.answer, name="answer"),
    path("decisions/<uuid:decision_id>/undo/", answering.undo, name="undo"),
    path("decisions/<uuid:decision_id>/carry-back/", answering.carry_back, name="carry_back"),
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
    path("changes/", changes.changes, name="changes"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/calendar/", calendar.make, name="make_calendar"),
    path("reminders/calendar/withdraw/", calendar.withdraw, name="withdraw_calendar"),
    path("reminders/later/", reminders.later, name="later"),
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
    path("calendar/<str:address>.ics", calendar.read, name="calendar"),
    path("reminders/stop/<str:token>/", reminders.unsubscribe, name="unsubscribe"),
]
