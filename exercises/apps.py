"""What happens when the program starts? What lies below learns whom to ask: about reminders, about figures."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from assessments import figures  # noqa: PLC0415 - models are not there before
        from clinic.mail import checks  # noqa: PLC0415
        from exercises import notices, reminders, sign_off  # noqa: PLC0415

        for template in (reminders.TEMPLATE, *reminders.TEMPLATES.values()):
            checks.register(template, reminders.unwanted)
        for template in notices.TEMPLATES:
            checks.register(template, notices.unwanted)
        figures.register(sign_off.figures)
