"""What stood in the templates of a journey when people put it live, and letting go what has changed since (semantics, “Approved
means approved”)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, RowMapping, select, update

from storage.audit import append_entry
from storage.core import Refused, table
from storage.tables import ApprovedTemplate, JourneyVersion, Message, MessageTemplate
from storage.upsert import upsert

APPROVED, VERSIONS = table(ApprovedTemplate), table(JourneyVersion)
TEMPLATES, MESSAGES = table(MessageTemplate), table(Message)
HELD = "template_changed"
SEEN = ("content_hash", "category", "components")

Row: TypeAlias = Mapping[str, Any] | RowMapping
Approvals: TypeAlias = Mapping[tuple[str, str], Mapping[str, tuple[str, str]]]
"""(version id, template's name) → language → fingerprint and category of what was approved. The category may be told before
the rest is read."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A template in one language that is not what people put live. The first `category` and `body` are those of then, empty
    where this language is new; `content_hash` is what stands there now."""

    name: str
    language: str
    content_hash: str
    was_category: str
    was_body: str
    category: str
    body: str


def note_approved(
    connection: Connection, *, version_id: str, definition: Mapping[str, Any], by: str | None, at: dt.datetime
) -> None:
    """Going live approves the templates that the definition names, in every language, as they stand."""
    _approve(connection, [version_id], sorted(templates_in(definition)), by=by, at=at)


def templates_in(definition: Mapping[str, Any]) -> set[str]:
    """Names of the templates that a definition may send, fallbacks of free replies too."""
    steps: Mapping[str, Mapping[str, Any]] = definition.get("steps") or {}
    fallbacks: list[Mapping[str, Any]] = [step.get("if_window_closed") or {} for step in steps.values()]
    return {str(sent["template"]) for sent in (*steps.values(), *fallbacks) if sent.get("template")}


def approvals(connection: Connection, version_ids: Collection[str], names: Collection[str]) -> Approvals:
    """What was approved of these templates with these versions; nothing for a name that nobody knew when it went live."""
    if not version_ids or not names:
        return {}
    query = select(APPROVED).where(APPROVED.c.version_id.in_(version_ids), APPROVED.c.name.in_(names))
    found: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault((row["version_id"], row["name"]), {})[row["language"]] = _content(row)
    return found


def is_approved(known: Approvals, version_id: str | None, template: Row) -> bool:
    """Whether this template is what went live with this version, in its language too."""
    languages = known.get((version_id or "", template["name"]))
    return languages is None or languages.get(template["language"]) == _content(template)


def changed_templates(connection: Connection, *, journey_id: str) -> list[Changed]:
    """For which templates messages of this journey are held now."""
    held = (
        select(MESSAGES.c.version_id).distinct()
        .where(MESSAGES.c.journey_id == journey_id, MESSAGES.c.status == "queued", MESSAGES.c.hold_reason == HELD)
    )  # fmt: skip
    version_ids = set(connection.execute(held).scalars())
    if not version_ids:
        return []
    rows = connection.execute(select(APPROVED).where(APPROVED.c.version_id.in_(version_ids))).mappings().all()
    was = {(row["version_id"], row["name"], row["language"]): row for row in rows}
    names = {(row["version_id"], row["name"]) for row in rows}
    now = connection.execute(select(TEMPLATES).where(TEMPLATES.c.name.in_({name for _, name in names}))).mappings()
    found = {
        (there["name"], there["language"]): _changed(was.get((version_id, there["name"], there["language"])), there)
        for there in now for version_id, name in sorted(names)
        if name == there["name"] and there["changed_at"] is not None
        and not _is_same(was.get((version_id, name, there["language"])), there)
    }  # fmt: skip
    return [found[place] for place in sorted(found)]


def approve_changed(
    connection: Connection, *, journey_id: str, changed: Changed, by: str | None, at: dt.datetime
) -> Refused | None:
    """Let this journey go on with the template as it was looked at, on every version. Refused as `changed_again`."""
    here = TEMPLATES.c.name == changed.name, TEMPLATES.c.language == changed.language
    now = connection.execute(select(TEMPLATES.c.content_hash, TEMPLATES.c.category).where(*here)).mappings().first()
    if now is None or _content(now) != (changed.content_hash, changed.category):
        return Refused("changed_again")
    versions = select(VERSIONS.c.id).where(VERSIONS.c.journey_id == journey_id)
    naming = select(APPROVED.c.version_id).distinct().where(
        APPROVED.c.version_id.in_(versions), APPROVED.c.name == changed.name
    )  # fmt: skip
    _approve(connection, list(connection.execute(naming).scalars()), [changed.name], changed.language, by=by, at=at)
    held = MESSAGES.c.journey_id == journey_id, MESSAGES.c.status == "queued", MESSAGES.c.hold_reason == HELD
    connection.execute(update(MESSAGES).where(*held).values(hold_until=at, hold_reason=None))
    append_entry(
        connection, "journey.template_approved", f"journey:{journey_id}", by=by, at=at, template=changed.name,
        language=changed.language, content_hash=changed.content_hash,
    )  # fmt: skip
    return None


def _approve(
    connection: Connection, version_ids: Collection[str], names: Collection[str], language: str | None = None, *,
    by: str | None, at: dt.datetime,
) -> None:  # fmt: skip
    query = select(TEMPLATES).where(TEMPLATES.c.name.in_(names))
    if language is not None:
        query = query.where(TEMPLATES.c.language == language)
    there = connection.execute(query).mappings().all()
    rows: list[dict[str, Any]] = [
        {"version_id": version_id, "name": row["name"], "language": row["language"], "approved_at": at,
         "approved_by": by, **{name: row[name] for name in SEEN}}
        for version_id in version_ids for row in there
    ]  # fmt: skip
    key = ("version_id", "name", "language")
    upsert(connection, APPROVED, rows, key=key, replace=(*SEEN, "approved_at", "approved_by"))


def _content(row: Row) -> tuple[str, str]:
    return row["content_hash"], row["category"]


def _is_same(was: Row | None, now: Row) -> bool:
    return was is not None and _content(was) == _content(now)


def _changed(was: Row | None, now: Row) -> Changed:
    before: Row = was if was is not None else {"category": "", "components": {}}
    return Changed(
        now["name"], now["language"], now["content_hash"], before["category"], before["components"].get("body", ""),
        now["category"], now["components"].get("body", ""),
    )  # fmt: skip
