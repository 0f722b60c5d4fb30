"""Message templates as the provider last listed them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from storage.core import records, table
from storage.tables import MessageTemplate
from storage.upsert import upsert

TEMPLATES = table(MessageTemplate)
TOLD = ("category", "status", "components", "content_hash", "reason", "quality")


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """A template in one language, as the provider tells it. `template_id` is used only when it is new here.

    `content_hash` covers what a customer reads; `components` as in `storage.tables.MessageTemplate`.
    """

    template_id: str
    name: str
    language: str
    category: str
    status: str
    components: Mapping[str, Any]
    content_hash: str
    reason: str | None = None
    quality: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """What a synchronisation found: `before` is None for a template that is new here."""

    before: MessageTemplate | None
    after: MessageTemplate


def upsert_templates(
    connection: Connection, *, listed: Sequence[ListedTemplate], at: dt.datetime
) -> list[TemplateChange]:
    """Write what the provider lists; the templates that are new or not as they were, in its order."""
    before = _by_identity(connection)
    rows = [_row(template, at) for template in listed]
    upsert(connection, TEMPLATES, rows, key=("name", "language"), replace=(*TOLD, "synced_at"))
    after = _by_identity(connection)
    seen = ((template.name, template.language) for template in listed)
    changes = (TemplateChange(before.get(identity), after[identity]) for identity in seen)
    return [change for change in changes if _told(change.before) != _told(change.after)]


def disable_missing(
    connection: Connection, *, listed: Sequence[ListedTemplate], at: dt.datetime
) -> list[TemplateChange]:
    """Mark as `DISABLED` what the provider no longer lists, drafts of ours excepted: it cannot be sent.

    Call it only with the complete list of the account.
    """
    there = {(template.name, template.language) for template in listed}
    gone = [
        template for key, template in _by_identity(connection).items()
        if key not in there and template.status not in {"DRAFT", "DISABLED"}
    ]  # fmt: skip
    changes = {"status": "DISABLED", "reason": "no_longer_listed", "synced_at": at}
    ids = [template.id for template in gone]
    connection.execute(update(TEMPLATES).where(TEMPLATES.c.id.in_(ids)).values(**changes))
    return [TemplateChange(template, template.model_copy(update=changes)) for template in gone]


def note_told(
    connection: Connection, *, name: str, language: str, status: str, category: str, reason: str | None, at: dt.datetime
) -> bool:
    """What an event says of a template that is known here, unless something later was told. Empty: not said. Whether it counts."""
    told = {"status": status, "category": category} if status else {"category": category}
    changes = {field: value for field, value in told.items() if value} | ({"reason": reason} if status else {})
    is_it = TEMPLATES.c.name == name, TEMPLATES.c.language == language, TEMPLATES.c.synced_at <= at
    if not changes:
        return False
    return connection.execute(update(TEMPLATES).where(*is_it).values(**changes, synced_at=at)).rowcount > 0


def list_templates(connection: Connection) -> list[MessageTemplate]:
    """Every template in every language, by name and language."""
    query = select(TEMPLATES).order_by(TEMPLATES.c.name, TEMPLATES.c.language)
    return records(connection, MessageTemplate, query)


def templates_named(connection: Connection, *, name: str) -> dict[str, MessageTemplate]:
    """language → template; empty when there is none of this name."""
    query = select(TEMPLATES).where(TEMPLATES.c.name == name).order_by(TEMPLATES.c.language)
    return {template.language: template for template in records(connection, MessageTemplate, query)}


def load_templates(connection: Connection, names: Collection[str]) -> dict[tuple[str, str], RowMapping]:
    """(name, language) → template, all languages of these names."""
    rows = connection.execute(select(TEMPLATES).where(TEMPLATES.c.name.in_(names))).mappings()
    return {(row["name"], row["language"]): row for row in rows}


def _row(template: ListedTemplate, at: dt.datetime) -> dict[str, Any]:
    told = {name: getattr(template, name) for name in ("name", "language", *TOLD)}
    return {"id": template.template_id, "synced_at": at, **told}


def _by_identity(connection: Connection) -> dict[tuple[str, str], MessageTemplate]:
    return {(template.name, template.language): template for template in list_templates(connection)}


def _told(template: MessageTemplate | None) -> dict[str, Any] | None:
    return None if template is None else template.model_dump(include=set(TOLD))
