"""When does something in a story happen, and who does it? A patient's course, seen from today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from clinic.people.models import Patient, User
from exercises.models import Programme

# The hours of a day in a story. A visit comes before what follows from it.
MORNING, VISIT, CORRECTION, DECISION, EVENING = 8, 10, 11, 12, 19


@dataclass(frozen=True)
class Course:
    """One patient under one therapist. `random` begins the same in every run."""

    patient: Patient
    therapist: User
    now: datetime
    random: Random

    @property
    def practises_as(self) -> User:
        """The patient; or the therapist, who types in what stands on the paper."""
        return self.patient.user or self.therapist

    def day(self, days_ago: int) -> date:
        return day_before(self.now, ZoneInfo(self.patient.time_zone), days_ago)

    def moment(self, days_ago: int, hour: int) -> datetime:
        """About that hour where the patient lives; nothing has happened later than now."""
        at = time(hour, self.random.randrange(60))
        return min(datetime.combine(self.day(days_ago), at, ZoneInfo(self.patient.time_zone)), self.now)

    def live_programme(self) -> Programme:
        return self.patient.programmes.live().select_related("assessment").get()


def day_before(now: datetime, zone: ZoneInfo, days_ago: int) -> date:
    return now.astimezone(zone).date() - timedelta(days=days_ago)
