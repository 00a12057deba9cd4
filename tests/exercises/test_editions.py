"""Is an issued programme reviewed by the protocol it was made under, whatever is shipped later?"""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from assessments import facts
from clinic.people import tenancy
from exercises import editions, engine, library, protocols, sign_off
from exercises.models import Decision, ProtocolEdition
from exercises.proposing import snapshot
from tests.make import a_pair, a_programme, a_session, a_sign_off, as_it_is

pytestmark = pytest.mark.django_db
TEXTS = protocols.texts()


BANDS = "red_from = {}\namber_from = 4\namber_to = {}"
MILDER = (BANDS.format(6, 5), BANDS.format(7, 6))


def shipped_later(monkeypatch, *, edit=MILDER):
    """Another file is shipped: by it, pain is red from 7 only."""
    newer = protocols.read([(name, text.replace(*edit)) for name, text in TEXTS])
    assert newer.version != protocols.load().version
    monkeypatch.setattr(protocols, "load", lambda: newer)
    return newer


def decided(programme):
    with tenancy.within(programme.clinic_id):
        return Decision.objects.filter(programme=programme).order_by("made_at").first()


def test_an_issued_programme_is_reviewed_by_the_figures_it_was_made_under(monkeypatch):
    pair, yesterday = a_pair(), timezone.localdate() - timedelta(days=1)
    a_sign_off(pair.clinic, pair.therapist, stage_days=10)
    issued = pair.programme(on=yesterday)
    was = protocols.load()
    newer = shipped_later(monkeypatch)
    editions.kept.cache_clear()
    a_session(issued, pair.user, pain=6)
    decision = decided(issued)
    assert (decision.rule, decision.alert) == ("red_session", True)
    assert decision.protocol_version == f"{was.version}+{issued.overlay_digest}"
    assert newer.version not in decision.protocol_version
    by_then = sign_off.protocol_of(as_it_is(issued))
    assert by_then.session.red_from == 6
    assert next(gate.days for gate in by_then.gates if gate.id == "gate_usual") == 10


def test_a_programme_can_be_shown_to_have_come_from_its_protocol(monkeypatch):
    pair = a_pair()
    issued = as_it_is(pair.programme())
    shipped_later(monkeypatch, edit=("stretches the front of your hip", "eases the front of your hip"))
    editions.kept.cache_clear()
    again = engine.prescribe(facts.parse(issued.facts), sign_off.protocol_of(issued), library.load())
    assert snapshot(again) == issued.plan
    assert (
        snapshot(engine.prescribe(facts.parse(issued.facts), protocols.load(), library.load())) != issued.plan
    )


def test_a_version_is_kept_once_and_never_changed():
    pair = a_pair()
    a_programme(pair.patient, pair.therapist)
    a_programme(pair.patient, pair.therapist)
    [edition] = ProtocolEdition.objects.all()
    assert edition.version == protocols.load().version
    assert editions.kept(edition.version).version == edition.version
    for statement in (
        "UPDATE exercises_protocoledition SET version = 'x'",
        "DELETE FROM exercises_protocoledition",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_was_altered_or_never_kept_is_found_and_not_used(caplog):
    texts = [(name, text.replace("red_from = 6", "red_from = 9")) for name, text in TEXTS]
    ProtocolEdition.objects.create(version="shipped-0123456789abcdef", texts=texts)
    with pytest.raises(editions.Altered):
        editions.kept("shipped-0123456789abcdef")
    with pytest.raises(editions.NotKept):
        editions.kept("shipped-never")
    assert editions.base_of("shipped-0123456789abcdef") is protocols.load()
    assert "Altered" in caplog.text
