"""May another code be tried from here? Ten in ten minutes from one place, and nobody else is kept out by it.

Counted in PostgreSQL, in one statement, so that many at once count as many. The count belongs to the place a code
comes from, never to a code or a patient: whoever guesses can lock out only their own network. A place is kept as a
keyed digest, and forgotten when it has been quiet for the length of the window.
"""

import ipaddress
from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from clinic.people.models import Guesses

LIMIT = 10
WINDOW = timedelta(minutes=10)
NETWORK_OF_A_HOME = 64

COUNT = """
INSERT INTO people_guesses (place, since, tried) VALUES (%(place)s, %(now)s, 1)
ON CONFLICT (place) DO UPDATE SET
    tried = CASE WHEN people_guesses.since <= %(over)s THEN 1 ELSE people_guesses.tried + 1 END,
    since = CASE WHEN people_guesses.since <= %(over)s THEN %(now)s ELSE people_guesses.since END
RETURNING tried
"""


def may_try(address: str | None, now: datetime) -> bool:
    """Counts this try. A second one from the same place waits until the first is over."""
    over = now - WINDOW
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"place": place(address), "now": now, "over": over})
        tried = int(cursor.fetchone()[0])
    if tried == 1:
        Guesses.objects.filter(since__lte=over).delete()
    return tried <= LIMIT


def was_right(address: str | None) -> None:
    """A code that fits is no guess."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_guesses SET tried = greatest(tried - 1, 0) WHERE place = %s", [place(address)]
        )


def place(address: str | None) -> str:
    """Of IPv6 the network a home is given, for it holds more addresses than there are codes to try."""
    known = ipaddress.ip_address(address) if address else None
    if known is not None and known.version == 6:
        named = str(ipaddress.ip_network((known, NETWORK_OF_A_HOME), strict=False))
    else:
        named = str(known)
    return salted_hmac("clinic.people.guesses", named, algorithm="sha256").hexdigest()
