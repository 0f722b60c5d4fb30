"""What the tables say at this moment, as Prometheus reads it. Every process that is asked says the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Connection, RowMapping

from storage import house, waiting, worker_signs
from storage.senders import is_stopped, list_senders
from storage.waiting import Mark, paused_journeys

ALIVE_WITHIN = dt.timedelta(seconds=30)
"""A worker whose last sign is older is taken for dead; signs come every five seconds."""


class Standing(Collector):
    """Families that were read a moment ago."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self.families = families

    def collect(self) -> Iterable[Metric]:
        return self.families


def read_standing(connection: Connection, provider_name: str, now: dt.datetime) -> Standing:
    """Queues, how late each is, senders and workers."""
    senders = list_senders(connection, provider=provider_name)
    paused = paused_journeys(connection)
    return Standing([
        gauge("parcours_database_up", "1 while the database answers.", [((), 1)]),
        gauge("parcours_workers", "Workers that gave a sign of life lately.",
              [((), worker_signs.living(connection, since=now - ALIVE_WITHIN))]),
        *_depths(connection, senders),
        *_lags(connection, senders, paused, now),
        gauge("parcours_sender_held", "1 while nothing may leave from this number.",
              [((it["key"],), float(is_held(connection, it, now))) for it in senders], "sender"),
    ])  # fmt: skip


def without_database() -> Standing:
    return Standing([gauge("parcours_database_up", "1 while the database answers.", [((), 0)])])


def is_held(connection: Connection, sender: RowMapping, now: dt.datetime) -> bool:
    """A person, the provider or trouble holds this number, or all sending is suspended."""
    blocked: dt.datetime | None = sender["blocked_until"]
    is_blocked = blocked is not None and blocked > now
    return is_blocked or is_stopped(sender, now) or house.is_suspended(connection)


def lane_mark(
    connection: Connection, sender: RowMapping, paused: Collection[str], now: dt.datetime
) -> Mark | None:  # fmt: skip
    """What this sender's lane should have sent first; None while nothing may leave."""
    if is_held(connection, sender, now):
        return None
    return waiting.oldest_to_leave(connection, sender["id"], now=now, except_journeys=paused)


def _depths(connection: Connection, senders: Sequence[RowMapping]) -> Iterator[Metric]:
    def counts(count: Callable[[Connection, str], int], *statuses: str) -> list[tuple[tuple[str], float]]:
        return [((status,), count(connection, status)) for status in statuses]

    yield gauge("parcours_inbound_events", "Events that came in: new (not read), routed (wait for their turn), aside.",
                counts(waiting.inbound_count, "new", "routed", "aside"), "status")  # fmt: skip
    yield gauge("parcours_messages", "Messages by what they wait for.", [
        ((it["key"], status), waiting.message_count(connection, it["id"], status))
        for it in senders for status in ("queued", "sending", "unknown")
    ], "sender", "status")  # fmt: skip
    yield gauge("parcours_calls", "Questions to other systems that are open.",
                counts(waiting.call_count, "queued", "calling"), "status")  # fmt: skip
    yield gauge("parcours_start_runs", "Starts of many people that are open.",
                counts(waiting.run_count, "planned", "running"), "status")  # fmt: skip


def _lags(
    connection: Connection, senders: Sequence[RowMapping], paused: Collection[str], now: dt.datetime
) -> Iterator[Metric]:
    unread = waiting.oldest_unread(connection, now=now)
    yield gauge(
        "parcours_oldest_unread_seconds", "How long the oldest event waits to be read.", [((), age(unread, now))]
    )
    due = waiting.oldest_due(connection, now=now, except_journeys=paused)
    yield gauge("parcours_oldest_due_seconds", "How late the latest timer is.", [((), age(due, now))])
    yield gauge(
        "parcours_oldest_to_leave_seconds", "How long a message waits that could leave; 0 while its number is held.",
        [((it["key"],), age(lane_mark(connection, it, paused, now), now)) for it in senders], "sender",
    )  # fmt: skip


def age(mark: Mark | None, now: dt.datetime) -> float:
    """In seconds; 0 for nothing."""
    return 0.0 if mark is None else max(0.0, (now - mark.since).total_seconds())


def gauge(name: str, meaning: str, values: Iterable[tuple[tuple[str, ...], float]], *labels: str) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for of, value in values:
        family.add_metric(of, value)
    return family
