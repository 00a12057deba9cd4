"""The mail in numbers, as Prometheus reads them. Each reading asks the database, so every process says the same."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from clinic.mail import watch

CONTENT_TYPE = CONTENT_TYPE_LATEST


class MailCollector(Collector):
    """As of one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily(
            "plumb_mails", "Mails that are not done with, by state.", labels=["state"]
        )
        for state, many in watch.counts().items():
            waiting.add_metric([state], many)
        yield waiting
        health = watch.health(self.now)
        yield GaugeMetricFamily(
            "plumb_mail_oldest_due_seconds",
            "How long the mail that waits longest has waited.",
            value=health.oldest_due.total_seconds(),
        )
        if health.silent is not None:
            yield GaugeMetricFamily(
                "plumb_mail_sender_silent_seconds",
                "How long no sender has made progress.",
                value=health.silent.total_seconds(),
            )
        yield GaugeMetricFamily(
            "plumb_mail_alarm", "1 when somebody should look at the mail.", value=float(bool(health.alarm))
        )


def written(now: datetime) -> bytes:
    registry = CollectorRegistry()
    registry.register(MailCollector(now))
    return bytes(generate_latest(registry))
