"""From where were wrong codes tried, and how many lately?"""

from django.db import models


class Guesses(models.Model):
    """Codes tried from one place, since a moment. Of no clinic, and of nobody: the place is a keyed digest."""

    place = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    tried = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.tried} since {self.since:%H:%M}"
