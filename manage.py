#!/usr/bin/env python
"""The command line. `prescribe`, `review` and `figures` are pure: they need no settings, no database, no Django."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] in (["prescribe"], ["review"]):
        from exercises.engine.command import run

        sys.exit(run(sys.argv[1:]))
    if sys.argv[1:2] == ["figures"]:
        from exercises.drawing_command import run as draw

        sys.exit(draw(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
