"""`/metrics`: what this process counted, and, at the API, what the tables say."""

from __future__ import annotations

import asyncio

from prometheus_client import CollectorRegistry, generate_latest

from engine.clock import Clock
from engine.logs import get_logger
from engine.metrics.counted import REGISTRY
from engine.metrics.standing import Standing, read_standing, without_database
from engine.runner.background import BackgroundDatabase

PATIENCE = 5.0
"""Seconds. Prometheus itself waits ten; what was counted is worth telling while the database is away."""
log = get_logger(__name__)


async def counted_text() -> bytes:
    """What this process counted, alone: the tables are told once, by the API."""
    return generate_latest(REGISTRY)


class MetricsPage:
    """The text of the page. The tables are read once, whoever else asks meanwhile."""

    def __init__(self, database: BackgroundDatabase, provider_name: str, clock: Clock) -> None:
        self._database, self._provider_name, self._clock = database, provider_name, clock
        self._reading: asyncio.Task[Standing] | None = None

    async def text(self) -> bytes:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())
        standing = CollectorRegistry()
        standing.register(await asyncio.shield(self._reading))
        return generate_latest(standing) + generate_latest(REGISTRY)

    async def _read(self) -> Standing:
        try:
            reading = self._database.read(lambda it: read_standing(it, self._provider_name, self._clock()))
            return await asyncio.wait_for(reading, PATIENCE)
        except Exception as problem:
            log.warning("the tables could not be read for metrics", reason=type(problem).__name__)
            return without_database()
