"""In which environment do the programs of a demo run?"""

import os
import secrets
from pathlib import Path

from clinic.local.account import PROJECT
from clinic.local.passwords import write_private


def demo_environment(*, url: str, var: Path, database_url: str, redis_url: str) -> dict[str, str]:
    """What every program gets: the app's way into the database, never the owner's."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "DEMO": "1",
        "DEBUG": "0",
        "SECRET_KEY": _secret_key(var / "secret_key"),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "BASE_URL": url,
        "DATABASE_URL": database_url,
        "MIGRATION_DATABASE_URL": "",
        "REDIS_URL": redis_url,
        "EMAIL_URL": "demo:",
        "VAR_DIR": str(var),
        # Somebody trying it out waits for a code or an invitation; a clinic's servers need not look so often.
        "MAIL_TICK_S": "5",
        "PYTHONPATH": str(PROJECT),
        "PYTHONUNBUFFERED": "1",
        # Celery's five lines of alarm when root has chosen to start it.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


def _secret_key(path: Path) -> str:
    """Made up once, so that a restart signs nobody out."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(50))
    return path.read_text()
