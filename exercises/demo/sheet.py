"""Who can sign in to the demo, and where does it say so? In demo.json for scripts, in a few lines for people."""

import json
import os
from pathlib import Path

from django.conf import settings

from exercises.demo.clinics import PASSWORD, PRACTICES, Practice

Account = dict[str, str]


def accounts() -> list[Account]:
    """In the order in which a newcomer needs them."""
    return [account for practice in PRACTICES for account in _accounts(practice)]


def _accounts(practice: Practice) -> list[Account]:
    """Therapist, assistant, owner; then who is treated there."""
    staff = sorted(((one.role, one.email) for one in practice.staff if one.signs_in), key=_by_role)
    patients = [("patient", one.email) for one in practice.patients if one.comes_in == "signs_in"]
    return [
        {"role": role, "clinic": practice.name, "email": email, "password": PASSWORD}
        for role, email in [*staff, *patients]
    ]


def _by_role(one: tuple[str, str]) -> int:
    return ["therapist", "assistant", "owner"].index(one[0])


def write() -> Path:
    """For its owner's eyes only, and never half written."""
    path = Path(settings.VAR_DIR) / "demo.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"url": settings.BASE_URL, "accounts": accounts()}, file, indent=2)
    draft.replace(path)
    return path


def lines() -> list[str]:
    return [
        f"{one['role']:<10} {one['clinic']:<26} {one['email']:<24} {one['password']}" for one in accounts()
    ]
