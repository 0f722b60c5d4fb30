"""Drafts and the edits that made them: saving, undoing, redoing, and opening a draft again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from storage.audit import append_entry
from storage.core import Refused, one, records, table
from storage.tables import DraftEdit, JourneyVersion
from storage.upsert import insert_into

VERSIONS, EDITS = table(JourneyVersion), table(DraftEdit)
UNDO_STEPS = 100


@dataclass(frozen=True, slots=True)
class Saved:
    """The edit is kept; the draft now stands at `revision`."""

    revision: int
    edit_id: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Someone saved before: `current` is the draft as it stands, `edits_since` tells what they changed."""

    current: JourneyVersion


@dataclass(frozen=True, slots=True)
class AlreadyApplied:
    """This client's edit `seq` was applied before; the draft stands at `revision`."""

    seq: int
    revision: int


@dataclass(frozen=True, slots=True)
class NoDraft:
    """There is no such draft any more. `published` is its number when it went live meanwhile, else None."""

    published: int | None


SaveResult: TypeAlias = Saved | Conflict | AlreadyApplied | NoDraft


def load_draft(connection: Connection, *, journey_id: str) -> JourneyVersion | None:
    """The draft of a journey, or None when everything is published."""
    query = select(VERSIONS).where(VERSIONS.c.journey_id == journey_id, VERSIONS.c.status == "draft")
    return one(connection, JourneyVersion, query)


def save_edit(
    connection: Connection,
    *,
    version_id: str,
    base_revision: int,
    client: str,
    client_seq: int,
    changes: Sequence[Mapping[str, Any]],
    definition: Mapping[str, Any],
    content_hash: str,
    label: str,
    by: str | None,
    at: dt.datetime,
    undoes: int | None = None,
) -> SaveResult:
    """Keep one edit and the definition that it makes, if the draft still stands at `base_revision`.

    `client` and `client_seq` name a step of a browser's outbox: sent again, it is applied once. An empty
    `client` has no outbox and is never a repetition. `undoes` is the id of the edit that this one takes back
    (see `next_undo` and `next_redo`), which is then marked as undone.
    """
    draft = _locked(connection, version_id)
    if client and _is_applied(connection, version_id, client, client_seq):
        return AlreadyApplied(client_seq, draft.revision if draft else 0)
    if draft is None or draft.status != "draft":
        return NoDraft(draft.number if draft else None)
    if draft.revision != base_revision:
        return Conflict(draft)
    edit = DraftEdit(
        version_id=version_id, revision=base_revision + 1, person_id=by, client=client, client_seq=client_seq,
        label=label, changes=[dict(change) for change in changes], undoes=undoes, made_at=at,
    )  # fmt: skip
    return _save(connection, edit, definition=definition, content_hash=content_hash)


def _save(connection: Connection, edit: DraftEdit, *, definition: Mapping[str, Any], content_hash: str) -> Saved:
    new = {"definition": dict(definition), "content_hash": content_hash, "revision": edit.revision}
    connection.execute(update(VERSIONS).where(VERSIONS.c.id == edit.version_id).values(**new, saved_at=edit.made_at))
    if edit.undoes is not None:
        _mark_undone(connection, edit)
    made = connection.execute(insert(EDITS).values(edit.model_dump(exclude={"id"}))).inserted_primary_key
    assert made is not None
    append_entry(
        connection, "draft.edited", f"version:{edit.version_id}", by=edit.person_id, at=edit.made_at,
        revision=edit.revision, label=edit.label,
    )  # fmt: skip
    return Saved(edit.revision, made[0])


def _mark_undone(connection: Connection, edit: DraftEdit) -> None:
    """Mark what was taken back; taking back an undo brings the first edit into force again."""
    undone = one(connection, DraftEdit, select(EDITS).where(EDITS.c.id == edit.undoes))
    if undone is None or undone.version_id != edit.version_id:
        raise LookupError(f"edit {edit.undoes} is not one of {edit.version_id}; take the id from next_undo")
    connection.execute(update(EDITS).where(EDITS.c.id == undone.id).values(undone=True))
    if undone.undoes is not None:
        connection.execute(update(EDITS).where(EDITS.c.id == undone.undoes).values(undone=False))


def edits_since(connection: Connection, *, version_id: str, revision: int) -> list[DraftEdit]:
    """The edits after this revision, oldest first: what others changed meanwhile."""
    query = select(EDITS).where(EDITS.c.version_id == version_id, EDITS.c.revision > revision)
    return records(connection, DraftEdit, query.order_by(EDITS.c.revision))


def applied_steps(connection: Connection, *, version_id: str) -> dict[str, int]:
    """For each client, the last step of its outbox that was applied."""
    query = select(EDITS.c.client, func.max(EDITS.c.client_seq)).where(
        EDITS.c.version_id == version_id, EDITS.c.client != ""
    )
    return {client: seq for client, seq in connection.execute(query.group_by(EDITS.c.client))}


def next_undo(connection: Connection, *, version_id: str, person: str | None) -> DraftEdit | None:
    """The newest edit of this person that is in force, among their last 100. Save the inverse of its changes
    with `undoes` set to its id."""
    mine = _edits_of(version_id, person).where(EDITS.c.undoes.is_(None)).limit(UNDO_STEPS)
    return next((edit for edit in records(connection, DraftEdit, mine) if not edit.undone), None)


def next_redo(connection: Connection, *, version_id: str, person: str | None) -> DraftEdit | None:
    """The undo of this person that is to be taken back next, or None; a new edit ends redoing. Save the
    inverse of its changes with `undoes` set to its id."""
    mine = _edits_of(version_id, person)
    newest = one(connection, DraftEdit, mine.where(EDITS.c.undoes.is_(None)).limit(1))
    if newest is None or newest.id is None:
        return None
    plain = select(EDITS.c.id).where(EDITS.c.version_id == version_id, EDITS.c.undoes.is_(None))
    undos = mine.where(EDITS.c.undoes.in_(plain), EDITS.c.undone.is_(False), EDITS.c.id > newest.id)
    return one(connection, DraftEdit, undos.limit(1))


def start_draft_from(
    connection: Connection, *, source_id: str, version_id: str, by: str | None, at: dt.datetime
) -> JourneyVersion | Refused:
    """Open a draft `version_id` that begins as a copy of the published version `source_id`.

    Refused as `draft_exists` (`found`: its id; one journey has one draft) or `no_such_version`.
    """
    source = one(connection, JourneyVersion, select(VERSIONS).where(VERSIONS.c.id == source_id))
    if source is None:
        return Refused("no_such_version", source_id)
    draft = JourneyVersion(
        id=version_id, journey_id=source.journey_id, definition=source.definition, based_on=source_id,
        content_hash=source.content_hash, created_at=at, created_by=by, saved_at=at,
    )  # fmt: skip
    # Two people may open it at once: the index `one_draft_a_journey` lets the first in.
    added = insert_into(connection, VERSIONS).values(draft.model_dump()).on_conflict_do_nothing()
    if connection.execute(added).rowcount == 0:
        standing = load_draft(connection, journey_id=source.journey_id)
        return Refused("draft_exists", standing.id if standing else None)
    append_entry(connection, "draft.started", f"version:{version_id}", by=by, at=at, based_on=source_id)
    return draft


def discard_draft(
    connection: Connection, *, version_id: str, by: str | None, at: dt.datetime
) -> JourneyVersion | Refused:
    """Throw away the draft of a journey that has a published version; the draft as it was.

    Refused as `only_version` (delete the journey instead), `was_published`, or `no_such_version`.
    """
    draft = _locked(connection, version_id)
    if draft is None:
        return Refused("no_such_version", version_id)
    if draft.status != "draft":
        return Refused("was_published", draft.number)
    siblings = select(func.count()).where(VERSIONS.c.journey_id == draft.journey_id)
    if connection.execute(siblings).scalar_one() == 1:
        return Refused("only_version", draft.journey_id)
    connection.execute(delete(EDITS).where(EDITS.c.version_id == version_id))
    connection.execute(delete(VERSIONS).where(VERSIONS.c.id == version_id))
    append_entry(connection, "draft.discarded", f"version:{version_id}", by=by, at=at)
    return draft


def _locked(connection: Connection, version_id: str) -> JourneyVersion | None:
    """The version, held until the end of the transaction, so that two savers come one after the other."""
    query = select(VERSIONS).where(VERSIONS.c.id == version_id).with_for_update()
    return one(connection, JourneyVersion, query)


def _is_applied(connection: Connection, version_id: str, client: str, client_seq: int) -> bool:
    query = select(EDITS.c.id).where(
        EDITS.c.version_id == version_id, EDITS.c.client == client, EDITS.c.client_seq == client_seq
    )
    return connection.execute(query).first() is not None


def _edits_of(version_id: str, person: str | None) -> Select[Any]:
    """One person's edits, newest first; None is the person who has no name here."""
    mine = EDITS.c.version_id == version_id, EDITS.c.person_id.is_not_distinct_from(person)
    return select(EDITS).where(*mine).order_by(EDITS.c.id.desc())
