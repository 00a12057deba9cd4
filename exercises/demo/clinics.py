"""Which clinics does the demo have, who works in them, and who may sign in with the printed password?"""

from dataclasses import dataclass
from uuid import UUID

from exercises.demo.harbour import HARBOUR_PATIENTS
from exercises.demo.lakeside import LAKESIDE_PATIENTS
from exercises.demo.story import Story

PASSWORD = "plumb-bob-hangs-true"  # noqa: S105 - printed on purpose; it opens made-up records only


@dataclass(frozen=True)
class Staff:
    name: str
    email: str
    role: str
    signs_in: bool = True


@dataclass(frozen=True)
class Practice:
    """A clinic with its people. The fixed id is how a second run knows it again."""

    id: UUID
    name: str
    country: str
    time_zone: str
    phone: str
    email: str
    address: str
    staff: tuple[Staff, ...]
    patients: tuple[Story, ...]


PRACTICES = (
    Practice(
        id=UUID("b1f0c7a2-4d5e-4c1b-9a70-6f2e0d8c5a11"),
        name="Harbour Row Physiotherapy",
        country="GB",
        time_zone="Europe/London",
        phone="01632 960210",
        email="desk@example.org",
        address="4 Harbour Row\nSaltmere",
        staff=(
            Staff("Margaret Okafor", "owner@example.org", "owner"),
            Staff("Daniel Whitcombe", "therapist@example.org", "therapist"),
            Staff("Priya Raman", "priya.raman@example.org", "therapist", signs_in=False),
            Staff("Joanna Kowalczyk", "assistant@example.org", "assistant"),
        ),
        patients=HARBOUR_PATIENTS,
    ),
    Practice(
        id=UUID("5c9e3d40-7b12-4f86-8e35-d1a9b7604c22"),
        name="Lakeside Movement Clinic",
        country="CA",
        time_zone="America/Toronto",
        phone="+1 416 555 0142",
        email="desk@example.net",
        address="18 Lakeside Walk\nMaplewater",
        staff=(Staff("Étienne Gagnon", "therapist@example.net", "therapist"),),
        patients=LAKESIDE_PATIENTS,
    ),
)
