"""What did the protocol say then? Each version that was ever used, word for word. Added to, never changed."""

from django.db import models
from django.utils import timezone


class ProtocolEdition(models.Model):
    """Of no clinic: it is what was shipped. `texts` is a list of [file, text], whose digest is the version."""

    version = models.CharField(max_length=80, primary_key=True)
    texts = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("kept_at",)

    def __str__(self) -> str:
        return self.version
