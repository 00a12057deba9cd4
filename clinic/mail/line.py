"""How does a mail leave? Over one connection that is kept open while there is something to send."""

import smtplib
from types import TracebackType
from typing import Any, Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from clinic.mail.verdicts import SENT, Verdict, verdict_of
from clinic.mail.words import Reason


class _Remembering(smtplib.SMTP):
    """An SMTP connection that knows whether it has begun to hand over the message."""

    given_away = False

    def mail(self, sender: str, options: Any = ()) -> tuple[int, bytes]:
        self.given_away = False
        return super().mail(sender, options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.given_away = True
        return super().data(msg)


class _RememberingSSL(_Remembering, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class SmtpBackend(EmailBackend):
    """Django's own, with connections that remember how far they came."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _RememberingSSL if self.use_ssl else _Remembering

    @property
    def given_away(self) -> bool:
        return bool(getattr(self.connection, "given_away", False))


class Down(Exception):
    """Nothing can be sent at present, whichever mail it is."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Line:
    """Opens when first needed, closes at the end."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def open(self) -> None:
        """Raises Down when the server cannot be reached or does not let us in."""
        if self._backend is not None:
            return
        backend = get_connection()
        try:
            backend.open()
        except OSError as error:  # every error of smtplib is one
            _hang_up(backend)
            raise Down(verdict_of(error, given_away=False).reason or Reason.UNREACHABLE) from error
        self._backend = backend

    def send(self, message: EmailMessage) -> Verdict:
        """Never raises: whatever happens is a verdict on this mail."""
        assert self._backend is not None
        try:
            self._backend.send_messages([message])
        except Exception as error:  # noqa: BLE001 - one mail that cannot be sent must not stop the others
            verdict = verdict_of(error, given_away=self._has_given_away())
            if verdict.line_is_down:
                self._close()
            return verdict
        return SENT

    def _has_given_away(self) -> bool:
        """A backend that does not know may have."""
        return bool(getattr(self._backend, "given_away", True))

    def _close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            _hang_up(backend)


def _hang_up(backend: BaseEmailBackend) -> None:
    try:
        backend.close()
    except OSError:
        pass  # the mails are accounted for; a server that does not say goodbye changes nothing
