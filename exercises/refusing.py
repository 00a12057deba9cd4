"""When can a practice not be kept, and what does the patient hear then?"""

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from exercises.models import Programme, ProgrammeState

REFUSED = {
    "not_issued": gettext_lazy("This plan has not been given to you yet."),
    "stopped": gettext_lazy("Your plan is paused, so please do not exercise. Call your clinic."),
    "ended": gettext_lazy(
        "Your therapist has ended or changed this plan. Open today's page for the new one."
    ),
    "waits": gettext_lazy(
        "It has been a while. Before you go on, your therapist would like to see where you are: call your clinic."
    ),
    "expired": gettext_lazy("This plan has run its course. Call your clinic and ask for a new assessment."),
    "in_future": gettext_lazy("That day has not come yet. Check the date on your phone, then send it again."),
    "too_long_ago": gettext_lazy("That is more than two weeks ago. Please tell your therapist about it."),
    "not_in_programme": gettext_lazy(
        "Your plan has changed since this page was opened. Open today's page again."
    ),
    "day_is_over": gettext_lazy(
        "That day is over, so it stays as you told it. Tell your therapist what was different."
    ),
    "already_answered": gettext_lazy(
        "Your therapist has been told of this, so it stays. You can still change your answers."
    ),
    "not_yours": gettext_lazy("This was sent before, by somebody else. Open today's page and tell it again."),
}


class NotPossible(Exception):
    """The session cannot be kept. `str(error)` is one of REFUSED's keys; `sentence` says it to the patient."""

    @property
    def sentence(self) -> str:
        return str(REFUSED[str(self)])


def check_runs(programme: Programme, day: date, there: datetime) -> None:
    """Whether the programme ran on that day. Raises NotPossible."""
    if programme.state == ProgrammeState.DRAFT:
        raise NotPossible("not_issued")
    if programme.state == ProgrammeState.STOPPED and day >= there.date():
        raise NotPossible("stopped")
    if programme.ended_at is not None and day >= programme.ended_at.astimezone(there.tzinfo).date():
        raise NotPossible("ended")
    if programme.expires_on is not None and day > programme.expires_on:
        raise NotPossible("expired")


def check_waits(programme: Programme, day: date) -> None:
    """Whether the therapist looks first; what was practised before that day is taken. Raises NotPossible."""
    since = getattr(programme, "wait", None)
    if since is not None and day >= since:
        raise NotPossible("waits")
