"""Keeping our library of templates in step with what the provider says is approved."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import orjson
from sqlalchemy import Connection

from engine.clock import Clock
from engine.ids import NewId
from engine.logs import get_logger
from engine.providers.base import Provider, ProviderTemplate
from engine.runner.background import BackgroundDatabase
from engine.runner.following import AT_LEAST, following
from storage import templates

log = get_logger(__name__)


@asynccontextmanager
async def sync_for_ever(
    provider: Provider, database: BackgroundDatabase, *, clock: Clock, new_id: NewId,
    changed: asyncio.Event | None = None, at_least: float = AT_LEAST,
) -> AsyncGenerator[None]:  # fmt: skip
    """Sync now, every ten minutes, and when the provider told of a change (`changed` is set), while the block runs."""
    async with following(
        "templates", lambda: sync_templates(provider, database, clock=clock, new_id=new_id), changed or asyncio.Event(),
        at_least=at_least,
    ):  # fmt: skip
        yield


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
