"""By which protocol does a clinic work? The shipped one, with the settings that its owner signed for this version."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments.figures import Figures
from clinic.people import audit
from clinic.people.models import Clinic, User
from exercises import editions, protocols
from exercises.models import Programme, ProtocolReview
from exercises.protocols import Protocol, overlay
from exercises.protocols.overlay import OverlayError

logger = logging.getLogger(__name__)


class ProtocolChanged(Exception):
    """Another version is shipped than the one that was read."""


@dataclass(frozen=True)
class Standing:
    """What a clinic works by now. `review` is in force; `lapsed` was signed for an older version and waits anew."""

    protocol: Protocol
    overlay: dict[str, int]
    review: ProtocolReview | None
    lapsed: ProtocolReview | None


@dataclass(frozen=True)
class Changed:
    """One setting that a clinic chose for itself."""

    setting: overlay.Setting
    shipped: int
    value: int


def standing(clinic: Clinic) -> Standing:
    """The newest signature, if it stands under the version that is shipped; else the protocol as shipped."""
    shipped = protocols.load()
    newest = history(clinic).filter(protocol_id=shipped.id).first()
    if newest is None or newest.protocol_version != shipped.version:
        return Standing(shipped, {}, None, newest)
    try:
        return Standing(overlay.apply(shipped, newest.overlay), newest.overlay, newest, None)
    except OverlayError:  # the bounds have become narrower since
        return Standing(shipped, {}, None, newest)


def figures(clinic: Clinic) -> Figures:
    """What an assessment is read by, for the room below."""
    now = standing(clinic)
    return Figures(now.protocol.thresholds, now.review)


def history(clinic: Clinic) -> QuerySet[ProtocolReview]:
    """Every signature, the newest first."""
    return ProtocolReview.objects.filter(clinic=clinic).select_related("by")


def protocol_of(programme: Programme) -> Protocol:
    """What a programme was made under: its version, with its settings, whatever is shipped or signed since."""
    base = editions.base_of(programme.protocol_version)
    try:
        return overlay.restored(base, tuple(programme.overlay.items()))
    except OverlayError:
        logger.warning("settings %s do not fit %s", programme.overlay_digest, base.version)
        return base


def review_of(programme: Programme) -> ProtocolReview | None:
    """The signature under which a programme was proposed, if there was one."""
    return ProtocolReview.objects.filter(
        clinic=programme.clinic_id,
        protocol_id=programme.protocol_id,
        protocol_version=programme.protocol_version,
        overlay_digest=programme.overlay_digest,
    ).first()


def changed_settings(of: Mapping[str, int]) -> list[Changed]:
    """What differs from the shipped protocol, in its order."""
    shipped = protocols.load()
    return [
        Changed(setting, overlay.value_of(shipped, setting), of[setting.id])
        for setting in overlay.settings()
        if setting.id in of
    ]


@transaction.atomic
def sign_protocol(
    *,
    by: User,
    clinic: Clinic,
    version: str,
    settings: Mapping[str, int],
    signer_name: str,
    registration_number: str,
) -> ProtocolReview:
    """Put a name under the version that was read. Raises ProtocolChanged, OverlayError."""
    shipped = protocols.load()
    if version != shipped.version:
        raise ProtocolChanged
    chosen = overlay.changes(shipped, settings)
    overlay.apply(shipped, chosen)
    now = timezone.now()
    review = ProtocolReview(
        clinic=clinic,
        protocol_id=shipped.id,
        protocol_version=shipped.version,
        overlay=chosen,
        overlay_digest=overlay.digest(chosen),
        signer_name=signer_name,
        registration_number=registration_number,
        signed_on=timezone.localdate(now),
        signed_at=now,
        by=by,
    )
    editions.keep()
    review.save(force_insert=True)
    audit.record_of_clinic("protocol.signed", by=by, clinic_id=clinic.pk, object_id=review.pk, fields=chosen)
    return review
