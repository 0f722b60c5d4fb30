"""What WhatsApp tells of a template by webhook."""

from __future__ import annotations

import datetime as dt

from engine.providers.base import Noted, TemplatesChanged
from engine.providers.fields import JsonObject, read_object, read_text

UNTOLD = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When an event that moves nothing tells no time."""

STATUS_NEWS, CATEGORY_NEWS = "message_template_status_update", "template_category_update"
OF_TEMPLATES = frozenset({
    STATUS_NEWS, "message_template_quality_update", "message_template_components_update", CATEGORY_NEWS,
})  # fmt: skip

STATUSES = {
    "APPROVED": "APPROVED", "REINSTATED": "APPROVED", "PENDING": "PENDING", "IN_APPEAL": "PENDING", "REJECTED": "REJECTED",
    "PAUSED": "PAUSED", "DISABLED": "DISABLED", "PENDING_DELETION": "DISABLED", "DELETED": "DISABLED",
}  # fmt: skip
"""Events that say by themselves what the template is now; after others only the list tells."""


def read_template_news(noted: Noted, field: str, value: JsonObject) -> TemplatesChanged:
    """Of which template, and what it is now where the event says so."""
    told_at = noted.at if noted.at != UNTOLD else None
    status = STATUSES.get(read_text(value, "event").upper(), "") if field == STATUS_NEWS else ""
    category = read_text(value, "new_category").upper() if field == CATEGORY_NEWS else ""
    return TemplatesChanged(
        noted.key, noted.at, noted.channel, "", "", what=noted.what, told_at=told_at,
        name=read_text(value, "message_template_name"),
        language=read_text(value, "message_template_language").replace("-", "_"),
        status=status, category=category, reason=_reason(value) if status else "",
    )  # fmt: skip


def _reason(value: JsonObject) -> str:
    """The rejection's own word, else which pause or end it is."""
    reason = read_text(value, "reason")
    told = "" if reason.upper() in ("", "NONE") else reason
    return told or read_text(read_object(value, "other_info"), "title")
