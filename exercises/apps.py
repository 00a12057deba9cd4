"""What happens when the program starts? The mail pipeline learns whom to ask about reminders."""

from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "exercises"

    def ready(self) -> None:
        from clinic.mail import checks  # noqa: PLC0415 - models are not there before
        from exercises import reminders  # noqa: PLC0415

        checks.register(reminders.TEMPLATE, reminders.unwanted)
