"""What does a mail server's answer mean for the mail, and for the line? Pure: an error in, a verdict out."""

import smtplib
from dataclasses import dataclass
from enum import Enum, auto

from clinic.mail.words import Reason

CLOSING = 421
NO_LOGIN = frozenset({530, 534, 535, 538})


class Fate(Enum):
    """What becomes of the mail."""

    SENT = auto()
    PUT_OFF = auto()
    DEAD = auto()
    DOUBTFUL = auto()
    NOT_BEGUN = auto()


@dataclass(frozen=True)
class Verdict:
    """The mail's fate, and why. With `line_is_down` nothing more goes out in this run."""

    fate: Fate
    reason: Reason | None = None
    line_is_down: bool = False


SENT = Verdict(Fate.SENT)
PUT_OFF = Verdict(Fate.PUT_OFF, Reason.LATER)


def verdict_of(error: Exception, *, given_away: bool) -> Verdict:
    """`given_away`: the server had begun to take the message itself."""
    code = _code(error)
    if code == CLOSING:
        return _down(Reason.UNREACHABLE)
    if code in NO_LOGIN or isinstance(error, smtplib.SMTPAuthenticationError):
        return _down(Reason.LOGIN)
    if code is not None and 400 <= code < 500:
        return PUT_OFF
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _down(Reason.SENDER)
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return Verdict(Fate.DEAD, Reason.REFUSED)
    return _broken_line(error, given_away)


def _broken_line(error: Exception, given_away: bool) -> Verdict:  # noqa: FBT001 - named where it is given
    """No answer at all, or one that is not about this mail."""
    if isinstance(error, smtplib.SMTPNotSupportedError) or not isinstance(error, OSError):
        return Verdict(Fate.DEAD, Reason.BROKEN)
    if given_away:
        return Verdict(Fate.DOUBTFUL, Reason.AMBIGUOUS, line_is_down=True)
    return _down(Reason.UNREACHABLE)


def _down(reason: Reason) -> Verdict:
    return Verdict(Fate.NOT_BEGUN, reason, line_is_down=True)


def _code(error: Exception) -> int | None:
    """Each of our mails has one recipient, so a refusal of recipients holds one code."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
