"""Keeping our library of templates in step with what the provider says is approved."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import orjson
import structlog
from sqlalchemy import Connection

from engine.clock import Clock
from engine.ids import NewId
from engine.providers.base import Provider, ProviderError, ProviderTemplate
from engine.runner.background import BackgroundDatabase
from storage import templates

log = structlog.get_logger(__name__)

EVERY = 600.0
AT_FIRST = 5.0
"""Seconds between tries until the first success: the provider may start after us."""
AT_LEAST = 5.0
"""Seconds between two readings, however much the provider tells: changes come in bursts."""


@asynccontextmanager
async def sync_for_ever(
    provider: Provider, database: BackgroundDatabase, *, clock: Clock, new_id: NewId,
    changed: asyncio.Event | None = None, at_least: float = AT_LEAST,
) -> AsyncGenerator[None]:  # fmt: skip
    """Sync now, every ten minutes, and when the provider told of a change (`changed` is set), while the block runs."""
    task = asyncio.create_task(
        _sync_for_ever(provider, database, clock, new_id, changed or asyncio.Event(), at_least), name="templates"
    )
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _sync_for_ever(
    provider: Provider,
    database: BackgroundDatabase,
    clock: Clock,
    new_id: NewId,
    changed: asyncio.Event,
    at_least: float,
) -> None:
    pause = AT_FIRST
    while True:
        changed.clear()
        try:
            await sync_templates(provider, database, clock=clock, new_id=new_id)
            pause = EVERY
        except ProviderError as problem:
            log.warning("templates could not be read", reason=str(problem))
        except Exception:
            log.exception("templates could not be stored")
        await asyncio.sleep(min(at_least, pause))
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), max(0.0, pause - at_least))


async def sync_templates(provider: Provider, database: BackgroundDatabase, *, clock: Clock, new_id: NewId) -> int:
    """Read every template once and write it; how many. Raises a ProviderError."""
    found = await provider.list_templates()
    now = clock()
    rows = [
        templates.ListedTemplate(
            template_id=new_id(), name=template.name, language=template.language, category=template.category,
            status=template.status, components=dict(template.components), content_hash=content_hash(template),
            reason=template.reason or None, quality=template.quality or None,
        )
        for template in found
    ]  # fmt: skip
    changes = await database(lambda connection: _write(connection, rows, now))
    for change in changes:
        if change.before is not None:
            log.info("template changed", name=change.after.name, language=change.after.language,
                     before=change.before.status, now=change.after.status)  # fmt: skip
    return len(rows)


def _write(
    connection: Connection, rows: list[templates.ListedTemplate], now: dt.datetime
) -> list[templates.TemplateChange]:
    """What is no longer listed cannot be sent any more."""
    written = templates.upsert_templates(connection, listed=rows, at=now)
    return [*written, *templates.disable_missing(connection, listed=rows, at=now)]


def content_hash(template: ProviderTemplate) -> str:
    """Fingerprint of what the customer sees and what it is charged as."""
    content = [template.name, template.language, template.category, template.components]
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
