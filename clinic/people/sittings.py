"""How long does somebody stay signed in? Until they have been away too long, or since too long, by the server's clock.

Staff leave a screen in a room where others walk; a patient's phone lies at home, and may be shared. So both have a
limit of their own for being away and for the whole; the settings say them. Ended sessions lose nothing that was typed:
see `unsent`.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

KEY = "sitting"
# So often is "seen" written down, in parts of the idle limit: not with every page.
PARTS = 20


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Whether this session has outlived a limit."""
    sitting = request.session.get(KEY)
    if not sitting or not request.user.is_authenticated:
        return False
    idle, whole = _limits(is_staff=sitting["is_staff"])
    moment = now.timestamp()
    away, altogether = moment - float(sitting["seen"]), moment - float(sitting["began"])
    return away > idle.total_seconds() or altogether > whole.total_seconds()


def keep(request: HttpRequest, *, is_staff: bool, now: datetime) -> None:
    """They are here. Whoever becomes staff is held to the shorter limits from then on."""
    sitting, moment = request.session.get(KEY), now.timestamp()
    idle, _ = _limits(is_staff=is_staff)
    if (
        sitting is None
        or sitting["is_staff"] != is_staff
        or moment - sitting["seen"] > idle.total_seconds() / PARTS
    ):
        began = sitting["began"] if sitting else moment
        request.session[KEY] = {"began": began, "seen": moment, "is_staff": is_staff}


def _limits(*, is_staff: bool) -> tuple[timedelta, timedelta]:
    """Away, and altogether."""
    return settings.STAFF_SITTING if is_staff else settings.PATIENT_SITTING
