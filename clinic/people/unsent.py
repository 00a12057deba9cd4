"""What becomes of a form that is sent after the session has ended? It waits, for the same person only.

A form that is long to fill carries a signed mark of the person it was shown to. When it arrives and nobody is signed
in, what was typed is put into the new, anonymous session, under that mark and its address; after signing in, the page
at that address shows it again, unsaved. It never shows to anybody else, and it is gone after an hour or once shown.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone

FIELD = "for_person"
KEY = "unsent"
SALT = "clinic.people.unsent"
WAITS = timedelta(hours=1)
LONGEST = 100_000


def mark(request: HttpRequest) -> str:
    """The hidden field's value, on pages shown to somebody signed in."""
    return signing.dumps(str(request.user.pk), salt=SALT) if request.user.is_authenticated else ""


def keep(request: HttpRequest) -> None:
    """Nobody is signed in: let what was typed wait for whoever it was shown to."""
    typed = request.POST.urlencode()
    try:
        person = signing.loads(request.POST.get(FIELD, ""), salt=SALT)
    except signing.BadSignature:
        return
    if len(typed) <= LONGEST:
        until = (timezone.now() + WAITS).timestamp()
        request.session[KEY] = {"person": person, "path": request.path, "typed": typed, "until": until}
        request.session.set_expiry(WAITS)


def waiting(request: HttpRequest) -> QueryDict | None:
    """What this person typed here before the session ended, once; None when there is nothing."""
    kept = request.session.get(KEY)
    if request.method != "GET" or not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    is_theirs = kept["person"] == str(request.user.pk) and timezone.now().timestamp() < kept["until"]
    return QueryDict(kept["typed"]) if is_theirs else None
