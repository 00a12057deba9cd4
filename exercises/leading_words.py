"""What does a phone say while it leads? Short enough to be read from the floor, and to be spoken."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "where": _("%(n)s of %(all)s"),
        "start": _("Start"),
        "pause": _("Pause"),
        "go_on": _("Go on"),
        "done": _("Done"),
        "skip": _("Skip"),
        "now": _("Start now"),
        "next": _("Next exercise"),
        "to_questions": _("Say how it went"),
        "ready": _("Get ready"),
        "switch": _("Change sides"),
        "rest": _("Rest"),
        "paused": _("Paused"),
        "round": _("Round %(n)s of %(all)s"),
        "right": _("Right side"),
        "left": _("Left side"),
        "first_right": _("Right side first"),
        "first_left": _("Left side first"),
        "now_right": _("Now the right side"),
        "now_left": _("Now the left side"),
        "seconds": _("seconds"),
        "of_reps": _("of %(n)s, at your own pace"),
        "enough": _("%(n)s is enough; stay if it is easy"),
        "your_pace": _("At your own pace. Press when you are done."),
        "fine": _("That is all right to work with. Ease off a little if you like."),
        "easier": _("Make it smaller, or go slower. If it does not settle, skip it for today."),
        "stop": _(
            "Stop this exercise for today. Your therapist will be told. Gentle walking is fine if it does not hurt."
        ),
    }
