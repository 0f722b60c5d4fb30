"""Edits of a draft inside one transaction: on the newest definition, or not at all.

`None` means that someone else saved at this very moment: the caller tries again on what they made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from designer.draft_model import Change, Desk, Draft, Made, NoJourney
from designer.editing import Definition, Edited, Refused, apply_changes, diff, invert
from engine.journey.definition import BadDefinition, read_definition
from engine.journey.model import text_in
from storage import drafts, journeys
from storage.core import Refused as StorageRefused
from storage.tables import Journey, JourneyVersion


def edit_in(
    connection: Connection, desk: Desk, key: str, change: Change, *, client: str, seq: int
) -> Made | Refused | NoJourney | None:
    journey = journeys.find_journey(connection, key=key)
    version = standing_version(connection, journey) if journey else None
    if journey is None or version is None:
        return NoJourney(key)
    outcome = change(version.definition)
    if isinstance(outcome, Refused):
        return outcome
    changes = diff(version.definition, outcome.definition)
    if not changes:
        return Made(drawn(connection, desk, journey, version), outcome.label, outcome.selected)
    version = _opened(connection, desk, version)
    if version is None:
        return None
    saved = _save(connection, desk, version, outcome, changes, client=client, seq=seq)
    if isinstance(saved, drafts.Conflict | drafts.NoDraft):
        return None
    _keep_name(connection, desk, journey, outcome.definition)
    return _made(connection, desk, key, outcome, saved)


def take_back_in(
    connection: Connection, desk: Desk, key: str, way: str, *, client: str, seq: int
) -> Made | Refused | NoJourney | None:
    journey = journeys.find_journey(connection, key=key)
    version = standing_version(connection, journey) if journey else None
    if journey is None or version is None:
        return NoJourney(key)
    find = drafts.next_undo if way == "undo" else drafts.next_redo
    edit = find(connection, version_id=version.id, person=desk.by) if version.status == "draft" else None
    if edit is None or edit.id is None:
        return Made(drawn(connection, desk, journey, version), way)
    merged = apply_changes(version.definition, invert(edit.changes))
    try:
        read_definition(merged.definition)
    except BadDefinition as failure:
        return Refused("bad_shape", {"problem": failure.problems[0]})
    outcome = Edited(merged.definition, way)
    changes = diff(version.definition, merged.definition)
    saved = _save(connection, desk, version, outcome, changes, client=client, seq=seq, undoes=edit.id)
    if isinstance(saved, drafts.Conflict | drafts.NoDraft):
        return None
    _keep_name(connection, desk, journey, merged.definition)
    return _made(connection, desk, key, outcome, saved, skipped=len(merged.skipped))


def _save(
    connection: Connection, desk: Desk, version: JourneyVersion, outcome: Edited, changes: list[dict[str, Any]],
    *, client: str, seq: int, undoes: int | None = None,
) -> drafts.SaveResult:  # fmt: skip
    return drafts.save_edit(
        connection, version_id=version.id, base_revision=version.revision, client=client, client_seq=seq,
        changes=changes, definition=outcome.definition, label=outcome.label, by=desk.by, at=desk.clock(),
        content_hash=read_definition(outcome.definition).content_hash(), undoes=undoes,
    )  # fmt: skip


def _made(
    connection: Connection, desk: Desk, key: str, outcome: Edited, saved: drafts.SaveResult, skipped: int = 0
) -> Made | None:
    journey = journeys.find_journey(connection, key=key)
    version = standing_version(connection, journey) if journey else None
    if journey is None or version is None:
        return None
    revision = saved.revision if isinstance(saved, drafts.Saved) else None
    return Made(drawn(connection, desk, journey, version), outcome.label, outcome.selected, skipped, revision)


def _keep_name(connection: Connection, desk: Desk, journey: Journey, definition: Definition) -> None:
    """Lists show the journey under the name it has in its draft."""
    written = definition.get("name") or ""
    names: dict[str, str] = dict(written) if isinstance(written, Mapping) else {}
    name = text_in(names or str(written), str(definition.get("language") or ""), "fr") or str(definition.get("key"))
    if (name, names) != (journey.name, journey.names):
        journeys.rename_journey(
            connection, journey_id=journey.id, name=name, names=names, by=desk.by, at=desk.clock()
        )  # fmt: skip


def standing_version(connection: Connection, journey: Journey) -> JourneyVersion | None:
    draft = drafts.load_draft(connection, journey_id=journey.id)
    if draft is not None or journey.live_version_id is None:
        return draft
    return journeys.version(connection, version_id=journey.live_version_id)


def _opened(connection: Connection, desk: Desk, version: JourneyVersion) -> JourneyVersion | None:
    """A draft to write on; None when someone else opened one this very moment."""
    if version.status == "draft":
        return version
    opened = drafts.start_draft_from(
        connection, source_id=version.id, version_id=desk.new_id(), by=desk.by, at=desk.clock()
    )
    return None if isinstance(opened, StorageRefused) else opened


def drawn(connection: Connection, desk: Desk, journey: Journey, version: JourneyVersion) -> Draft:
    live = journeys.version(connection, version_id=journey.live_version_id) if journey.live_version_id else None
    is_draft = version.status == "draft"
    recall: dict[str, Any] = {"version_id": version.id, "person": desk.by}
    undo = drafts.next_undo(connection, **recall) if is_draft else None
    return Draft(
        journey=journey,
        version_id=version.id,
        revision=version.revision if is_draft else 0,
        definition=version.definition,
        saved_at=version.saved_at,
        is_draft=is_draft,
        live_number=live.number if live else None,
        can_undo=undo is not None,
        undo_label=undo.label if undo else "",
        can_redo=is_draft and drafts.next_redo(connection, **recall) is not None,
    )
