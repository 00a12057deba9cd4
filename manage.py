#!/usr/bin/env python
"""The command line. `prescribe` and `review` are pure: they need no settings, no database and no Django."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] in (["prescribe"], ["review"]):
        from exercises.engine.command import run

        sys.exit(run(sys.argv[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
