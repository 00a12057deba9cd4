"""Can anyone review every drawing at once? Writes all figures of the library and of the tests to one page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import assessments
from clinic.figures import load_folder
from clinic.figures.sheet import sheet
from exercises.library import FOLDER

TESTS = Path(assessments.__file__).parent / "figures"


class Command(BaseCommand):
    help = "Write every figure, every frame, both sides, on one page that needs nothing else."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sheet", type=Path, required=True, metavar="out.html", help="where to write the page"
        )

    def handle(self, *args: Any, sheet: Path, **options: Any) -> None:
        sheet.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{sheet}: {sheet.stat().st_size // 1024} KB")


def page() -> str:
    return sheet({"Exercises": load_folder(FOLDER), "Tests": load_folder(TESTS)})
