"""Which forms does the therapist fill while observing? The whole of Record, and why a signed one is corrected."""

from assessments.forms.correction import CorrectionForm
from assessments.forms.record import RecordForm

__all__ = ["CorrectionForm", "RecordForm"]
