"""The door of a WSGI server. What every worker would have to work out is worked out here, once, before they part."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
application = get_wsgi_application()


def _draw() -> None:
    """Every figure's body, so that nobody who asks for a picture waits for it."""
    from assessments import how_to  # noqa: PLC0415 - the applications must stand first
    from exercises import pictures  # noqa: PLC0415

    pictures.drawn()
    how_to.drawn()


_draw()
