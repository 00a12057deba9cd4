"""How long does a sheet take, process and all? `python bench/handout.py [exercises] [rounds]`; needs no database."""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NEEDED = {
    "SECRET_KEY": "measured-only-" + "x" * 50,
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": "postgres://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost",
    "EMAIL_URL": "smtp://localhost:1",
    "VAR_DIR": tempfile.mkdtemp(prefix="plumb-bench-"),
    "DJANGO_SETTINGS_MODULE": "clinic.settings",
}


def content(many: int) -> dict[str, object]:
    """A sheet with so many different exercises, each at its first level, twice a day."""
    from clinic.people.models import Clinic
    from exercises.library import load
    from exercises.models import Item, Programme
    from exercises.paper import handout

    items = []
    for exercise in list(load().values())[:many]:
        level, dose = exercise.levels[0], exercise.dose
        variant = {"equipment": ["wobble_board"]} if level.variant == "board" else {}
        amount = {"reps": "reps", "hold_s": "hold_s", "distance_m": "distance_m"}[dose.unit]
        items.append(
            Item(
                exercise=exercise.id,
                level=level.number,
                sides=exercise.sides,
                sets=dose.sets,
                times_per_day=2,
                reason={"patient": {"text": ""}},
                **{amount: dose.steps[0]},
                **variant,
            )
        )
    today = date(2026, 11, 22)
    clinic = Clinic(name="Harbour Practice", country="GB", phone="020 7946 0000")
    programme = Programme(starts_on=today, expires_on=today + timedelta(days=42), facts={}, cautions=[])
    return handout.of(items, programme, "Mirela Quist", clinic, today)


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    os.environ.update(NEEDED)
    import django

    django.setup()
    from exercises.paper import press

    start = time.perf_counter()
    sheet = content(many)
    print(f"{many} exercises: content {time.perf_counter() - start:.2f} s, the first time with drawing")
    start = time.perf_counter()
    content(many)
    print(f"content again: {time.perf_counter() - start:.3f} s")
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        size = len(press.pdf(sheet))
        took.append(time.perf_counter() - start)
    print(f"press: best {min(took):.2f} s, middle {statistics.median(took):.2f} s, {size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
