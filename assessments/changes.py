"""How is a difference between two measurements said, and whether it is real?"""

from django.utils.translation import gettext as _

from assessments import reading
from assessments.bands import Kind as Read
from assessments.kinds import Kind, Measure, with_unit
from assessments.words import plain

# Of these the protocol says how far a measurement can be trusted.
ANGLES = {
    Kind.HIP_ANGLE: Read.HIP_ANGLE,
    Kind.KNEE_FLEXION: Read.KNEE_FLEXION,
    Kind.ABDUCTION: Read.ABDUCTION,
}


def said(difference: float, measure: Measure) -> str:
    """With its sign and its unit; nothing is "unchanged"."""
    if not difference:
        return _("unchanged")
    sign = "+" if difference > 0 else "\N{MINUS SIGN}"
    return f"{sign}{with_unit(abs(difference), measure)}"


def verdict(change: reading.Change) -> str:
    words = _("real: %(limit)s° or more") if change.real else _("within measurement error: under %(limit)s°")
    return words % {"limit": plain(change.limit_deg)}
