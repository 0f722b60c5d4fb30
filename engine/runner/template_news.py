"""What an event says of a template is written down at once; the list, which is read after it, has the last word."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from engine.logs import get_logger
from engine.providers.base import TemplatesChanged
from storage import templates

TO_THE_SECOND = dt.timedelta(seconds=1)
"""WhatsApp cuts the fraction off: what it tells at 10:00:05 may be younger than a list read at 10:00:05.3."""
log = get_logger(__name__)


def hear_of_template(connection: Connection, event: TemplatesChanged, received_at: dt.datetime) -> None:
    """News older than what is known changes nothing; without a time of its own it is as old as its arrival."""
    if not event.name or not event.language:
        return
    counts = templates.note_told(
        connection, name=event.name, language=event.language, status=event.status, category=event.category,
        reason=event.reason or None, at=min((event.told_at or received_at) + TO_THE_SECOND, received_at),
    )  # fmt: skip
    if counts:
        log.info("template told", name=event.name, language=event.language, now=event.status or event.category)
