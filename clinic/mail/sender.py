"""How does what is due get out, once each, whatever dies meanwhile?

A sender claims a batch, asks whether it is still wanted, and then, mail by mail: says `sending` (committed), sends
outside any transaction, says `sent` (committed with the next one's `sending`). Several may run at once. A row left in
`sending` is one whose fate nobody knows; `leases` says what becomes of it. When the line is down the run ends and the
next tick begins another.
"""

import logging
import time
import uuid
from datetime import datetime, timedelta

from django.core.mail import EmailMessage

from clinic.mail import checks, leases, watch
from clinic.mail.line import Down, Line
from clinic.mail.models import OutboxMail, Stream
from clinic.mail.rendering import render
from clinic.mail.verdicts import Fate, Verdict
from clinic.mail.words import Reason

log = logging.getLogger(__name__)

# Small enough to be sent within one lease.
BATCH = 50
# Then the next tick goes on, so that no task runs for hours.
LONGEST_RUN_S = 300.0


class Run:
    """One sender's work: its name on the leases, its clock, and how many mails it sent."""

    def __init__(self, now: datetime) -> None:
        self.owner = uuid.uuid4()
        self.sent = 0
        # Gone out, and not yet written down: that is done together with the beginning of the next, or at once if
        # there is none. However it ends, a sender leaves one row in doubt at the most.
        self.just_sent: OutboxMail | None = None
        self._began_at, self._began = now, time.monotonic()

    @property
    def now(self) -> datetime:
        return self._began_at + timedelta(seconds=self._elapsed)

    @property
    def has_time(self) -> bool:
        return self._elapsed < LONGEST_RUN_S

    @property
    def _elapsed(self) -> float:
        return time.monotonic() - self._began


def send_due(now: datetime) -> int:
    """Send what is due; says how many mails went out. Safe to run twice, or several times at once."""
    run = Run(now)
    leases.recover(run.now)
    leases.expire(run.now)
    reason = ""
    try:
        with Line() as line:
            while run.has_time and (batch := _claim(run)):
                _send_batch(batch, line, run)
                watch.got_on(run.now)
        watch.got_on(run.now)
    except Down as down:
        log.warning("mail is down: %s", down.reason)
        reason = down.reason
    leases.give_back(run.owner, reason)
    watch.sound(run.now)
    return run.sent


def _claim(run: Run) -> list[OutboxMail]:
    """Codes and invitations before reminders: somebody waits for them."""
    for stream in (Stream.TRANSACTIONAL, Stream.REMINDER):
        mails = leases.claim(run.owner, run.now, stream=stream, size=BATCH)
        if mails:
            return mails
    return []


def _send_batch(batch: list[OutboxMail], line: Line, run: Run) -> None:
    unwanted = checks.unwanted(batch)
    if unwanted:
        leases.turn_away(unwanted, run.owner)
    try:
        for mail in batch:
            message = _written(mail, run)
            if message is not None:
                _send(mail, message, line, run)
    finally:
        _write_down(run)


def _written(mail: OutboxMail, run: Run) -> EmailMessage | None:
    """The message; or None, when it cannot be written and is put aside so that it does not stop the others."""
    try:
        message = render(mail)
        message.message()  # a header that cannot be shows here, not on the line
    except Exception as error:  # noqa: BLE001 - one mail must not stop the others
        # No trace: its last line may quote what the mail says.
        log.error("mail %s (%s) cannot be written: %s", mail.pk, mail.template, type(error).__name__)  # noqa: TRY400
        leases.give_up(mail, run.owner, Reason.BROKEN)
        return None
    return message


def _send(mail: OutboxMail, message: EmailMessage, line: Line, run: Run) -> None:
    line.open()
    is_ours = leases.begin(mail, run.owner, run.now, after=run.just_sent)
    run.just_sent = None
    if is_ours:
        _settle(mail, line.send(message), run)


def _write_down(run: Run) -> None:
    before, run.just_sent = run.just_sent, None
    if before is not None:
        leases.sent(before, run.owner, run.now)


def _settle(mail: OutboxMail, verdict: Verdict, run: Run) -> None:
    """Write down what became of the mail; then, if the line broke, say so."""
    if verdict.fate is Fate.SENT:
        run.sent += 1
        run.just_sent = mail
    elif verdict.fate is Fate.PUT_OFF:
        leases.put_off(mail, run.owner, run.now)
    elif verdict.fate is Fate.DOUBTFUL:
        leases.doubt(mail, run.owner, run.now)
    elif verdict.fate is Fate.NOT_BEGUN:
        leases.not_begun(mail, run.owner)
    else:
        leases.give_up(mail, run.owner, verdict.reason or Reason.REFUSED)
    if verdict.line_is_down:
        raise Down(verdict.reason or Reason.UNREACHABLE)
