"""Does the house stand? Three addresses for those who watch it, answered before anything else is asked.

    /healthz   the process answers; asks nothing of anybody
    /readyz    the database, the broker and the mail are well; else 503, with the reasons
    /metrics   the mail in numbers, for whoever shows METRICS_TOKEN; where none is set, there is no such page

None says anything of a person, and none looks at the name under which the site is asked for.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from clinic import metrics
from clinic.mail import watch

log = logging.getLogger(__name__)

BROKER_ANSWERS_WITHIN_S = 1.0
PLAIN = "text/plain; charset=utf-8"


class HealthMiddleware:
    """Comes before sessions and tenancy, which ask the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answers = {"/healthz": healthz, "/readyz": readyz, "/metrics": numbers}
        answer = answers.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type=PLAIN)


def readyz(request: HttpRequest) -> HttpResponse:
    reasons = reasons_against(timezone.now())
    for what, why in reasons.items():
        log.error("not ready: %s: %s", what, why)
    said = {"ready": not reasons, "reasons": reasons, "oldest_due_s": _oldest_due_s(timezone.now())}
    return JsonResponse(said, status=503 if reasons else 200)


def numbers(request: HttpRequest) -> HttpResponse:
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, wanted):
        return HttpResponse(status=404)
    return HttpResponse(metrics.written(timezone.now()), content_type=metrics.CONTENT_TYPE)


def reasons_against(now: datetime) -> dict[str, str]:
    """What is not well, by its name; empty when all is."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "broker": _broker,
        "mail": lambda: _mail(now),
    }
    return {name: why for name, check in checks.items() if (why := check())}


def _database() -> str:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return "does not answer"
    return ""


def _broker() -> str:
    """Without one, `manage.py run_scheduler` does its work."""
    if not settings.REDIS_URL:
        return ""
    import redis  # noqa: PLC0415 - no page of the web process needs it

    waits = {"socket_connect_timeout": BROKER_ANSWERS_WITHIN_S, "socket_timeout": BROKER_ANSWERS_WITHIN_S}
    try:
        with redis.Redis.from_url(_plain(settings.REDIS_URL), **waits) as broker:
            broker.ping()
    except (redis.RedisError, OSError):
        return "does not answer"
    return ""


def _plain(url: str) -> str:
    """Celery's name for a socket, and its database, as Redis' own client says them."""
    return url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")


def _oldest_due_s(now: datetime) -> int | None:
    """How long the mail that waits longest has waited; None where the database cannot be asked."""
    try:
        return round(watch.health(now).oldest_due.total_seconds())
    except Error:
        return None


def _mail(now: datetime) -> str:
    try:
        return watch.health(now).alarm
    except Error:
        return "cannot be asked"
