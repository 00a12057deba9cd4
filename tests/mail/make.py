"""Who and what do the mail's tests need? A clinic, a patient with a programme, mails in the outbox; all made up."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from assessments.models import Assessment
from clinic.mail import outbox
from clinic.mail.models import OutboxMail, Stream
from clinic.people import tenancy
from clinic.people.models import AuditEvent, Clinic, Membership, Patient, User
from exercises.models import Entry, Item, Programme, ReminderPreference, Session, Stage
from exercises.reminder_settings import save_preferences

# A Monday, in winter time; 08:00 in London.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def a_clinic(name="Harbour Practice", *, is_demo=False):
    clinic = Clinic(
        name=name,
        country="GB",
        time_zone="Europe/London",
        phone="1",
        email=f"{uuid4().hex}@c.example",
        is_demo=is_demo,
    )
    with tenancy.within(clinic.pk):
        clinic.save(force_insert=True)
    return clinic


def a_user(clinic=None, role="therapist", **fields):
    user = User.objects.create_user(f"{uuid4().hex}@staff.example", name="Aino Saar", **fields)
    if clinic:
        with tenancy.within(clinic.pk):
            Membership(clinic=clinic, user=user, role=role).save(force_insert=True)
    return user


def a_patient(clinic, **fields):
    given = {
        "given_name": "Mirela",
        "family_name": "Quist",
        "date_of_birth": date(1980, 2, 3),
        "email": f"{uuid4().hex}@home.example",
        "time_zone": "Europe/London",
        "consent_version": "1",
        "consented_at": NOW - timedelta(days=30),
        **fields,
    }
    patient = Patient(clinic=clinic, **given)
    with tenancy.within(clinic.pk):
        patient.save(force_insert=True)
    return patient


def a_programme(patient, by, *, items=({},), **fields):
    """Issued ten days ago; each dict is one exercise, different from the plainest there is."""
    issued = {"state": "issued", "issued_by": by, "issued_at": NOW, "starts_on": TODAY - timedelta(days=10)}
    with tenancy.within(patient.clinic_id):
        programme = Programme(
            clinic_id=patient.clinic_id,
            patient=patient,
            assessment=_an_assessment(patient, by),
            made_by=by,
            presentation="short",
            opens_through="glutes",
            protocol_id="p",
            protocol_version="1",
            engine_version="1",
            facts={},
            plan={},
            **{**issued, "expires_on": TODAY + timedelta(days=32), **fields},
        )
        programme.save(force_insert=True)
        for position, item in enumerate(items):
            _an_item(programme, position, item)
    return programme


def _an_assessment(patient, by):
    assessment = Assessment(clinic_id=patient.clinic_id, patient=patient, assessed_on=TODAY, recorded_by=by)
    assessment.save(force_insert=True)
    return assessment


def _an_item(programme, position, given):
    whose = {"clinic_id": programme.clinic_id, "patient_id": programme.patient_id, "programme": programme}
    stage, _ = Stage.objects.get_or_create(
        programme=programme,
        name="glutes",
        defaults={**whose, "position": 1, "is_open": given.get("open", True)},
    )
    plainest = {
        "exercise": f"e{position}",
        "level": 1,
        "max_level": 3,
        "sides": "midline",
        "sets": 2,
        "reps": 10,
    }
    more = {name: value for name, value in given.items() if name != "open"}
    Item(**whose, stage=stage, position=position, rule="r", reason={}, **{**plainest, **more}).save(
        force_insert=True
    )


def a_preference(patient, by, **fields):
    """Every day at 8 and at 18, chosen an hour before NOW."""
    chosen = {
        "enabled": True,
        "weekdays": list(range(7)),
        "first_time": time(8),
        "second_time": time(18),
        **fields,
    }
    with tenancy.within(patient.clinic_id):
        return save_preferences(patient=patient, by=by, now=NOW - timedelta(hours=1), **chosen)


def a_reminded_patient(clinic, by, *, items=({},), **fields):
    """With a programme that runs and reminders at 8 and 18."""
    patient = a_patient(clinic, **fields)
    a_programme(patient, by, items=items)
    a_preference(patient, by)
    return patient


def a_session(patient, programme, slot=1, day=TODAY, completion="done", **fields):
    """With what was told of its first exercise."""
    whose = {"clinic_id": patient.clinic_id, "patient": patient, "programme": programme}
    with tenancy.within(patient.clinic_id):
        session = Session(
            **whose,
            local_date=day,
            slot=slot,
            client_key=uuid4(),
            completed=True,
            pain=0,
            effort=2,
            **fields,
        )
        session.save(force_insert=True)
        item = programme.items.order_by("position")[0]
        Entry(**whose, session=session, item=item, completion=completion, pain=0, effort=2).save(
            force_insert=True
        )


def a_mail(clinic=None, *, patient=None, reminder=False, to="somebody@home.example", **fields):
    """An account mail, or (reminder=True) one of the reminder stream that no check knows; due at NOW."""
    given = {
        "template": "account",
        "to_address": to,
        "values": {"subject": "Your code", "text": "The code is A1B2C3"},
        "due_at": NOW,
        "expires_at": NOW + timedelta(hours=3),
        "stream": Stream.REMINDER if reminder else Stream.TRANSACTIONAL,
        "slot": f"test:{uuid4()}",
        **fields,
    }
    with tenancy.through("sender"):
        outbox.put(patient=patient, clinic_id=clinic.pk if clinic else None, **given)
        return OutboxMail.objects.get(slot=given["slot"])


def as_it_is(mail: OutboxMail) -> OutboxMail:
    with tenancy.through("sender"):
        return OutboxMail.objects.get(pk=mail.pk)


def mails(**wanted) -> list[OutboxMail]:
    with tenancy.through("sender"):
        return list(OutboxMail.objects.filter(**wanted).order_by("made_at"))


def put_in(mail: OutboxMail, **fields) -> None:
    """As another sender would have left it."""
    with tenancy.through("sender"):
        OutboxMail.objects.filter(pk=mail.pk).update(**fields)


def audited(clinic_id: UUID) -> list[str]:
    with tenancy.within(clinic_id):
        return list(
            AuditEvent.objects.filter(clinic_id=clinic_id).order_by("at").values_list("action", flat=True)
        )


def preference(patient: Patient) -> ReminderPreference:
    with tenancy.within(patient.clinic_id):
        return ReminderPreference.objects.get(patient=patient)
