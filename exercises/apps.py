"""What happens when the program starts? What lies below learns whom to ask: about reminders, about figures."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from assessments import figures  # noqa: PLC0415 - models are not there before
        from clinic.mail import checks  # noqa: PLC0415
        from exercises import reminders, sign_off  # noqa: PLC0415

        checks.register(reminders.TEMPLATE, reminders.unwanted)
        figures.register(lambda clinic: sign_off.standing(clinic).protocol.thresholds)
