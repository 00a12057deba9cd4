"""Which protocol was a programme made under? Its own version, as it was kept, also when another is shipped by now."""

import logging
from functools import lru_cache

from exercises import protocols
from exercises.models import ProtocolEdition
from exercises.protocols import Protocol

logger = logging.getLogger(__name__)


class NotKept(Exception):
    """This version was never kept here."""


class Altered(Exception):
    """What is kept under this version is not what the version was made of."""


def keep() -> None:
    """Put away what is shipped, the first time that it is used."""
    texts = protocols.texts()
    edition = ProtocolEdition(version=protocols.version_of(texts), texts=texts)
    if not ProtocolEdition.objects.filter(pk=edition.pk).exists():
        ProtocolEdition.objects.bulk_create([edition], ignore_conflicts=True)


def base_of(version: str) -> Protocol:
    """The protocol of that version; where it cannot be had, the one that is shipped, and the log says so."""
    shipped = protocols.load()
    if version == shipped.version:
        return shipped
    try:
        return kept(version)
    except (NotKept, Altered, ValueError) as why:
        logger.exception("protocol %s: %s; %s is used", version, type(why).__name__, shipped.version)
        return shipped


@lru_cache(maxsize=8)
def kept(version: str) -> Protocol:
    """Read anew from what was put away. Raises NotKept, Altered; DataError where it no longer fits the program."""
    edition = ProtocolEdition.objects.filter(pk=version).first()
    if edition is None:
        raise NotKept
    texts = [(name, text) for name, text in edition.texts]
    if protocols.version_of(texts) != version:
        raise Altered
    return protocols.read(texts)
