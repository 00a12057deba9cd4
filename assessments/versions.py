"""Two windows have written into one draft: how does each have it?"""

from dataclasses import dataclass, replace
from datetime import datetime

from assessments.differences import Difference, between
from assessments.forms import RecordForm
from assessments.recorded import history_of, recorded_of


@dataclass(frozen=True)
class Versions:
    """What differs between this page and what was saved elsewhere, and who saved that."""

    differences: list[Difference]
    saved_by: str
    saved_at: datetime
    edition: int


def versions_of(form: RecordForm) -> Versions:
    """The page as it was typed beside the draft as it was saved. `form` has been validated."""
    draft = form.assessment
    saved = replace(recorded_of(draft), history=history_of(draft.patient))
    return Versions(
        differences=between(form.recorded(), saved),
        saved_by=draft.saved_by.name if draft.saved_by else draft.recorded_by.name,
        saved_at=draft.saved_at,
        edition=draft.edition,
    )
