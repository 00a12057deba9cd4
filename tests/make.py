"""Who and what do the tests need? Made up, and made the way the site makes it: by its own actions.

`usual_people()` is the cast of the access tests: everybody who could stand before somebody's record.
"""

import time
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from datetime import time as clock
from decimal import Decimal
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from assessments import actions as assessing
from assessments.models import Outcome
from assessments.recorded import Recorded, Seen
from clinic import digest, handing_over, invitations, transferring
from clinic.mail.models import OutboxMail
from clinic.people import actions, codes, listing, sittings, tenancy
from clinic.people.models import AgreedBy, AuditEvent, Clinic, Membership, Patient, ReceivedCopy, User
from exercises import (
    calendar_feed,
    editing,
    issuing,
    logging,
    proposing,
    protocols,
    reminder_settings,
    sign_off,
    templating,
)
from exercises.models import Completion, Decision, Urgency
from exercises.told import Logged, Told

PASSWORD = "a long walk by the harbour"
SETTINGS = ("person", "clinics", "patients", "homes", "door", "key")

# A right hip that is short; everything asked, nothing alarming.
SHORT = {
    "screening": {"asked": True, "red_flags": [], "pain_at_rest": 2},
    "thomas": {
        side: {
            "variant": "modified",
            "instrument": "inclinometer",
            "pelvis_controlled": True,
            "hip_angle_deg": angle,
            "knee_flexion_deg": 84,
            "abduction_deg": 4,
            "j_sign": False,
            "pain": 0,
        }
        for side, angle in (("right", 8), ("left", -11))
    },
    "core": {"sahrmann_level": 3, "prone_bridge_s": 62},
    "balance": {"single_leg_stance_s": {"right": 31, "left": 28}},
    "posture": "neutral",
}


def changed(case, **paths):
    """The same case with some values replaced: `screening__pain_at_rest=6`."""
    copy = {name: changed(value) if isinstance(value, dict) else value for name, value in case.items()}
    for path, value in paths.items():
        *way, last = path.split("__")
        inner = copy
        for step in way:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return copy


# -- What a piece of a test may see --------------------------------------------------------------------------------
@contextmanager
def seeing(*clinics):
    """Several clinics at once, or their keys, as nobody does outside a test."""
    with transaction.atomic():
        _set("clinics", ",".join(str(getattr(clinic, "pk", clinic)) for clinic in clinics))
        try:
            yield
        finally:
            if not connection.needs_rollback:
                _set("clinics", "")


def see_nothing():
    for name in SETTINGS:
        _set(name, "")


def _set(name, value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [f"plumb.{name}", value])


# -- Clinics and people --------------------------------------------------------------------------------------------
def a_clinic(name="Harbour Practice", **fields):
    given = {
        "country": "GB",
        "time_zone": "Europe/London",
        "phone": "020 7946 0000",
        "email": f"{uuid4().hex}@clinic.example",
    }
    clinic = Clinic(name=name, **{**given, **fields})
    with tenancy.within(clinic.pk):
        clinic.save(force_insert=True)
    return clinic


def a_person(name="Aino Saar", email=None, **fields):
    """Somebody with a sign-in and a checked address; of no clinic yet."""
    user = User.objects.create_user(email or f"{uuid4().hex}@people.example", PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def a_member(clinic, role="therapist", *, user=None, ended=False, **fields):
    user = user or a_person(**fields)
    with tenancy.within(clinic.pk):
        ended_at = timezone.now() if ended else None
        Membership(clinic=clinic, user=user, role=role, ended_at=ended_at).save(force_insert=True)
    return user


def a_patient(clinic, by, *, user=None, age=44, consented=True, history=None, **details):
    """Registered by staff. With `user` they came in by an invitation."""
    given = {
        "given_name": "Mirela",
        "family_name": "Quist",
        "date_of_birth": _born(age),
        "email": (user.email if user else f"{uuid4().hex}@home.example"),
        "time_zone": clinic.time_zone,
        **details,
    }
    with tenancy.within(clinic.pk):
        patient = actions.register_patient(by=by, clinic=clinic, consented=consented, **given)
        if history:
            actions.change_patient(by=by, patient=patient, **history)
    if user:
        invitations.accept_invitation(secret=an_invitation(patient, by)[1], signed_in=user)
        with tenancy.within(clinic.pk):
            patient.refresh_from_db()
    return patient


def _born(age):
    today = timezone.localdate()
    return date(today.year - age, 1, 1)


def an_invitation(patient, by):
    """The invitation, and the secret in its link."""
    with tenancy.within(patient.clinic_id):
        invitation = invitations.invite(by=by, patient=patient)
        mail = OutboxMail.objects.filter(patient=patient, template="invitation").latest("made_at")
    return invitation, mail.values["link"].rstrip("/").split("/")[-1]


# -- What was found, prescribed, practised -------------------------------------------------------------------------
def recorded(case):
    """A case in the contract's words, as the Record page would put it down."""
    screening = case.get("screening", {})
    fields = {
        "red_flags_asked": screening.get("asked", False),
        "red_flags": screening.get("red_flags", []),
        "posture": case.get("posture", ""),
        "core_overall": case.get("core", {}).get("overall", ""),
        "glutes_overall": case.get("glutes", {}).get("overall", ""),
    }
    tests = {
        side: {name: test[name] for name in ("variant", "instrument", "pelvis_controlled", "j_sign")}
        for side, test in case.get("thomas", {}).items()
    }
    return Recorded(fields=fields, tests=tests, seen=tuple(_seen(case)))


def _seen(case):
    yield from _one_or_both("pain_at_rest", case.get("screening", {}).get("pain_at_rest", {}))
    for side, test in case.get("thomas", {}).items():
        yield from _of_test(side, test)
    for group in ("core", "glutes", "balance"):
        for name, value in case.get(group, {}).items():
            if name != "overall":
                yield from _one_or_both(name, value)
    yield from _one_or_both("hip_flexor_strength", case.get("hip_flexor_strength", {}))


def _of_test(side, test):
    numbers = {name: value for name, value in test.items() if name.endswith("_deg")} | test.get("tape", {})
    if "pain" in test:
        numbers["thomas_pain"] = test["pain"]
    for name, value in numbers.items():
        yield _measured(name, side, value)


def _one_or_both(name, value):
    if isinstance(value, dict):
        for side, number in value.items():
            yield _measured(name, side, number)
    else:
        yield _measured(name, "none", value)


def _measured(kind, side, value):
    return Seen(kind, side, Outcome.MEASURED, Decimal(str(value)))


def a_draft_assessment(patient, by, case=SHORT, *, on=None):
    with tenancy.within(patient.clinic_id):
        draft = assessing.begin(by=by, patient=patient, on=on or timezone.localdate())
        return assessing.save(by=by, assessment=draft, recorded=recorded(case), edition=draft.edition)


def an_assessment(patient, by, case=SHORT, *, on=None):
    """Recorded and signed."""
    draft = a_draft_assessment(patient, by, case, on=on)
    with tenancy.within(patient.clinic_id):
        return assessing.sign(by=by, assessment=draft)


def a_draft(patient, by, case=SHORT, *, on=None, open_through=None):
    """What the engine proposes for a fresh assessment, as a draft."""
    assessment = an_assessment(patient, by, case, on=on)
    with tenancy.within(patient.clinic_id):
        return proposing.propose(by=by, assessment=assessment, open_through=open_through)[1]


def a_programme(patient, by, case=SHORT, *, on=None, open_through=None):
    """Assessed, proposed, issued, all on that day."""
    day = on or timezone.localdate()
    draft = a_draft(patient, by, case, on=day, open_through=open_through)
    return issued(draft, by, on=day)


def issued(draft, by, *, on=None):
    day = on or timezone.localdate()
    now = timezone.now() - (timezone.localdate() - day)
    with tenancy.within(draft.clinic_id):
        return issuing.issue(by=by, programme=draft, today=day, now=now)


def told(programme, *, pain=1, effort=3, completion=Completion.DONE, control_kept=None, **more):
    """Every open exercise went alike."""
    with tenancy.within(programme.clinic_id):
        items = list(programme.items.open())
    entries = tuple(Logged(item.pk, completion, pain, effort, control_kept) for item in items)
    return Told(entries=entries, **more)


def a_session(programme, by, *, on=None, slot=1, client_key=None, now=None, **how):
    """Logged by the patient, and looked at by the engine."""
    day = on or timezone.localdate()
    with tenancy.within(programme.clinic_id):
        return logging.log_session(
            by=by,
            patient=Patient.objects.select_related("clinic").get(pk=programme.patient_id),
            programme=programme,
            local_date=day,
            slot=slot,
            client_key=client_key or uuid4(),
            told=how.pop("telling", None) or told(programme, **how),
            now=now or timezone.now() - (timezone.localdate() - day),
        )


# -- What is there now ---------------------------------------------------------------------------------------------
def as_it_is(row):
    """The row as the database has it."""
    with tenancy.within(row.pk if isinstance(row, Clinic) else row.clinic_id):
        return type(row)._base_manager.get(pk=row.pk)


def audited(clinic):
    with tenancy.within(clinic.pk):
        return list(AuditEvent.objects.filter(clinic=clinic).order_by("at").values_list("action", flat=True))


def audited_events(clinic):
    with tenancy.within(clinic.pk):
        return list(AuditEvent.objects.filter(clinic=clinic).values_list("pk", flat=True))


def mails(clinic, **wanted):
    with tenancy.within(clinic.pk):
        return list(OutboxMail.objects.filter(clinic=clinic, **wanted).order_by("made_at"))


# -- In the browser ------------------------------------------------------------------------------------------------
class Visitor(Client):
    """A browser. What a request may see ends with it, though here it shares the test's transaction."""

    def request(self, **request):
        try:
            return super().request(**request)
        finally:
            if connection.in_atomic_block and not connection.needs_rollback:
                see_nothing()


def visitor(user=None, *, second_factor=True):
    """Signed in, if anybody; with the second factor that staff are asked for."""
    browser = Visitor()
    if user is not None:
        browser.force_login(user)
        methods = ["password", "mfa"] if second_factor else ["password"]
        session = browser.session
        session["account_authentication_methods"] = [{"method": name, "at": time.time()} for name in methods]
        session["account_authentication_methods_user"] = str(user.pk)
        works = any(tie.is_staff for tie in tenancy.ties_of(user.pk))
        session[sittings.KEY] = {"began": time.time(), "seen": time.time(), "is_staff": works}
        session.save()
    return browser


# -- Two who work together -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Pair:
    """A therapist, and the patient who comes in to see them."""

    clinic: Clinic
    therapist: User
    user: User
    patient: Patient

    def proposal(self, case=SHORT, **how):
        return a_draft(self.patient, self.therapist, case, **how)

    def programme(self, case=SHORT, **how):
        return a_programme(self.patient, self.therapist, case, **how)

    def session(self, programme, **how):
        return a_session(programme, self.user, **how)

    def keys(self):
        return {one.name: str(getattr(self, one.name).pk) for one in fields(self)}

    @classmethod
    def found(cls, keys):
        with seeing(keys["clinic"]):
            patient = Patient.objects.select_related("clinic").get(pk=keys["patient"])
            people = {one.pk: one for one in User.objects.filter(pk__in=[keys["therapist"], keys["user"]])}
        return cls(patient.clinic, people[UUID(keys["therapist"])], people[UUID(keys["user"])], patient)


def a_pair(**details):
    clinic, user = a_clinic(), a_person("Mirela Quist")
    therapist = a_member(clinic, name="Tamsin Okoro")
    return Pair(clinic, therapist, user, a_patient(clinic, therapist, user=user, **details))


def a_standing_pair():
    """For many tests to find: nobody waits for a mail of theirs."""
    pair = a_pair()
    with tenancy.within(pair.clinic.pk):
        OutboxMail.objects.all().delete()
    return pair


# -- The usual people ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class People:
    """Two clinics, and everybody who could ask for `record`."""

    clinic: Clinic
    other_clinic: Clinic
    own_therapist: User
    owner: User
    assistant: User
    colleague_elsewhere: User
    former_therapist: User
    own_patient: User
    other_patient: User
    patient_elsewhere: User
    of_no_clinic: User
    record: Patient
    other_record: Patient
    record_elsewhere: Patient

    def keys(self):
        return {one.name: str(getattr(self, one.name).pk) for one in fields(self)}

    @classmethod
    def found(cls, keys):
        """Those with these keys."""
        models = {"Clinic": Clinic, "User": User, "Patient": Patient}
        with seeing(keys["clinic"], keys["other_clinic"]):
            return cls(
                **{one.name: models[one.type.__name__].objects.get(pk=keys[one.name]) for one in fields(cls)}
            )

    def anew(self):
        """The same people, read again."""
        return People.found(self.keys())

    def all(self):
        """By name, as the access table calls them; `nobody` is not signed in."""
        names = (
            "own_therapist",
            "owner",
            "assistant",
            "colleague_elsewhere",
            "former_therapist",
            "own_patient",
            "other_patient",
            "patient_elsewhere",
            "of_no_clinic",
        )
        return {name: getattr(self, name) for name in names} | {"nobody": None}


def usual_people():
    clinic, other_clinic = a_clinic(), a_clinic("Hill Practice")
    therapist = a_member(clinic, name="Tamsin Okoro")
    colleague = a_member(other_clinic, name="Ruben Falk")
    own, other, elsewhere = (a_person(name) for name in ("Mirela Quist", "Ottilie Brandt", "Piet Vos"))
    return People(
        clinic=clinic,
        other_clinic=other_clinic,
        own_therapist=therapist,
        owner=a_member(clinic, "owner", name="Oona Grieve"),
        assistant=a_member(clinic, "assistant", name="Asa Lind"),
        colleague_elsewhere=colleague,
        former_therapist=a_member(clinic, ended=True, name="Fenna Moor"),
        own_patient=own,
        other_patient=other,
        patient_elsewhere=elsewhere,
        of_no_clinic=a_person("Nils Berg"),
        record=a_patient(clinic, therapist, user=own),
        other_record=a_patient(clinic, therapist, user=other, given_name="Ottilie", family_name="Brandt"),
        record_elsewhere=a_patient(
            other_clinic, colleague, user=elsewhere, given_name="Piet", family_name="Vos"
        ),
    )


def furnish(people):
    """A row in every table, for two patients of one clinic and for one of the other."""
    for clinic, therapist in (
        (people.clinic, people.own_therapist),
        (people.other_clinic, people.colleague_elsewhere),
    ):
        a_sign_off(clinic, therapist)
        a_list(clinic, therapist)
        a_digest(clinic, therapist)
    with_whom = (
        (people.record, people.own_therapist, people.own_patient),
        (people.other_record, people.own_therapist, people.other_patient),
        (people.record_elsewhere, people.colleague_elsewhere, people.patient_elsewhere),
    )
    for patient, therapist, user in with_whom:
        _furnish(patient, therapist, user)
        a_transfer(patient, therapist)
        a_copy(patient, therapist)


def a_transfer(patient, by, **how):
    """The code that is printed for another clinic."""
    consent = transferring.Consent(AgreedBy.PATIENT, "", timezone.localdate())
    with tenancy.within(patient.clinic_id):
        one = Patient.objects.select_related("clinic", "user").get(pk=patient.pk)
        return codes.read(transferring.offer(by=by, patient=one, consent=consent, **how).code)


def a_copy(patient, by):
    """What came with them from a clinic that is not here."""
    with tenancy.within(patient.clinic_id):
        one = Patient.objects.select_related("clinic").get(pk=patient.pk)
        copy = ReceivedCopy(
            clinic=one.clinic,
            patient=one,
            from_clinic="Old Mill Practice",
            copied_at=timezone.now(),
            received_by=by,
            content=handing_over.copy_of(one),
        )
        copy.save(force_insert=True)
    return copy


def _furnish(patient, therapist, user):
    an_emergency(patient, therapist)
    first = a_programme(patient, therapist)
    a_session(first, user, pain=7, effort=8)
    second = issued(a_draft(patient, therapist), therapist)
    a_session(second, user, pain=5)
    a_correction(patient, therapist)
    draft = a_draft(patient, therapist)
    with tenancy.within(patient.clinic_id):
        a_template(draft, therapist)
        item = draft.items.first()
        editing.remove_item(by=therapist, item=item, reason="Not this week")
        reminder_settings.save_preferences(patient=patient, by=user, now=timezone.now(), enabled=True)
        calendar_feed.make_address(patient=patient, by=user)


def a_digest(clinic, by):
    """Wished for, each morning."""
    with tenancy.within(clinic.pk):
        return digest.wish(by=by, clinic=clinic, wanted=True, at=clock(7, 30), now=timezone.now())


def a_list(clinic, by):
    """Brought in and not yet registered."""
    with tenancy.within(clinic.pk):
        return listing.keep(by=by, clinic=clinic, lines=[])


def a_sign_off(clinic, by, **settings):
    """The protocol as it is shipped today, signed for a clinic."""
    with tenancy.within(clinic.pk):
        return sign_off.sign_protocol(
            by=by,
            clinic=clinic,
            version=protocols.load().version,
            settings=settings,
            signer_name=by.name,
            registration_number="PH 104 882",
        )


def a_template(draft, by, name=None):
    """What stands in a draft, kept for the clinic."""
    with tenancy.within(draft.clinic_id):
        return templating.save_template(by=by, programme=draft, name=name or f"Template {uuid4().hex[:6]}")


def a_stage_to_confirm(programme):
    """What the engine puts before the therapist when the next stage may open."""
    with tenancy.within(programme.clinic_id):
        decision = Decision(
            clinic_id=programme.clinic_id,
            patient_id=programme.patient_id,
            programme=programme,
            ask="stage",
            rule="next_stage",
            actions=["propose_next_stage"],
            alert=False,
            urgency=Urgency.STAGE,
            inputs={},
            reason={"clinician": {"text": "The next stage may open."}, "patient": {"text": ""}},
            protocol_version=programme.protocol_version,
            engine_version=programme.engine_version,
        )
        decision.save(force_insert=True)
    return decision


def an_emergency(patient, by):
    """An assessment that lets nothing be prescribed, and the decision that says so."""
    assessment = an_assessment(patient, by, changed(SHORT, screening__red_flags=["chest_pain"]))
    with tenancy.within(patient.clinic_id):
        proposing.propose(by=by, assessment=assessment)
    return assessment


def a_correction(patient, by, reason="The sides were swapped"):
    """A signed version 2 of the newest assessment."""
    with tenancy.within(patient.clinic_id):
        newest = patient.assessments.current().first()
        copy = assessing.correct(by=by, assessment=newest, reason=reason)
        return assessing.sign(by=by, assessment=copy)
