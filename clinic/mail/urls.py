"""Where are the mails' pages?"""

from django.urls import path

from clinic.mail import views

app_name = "mail"
urlpatterns = [
    path("messages/", views.log, name="log"),
    path("messages/<uuid:mail_id>/send-again/", views.send_again, name="send_again"),
    path("messages/<uuid:mail_id>/withdraw/", views.withdraw, name="withdraw"),
    path("messages/<uuid:mail_id>/lay-aside/", views.lay_aside, name="lay_aside"),
    path("patients/<uuid:patient_id>/messages/", views.of_patient, name="of_patient"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:mail_id>/", views.outbox_mail, name="outbox_mail"),
]
