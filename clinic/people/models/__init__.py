"""Who is there? Clinics, the people who sign in, who works where, who is treated where, and who did what."""

from clinic.people.models.clinic import (
    Clinic,
    Contrast,
    Membership,
    Paper,
    Role,
    TextSize,
    User,
    check_time_zone,
)
from clinic.people.models.guess import Guesses
from clinic.people.models.patient import (
    Activity,
    Channel,
    Condition,
    Equipment,
    Invitation,
    Patient,
    PatientQuerySet,
    Surgery,
)
from clinic.people.models.patient_list import PatientList
from clinic.people.models.trail import AuditEvent
from clinic.people.models.transfer import AgreedBy, ReceivedCopy, Transfer

__all__ = [
    "Activity",
    "AgreedBy",
    "AuditEvent",
    "Channel",
    "Clinic",
    "Condition",
    "Contrast",
    "Equipment",
    "Guesses",
    "Invitation",
    "Membership",
    "Paper",
    "Patient",
    "PatientList",
    "PatientQuerySet",
    "ReceivedCopy",
    "Role",
    "Surgery",
    "TextSize",
    "Transfer",
    "User",
    "check_time_zone",
]
