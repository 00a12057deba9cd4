"""What does each answer of a mail server mean? A table."""

import smtplib
import socket
import ssl

import pytest

from clinic.mail.verdicts import Fate, verdict_of
from clinic.mail.words import Reason

TO = "a@b.example"


def refused(code):
    return smtplib.SMTPRecipientsRefused({TO: (code, b"no")})


@pytest.mark.parametrize(
    ("error", "fate", "reason", "down"),
    [
        (refused(550), Fate.DEAD, Reason.REFUSED, False),
        (refused(450), Fate.PUT_OFF, Reason.LATER, False),
        (refused(452), Fate.PUT_OFF, Reason.LATER, False),
        (refused(421), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (refused(530), Fate.NOT_BEGUN, Reason.LOGIN, True),
        (smtplib.SMTPDataError(451, b""), Fate.PUT_OFF, Reason.LATER, False),
        (smtplib.SMTPDataError(554, b""), Fate.DEAD, Reason.REFUSED, False),
        (smtplib.SMTPDataError(421, b""), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (smtplib.SMTPSenderRefused(550, b"", "us"), Fate.NOT_BEGUN, Reason.SENDER, True),
        (smtplib.SMTPSenderRefused(451, b"", "us"), Fate.PUT_OFF, Reason.LATER, False),
        (smtplib.SMTPSenderRefused(530, b"", "us"), Fate.NOT_BEGUN, Reason.LOGIN, True),
        (smtplib.SMTPAuthenticationError(535, b""), Fate.NOT_BEGUN, Reason.LOGIN, True),
        (smtplib.SMTPAuthenticationError(454, b""), Fate.NOT_BEGUN, Reason.LOGIN, True),
        (smtplib.SMTPConnectError(554, b""), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (smtplib.SMTPHeloError(500, b""), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (smtplib.SMTPServerDisconnected("gone"), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (ConnectionRefusedError(), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (socket.gaierror(), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (TimeoutError(), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (ssl.SSLCertVerificationError(), Fate.NOT_BEGUN, Reason.UNREACHABLE, True),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), Fate.DEAD, Reason.BROKEN, False),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), Fate.DEAD, Reason.BROKEN, False),
    ],
    ids=lambda value: repr(value) if isinstance(value, Exception) else None,
)
def test_before_the_message_is_given_away(error, fate, reason, down):
    verdict = verdict_of(error, given_away=False)
    assert (verdict.fate, verdict.reason, verdict.line_is_down) == (fate, reason, down)


@pytest.mark.parametrize(
    "error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError(), ConnectionResetError()]
)
def test_a_line_that_breaks_afterwards_leaves_a_doubt(error):
    verdict = verdict_of(error, given_away=True)
    assert (verdict.fate, verdict.line_is_down) == (Fate.DOUBTFUL, True)


@pytest.mark.parametrize(("code", "fate"), [(451, Fate.PUT_OFF), (550, Fate.DEAD)])
def test_an_answer_to_the_message_is_no_doubt(code, fate):
    assert verdict_of(smtplib.SMTPDataError(code, b""), given_away=True).fate is fate
